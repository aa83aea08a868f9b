"""Death at random: processes are killed one by one, servers now and then, everybody at once when the power fails."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections import Counter

import psutil

from tests.faults.crashes.stage import Stage, kill

# By role, how often its processes are chosen, and how often it is then the one that forked the others.
WEIGHTS = {
    "web": (38, 0.06),
    "worker": (26, 0.1),
    "beat": (4, 1.0),
    "relay": (14, 1.0),
    "reconciler": (8, 1.0),
    "staff": (10, 1.0),
}
# What was asked of the gateways before the power failed is answered by then.
GATEWAYS_END = 0.5
ALL_AT_ONCE = "all at once"


class Reaper:
    """`pauses` are the shortest and the longest between two deaths, in seconds; of these there are `most` in all."""

    def __init__(self, stage: Stage, seed: int, pauses: tuple[float, float], most: int) -> None:
        self.stage, self.pauses, self.most = stage, pauses, most
        self.dice = random.Random(f"{seed}:reaper")  # noqa: S311 - a death, no secret
        self.kills: Counter[str] = Counter()
        self.crashes: Counter[str] = Counter()
        self._may_kill = threading.Lock()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._go_round, daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._is_over.set()
        self._thread.join(30)

    @property
    def random_kills(self) -> int:
        return sum(number for role, number in self.kills.items() if role != ALL_AT_ONCE)

    def _go_round(self) -> None:
        while self.random_kills < self.most and not self._is_over.wait(self.dice.uniform(*self.pauses)):
            with self._may_kill:
                self._kill_one()

    def _kill_one(self) -> None:
        role = self.dice.choices(list(WEIGHTS), [weight for weight, _ in WEIGHTS.values()])[0]
        members = self.stage.nursery.members(role)
        if not members:
            return
        is_first = self.dice.random() < WEIGHTS[role][1] or len(members) == 1
        if kill(members[0] if is_first else self.dice.choice(members[1:])):
            self.kills[role] += 1

    def fail_power(self, seconds: float) -> None:
        """Every process is dead at the same instant, and it is so much later when they are there again."""
        with self._may_kill:
            number = sum(len(self.stage.nursery.members(role)) for role in WEIGHTS)
            self.stage.nursery.say("dark")
            time.sleep(GATEWAYS_END)
            self.stage.clock.skip(seconds)
            self.stage.nursery.say("light")
        self.kills[ALL_AT_ONCE] += number
        self.crashes["power failures"] += 1
        self.stage.wait_until_up()

    def crash_postgres(self) -> None:
        by_kill = self.dice.random() < 0.5
        self.stage.postgres.crash(by_kill=by_kill)
        self.crashes["PostgreSQL killed" if by_kill else "PostgreSQL stopped at once"] += 1

    def kill_redis(self, *, is_data_lost: bool) -> None:
        server = self.stage.redis
        process = server.process()
        assert process is not None, "Redis does not run"
        kill(process)
        psutil.wait_procs([process], timeout=10)
        if is_data_lost:
            shutil.rmtree(server.directory / "appendonlydir", ignore_errors=True)
        server.start()
        self.crashes["Redis killed, its data lost" if is_data_lost else "Redis killed"] += 1
