"""The parent of all: imports the platform once, opens no connection, and forks whoever was killed anew.

`python -m tests.faults.crashes.nursery FACTS [ROLE…]` reads words from its standard input: `dark` kills everybody and
lets nobody be born until `light`; `without ROLE` and `with ROLE` say who is; `unswept PATH` takes a sweep from all who
are born from then on, and `swept` gives it back; `once ROLE` waits for somebody who does one thing; `end` ends it. On
its standard output it says who was born.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

import psutil

from tests.faults.crashes.facts import Facts, read_facts

TICK = 0.05
PROGRAMS = (
    "wasla_site.urls",
    "wasla_site.platform_urls",
    "wasla_site.wsgi",
    "wasla_site.celery",
    "celery.bin.beat",
    "celery.bin.worker",
    "celery.concurrency.prefork",
    "celery.worker.consumer",
    "gunicorn.workers.gthread",
    "kombu.transport.redis",
    "tests.faults.crashes.roles",
)
# Who ends sooner than that is not begun again at once.
SHORT_LIFE, REST = 1.0, 0.5


class Nursery:
    def __init__(self, facts: Facts, roles: list[str]) -> None:
        self.facts, self.wanted = facts, set(roles)
        self.is_dark = True
        self.children: dict[int, tuple[str, float]] = {}
        self.taken_away: dict[str, int] = {}
        self.not_before: dict[str, float] = {}

    def run(self) -> None:
        said("ready")
        is_open = True
        while is_open:
            self._bury()
            self._bear()
            if select.select([sys.stdin], [], [], TICK)[0]:
                is_open = self._obey(sys.stdin.readline().split())
        self._kill_all()

    def once(self, role: str) -> int:
        """The exit status of a child that does one thing."""
        return os.waitstatus_to_exitcode(os.waitpid(self._fork(role), 0)[1])

    def _obey(self, words: list[str]) -> bool:
        match words:
            case ["dark"]:
                self.is_dark = True
                self._kill_all()
            case ["light"]:
                self.is_dark = False
            case ["without", role]:
                self.wanted.discard(role)
                self._kill([number for number, (name, _) in self.children.items() if name == role])
            case ["with", role]:
                self.wanted.add(role)
            case ["unswept", path]:
                self.taken_away[path] = _sweeps().pop(path)
            case ["swept"]:
                _sweeps().update(self.taken_away)
            case ["once", role]:
                said("done", self.once(role))
                return True
            case _:
                return False
        said("done")
        return True

    def _bear(self) -> None:
        if self.is_dark:
            return
        there = {role for role, _ in self.children.values()}
        for role in sorted(self.wanted - there):
            if time.monotonic() >= self.not_before.get(role, 0):
                number = self._fork(role)
                self.children[number] = (role, time.monotonic())
                said("born", role, number)

    def _bury(self) -> None:
        while self.children:
            number, status = os.waitpid(-1, os.WNOHANG)
            if not number:
                return
            role, born = self.children.pop(number, ("", 0.0))
            if not role:
                continue
            _kill_group(number)
            if time.monotonic() < born + SHORT_LIFE:
                self.not_before[role] = time.monotonic() + REST
            if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
                said("ended", role, os.waitstatus_to_exitcode(status))

    def _kill_all(self) -> None:
        self._kill(list(self.children))

    def _kill(self, numbers: list[int]) -> None:
        for number in numbers:
            for member in psutil.Process(number).children(recursive=True):
                _kill_one(member.pid)
            _kill_group(number)
        for number in numbers:
            os.waitpid(number, 0)
            del self.children[number]

    def _fork(self, role: str) -> int:
        number = os.fork()
        if number:
            return number
        status = 1
        try:
            os.setsid()
            self._redirect(role)
            from tests.faults.crashes.roles import MAINS

            MAINS[role](self.facts)
            status = 0
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        except BaseException:  # noqa: BLE001 - a child never returns into its parent's code
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _redirect(self, role: str) -> None:
        log = os.open(self.facts.log(role), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(source, target)


def _sweeps() -> dict[str, int]:
    from django.conf import settings

    sweeps: dict[str, int] = settings.SWEEPS
    return sweeps


def said(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _kill_group(number: int) -> None:
    try:
        os.killpg(number, signal.SIGKILL)
    except ProcessLookupError:
        return


def _kill_one(number: int) -> None:
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return


def preload(facts: Facts) -> None:
    """Everything is imported, lives by the run's clock, and is deadly at the points."""
    from tests.faults.crashes.hastening import hasten

    hasten(facts)
    import django

    django.setup()
    for name in PROGRAMS:
        import_module(name)
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils import translation
    from django.utils.module_loading import import_string

    for path in (*settings.PAYMENT_GATEWAYS.values(), *settings.SWEEPS, settings.LETTERS):
        import_string(path)
    for handlers in import_string(settings.EVENT_HANDLERS).values():
        for path in handlers:
            import_string(path)
    for urls in (settings.ROOT_URLCONF, settings.PLATFORM_URLCONF):
        for language, _ in settings.LANGUAGES:
            with translation.override(language):
                get_resolver(urls)._populate()
    templates = Path(import_module("themes.base").__path__[0]) / "templates"
    for template in templates.rglob("*.*"):
        get_template(str(template.relative_to(templates)))
    from tests.faults.crashes.arming import arm
    from tests.faults.crashes.points import POINTS

    arm(POINTS, facts.folder, facts.seed, facts.deaths)
    # No child looks through what all share: it would copy each page of it, and that is most of what short lives cost.
    gc.collect()
    gc.freeze()


def main() -> int:
    path, *roles = sys.argv[1:]
    facts = read_facts(Path(path))
    preload(facts)
    from django.db import connection

    assert connection.connection is None, "whoever forks must hold no connection"
    Nursery(facts, roles).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
