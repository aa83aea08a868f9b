"""Celery's workers: told at once, and nothing lost when they are not, nor when they die."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from statistics import median
from typing import Any

import psutil
import psycopg
import pytest
import redis
from django.db import connection, transaction

from commerce.core import outbox
from commerce.core.models import OutboxDelivery, SweepTurn
from commerce.core.outbox import publish
from commerce.core.scope import tenant_scope
from tests.faults.hands import BEAT, WORKER, Hands, children_of
from tests.faults.hearing import BellRung, LongStory
from tests.support.databases import admin_dsn
from wasla_site.launcher.redis_server import RedisServer

# A look at the clock, the message it sends, the sweep; and a machine that does other things besides.
ONE_SWEEP = 5


def tell(tenant_id: int, event: Any) -> list[int]:
    with tenant_scope(tenant_id), transaction.atomic():
        return publish(event)


def kill(server: RedisServer) -> None:
    process = server.process()
    assert process is not None
    process.kill()
    psutil.wait_procs([process], timeout=10)


def open_deliveries(tenant_id: int) -> int:
    with tenant_scope(tenant_id), transaction.atomic():
        return OutboxDelivery.objects.open().count()


def messages_in(server: RedisServer) -> int:
    with redis.Redis.from_url(server.url()) as client:
        return int(client.llen("wasla"))


def test_a_worker_handles_what_is_committed_within_a_second(bell_rings: Hands) -> None:
    """With no clock running: it is the ring that brings it."""
    with bell_rings.running(*WORKER):
        tell(1, BellRung(times=1))
        bell_rings.wait_until(lambda: len(bell_rings.heard("heard")) == 1)
        waits = []
        for times in range(2, 9):
            tell(1, BellRung(times=times))
            waits.append(bell_rings.wait_until(lambda: len(bell_rings.heard("heard")) == times, 10))  # noqa: B023
    assert median(waits) < 1
    assert open_deliveries(1) == 0


def test_what_is_rolled_back_rings_for_nobody(bell_rings: Hands, redis_server: RedisServer) -> None:
    with tenant_scope(1), transaction.atomic():
        publish(BellRung(times=1))
        transaction.set_rollback(True)
    assert messages_in(redis_server) == 0
    tell(1, BellRung(times=2))
    assert messages_in(redis_server) == 1


def test_what_is_delivered_by_who_told_it_rings_for_nobody(bell_rings: Hands, redis_server: RedisServer) -> None:
    with tenant_scope(1), transaction.atomic():
        publish(BellRung(times=1), is_delivered_here=True)
    assert messages_in(redis_server) == 0


def test_a_redis_killed_between_commit_and_ring_delays_by_one_sweep(
    bell_rings: Hands, redis_server: RedisServer
) -> None:
    with tenant_scope(1), transaction.atomic():
        transaction.on_commit(lambda: kill(redis_server))
        publish(BellRung(times=1))
    assert redis_server.process() is None
    assert open_deliveries(1) == 1
    redis_server.start()
    with bell_rings.running(*WORKER), bell_rings.running(*BEAT):
        bell_rings.wait_until(lambda: len(bell_rings.heard("swept")) > 0)
        bell_rings.wait_until(lambda: bell_rings.heard("heard") != [], ONE_SWEEP)
    assert [words[:2] for words in bell_rings.heard("heard")] == [["1", "1"]]


@pytest.mark.long
def test_a_redis_killed_under_running_workers_is_found_again(bell_rings: Hands, redis_server: RedisServer) -> None:
    """Nobody restarts the workers."""
    with bell_rings.running(*WORKER), bell_rings.running(*BEAT):
        tell(1, BellRung(times=1))
        bell_rings.wait_until(lambda: len(bell_rings.heard("heard")) == 1)
        kill(redis_server)
        tell(1, BellRung(times=2))
        time.sleep(2)
        assert len(bell_rings.heard("heard")) == 1
        redis_server.start()
        bell_rings.wait_until(lambda: len(bell_rings.heard("heard")) == 2, 30)
    assert open_deliveries(1) == 0


@pytest.mark.long
@pytest.mark.parametrize("is_data_lost", [pytest.param(False, marks=pytest.mark.long), True])
def test_a_full_queue_lost_with_its_redis_loses_nothing(
    bell_rings: Hands, redis_server: RedisServer, is_data_lost: bool
) -> None:
    for times in range(50):
        tell(1 + times % 2, BellRung(times=times))
    assert messages_in(redis_server) == 50
    time.sleep(1.1)  # what is written once a second is written
    kill(redis_server)
    if is_data_lost:
        shutil.rmtree(redis_server.directory / "appendonlydir")
    redis_server.start()
    assert messages_in(redis_server) == (0 if is_data_lost else 50)
    with bell_rings.running(*WORKER), bell_rings.running(*BEAT):
        bell_rings.wait_until(lambda: bell_rings.heard("heard") != [])
        bell_rings.wait_until(lambda: len(bell_rings.heard("heard")) == 50, ONE_SWEEP)
    assert sorted(int(words[1]) for words in bell_rings.heard("heard")) == list(range(50))
    assert open_deliveries(1) + open_deliveries(2) == 0


def end_lease() -> None:
    with tenant_scope(1), transaction.atomic():
        due_at = OutboxDelivery.objects.open().get().due_at
        OutboxDelivery.objects.open().update(due_at=due_at - outbox.LEASE)


def kill_in_the_middle(hands: Hands, worker: subprocess.Popen[bytes], whom: str) -> None:
    """The worker's child that tells the story dies, or the whole worker does."""
    hands.wait_until(lambda: hands.heard("began") != [])
    if whom == "child":
        os.kill(int(hands.heard("began")[0][2]), signal.SIGKILL)
        return
    for member in [*children_of(worker.pid), psutil.Process(worker.pid)]:
        member.kill()
    worker.wait(10)


@pytest.mark.long
@pytest.mark.parametrize("whom", [pytest.param("child", marks=pytest.mark.long), "worker"])
def test_a_worker_killed_in_mid_task_leaves_it_to_the_next(bell_rings: Hands, whom: str) -> None:
    """The delivery's lease is moved rather than waited for; the sweep then finds it."""
    bell_rings.story_seconds = 3
    with bell_rings.running(*WORKER) as worker:
        tell(1, LongStory(times=1))
        kill_in_the_middle(bell_rings, worker, whom)
        assert open_deliveries(1) == 1
        end_lease()
        with bell_rings.running(*WORKER), bell_rings.running(*BEAT):
            bell_rings.wait_until(lambda: bell_rings.heard("ended") != [])
            bell_rings.wait_until(lambda: open_deliveries(1) == 0, 5)
    assert len(bell_rings.heard("began")) == 2
    assert len(bell_rings.heard("ended")) == 1


@pytest.mark.long
def test_a_killed_workers_task_comes_again_by_itself(bell_rings: Hands) -> None:
    """As above, with nothing moved: by the lease, long before Redis gives its message to anybody else."""
    bell_rings.story_seconds = 3
    with bell_rings.running(*WORKER) as worker:
        tell(1, LongStory(times=1))
        kill_in_the_middle(bell_rings, worker, "worker")
    with bell_rings.running(*WORKER), bell_rings.running(*BEAT):
        seconds = bell_rings.wait_until(lambda: bell_rings.heard("ended") != [], 120)
    assert seconds < outbox.LEASE.total_seconds() + 30


def test_the_worker_without_celery_goes_on_when_its_database_is_back(hands: Hands) -> None:
    with hands.running(sys.executable, "manage.py", "run_outbox") as worker:
        tell(1, BellRung(times=1))
        hands.wait_until(lambda: len(hands.heard("heard")) == 1)
        connection.close()
        with psycopg.connect(admin_dsn(), autocommit=True) as admin:
            theirs = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            assert admin.execute(theirs, [hands.database]).fetchall()
        tell(1, BellRung(times=2))
        hands.wait_until(lambda: len(hands.heard("heard")) == 2, 20)
        assert worker.poll() is None


def gaps(hands: Hands) -> list[float]:
    instants = sorted(float(words[0]) for words in hands.heard("swept"))
    return [later - earlier for earlier, later in pairwise(instants)]


# By then each of two clocks that were started together has said its word several times.
SWEEPS = 5


@contextmanager
def both_clocks(hands: Hands) -> Iterator[None]:
    with hands.running(*BEAT), hands.running(*BEAT):
        yield


@pytest.mark.long
def test_two_clocks_sweep_once_in_a_period(bell_rings: Hands) -> None:
    """Two beats, two workers: a sweep of every two seconds runs every two seconds."""
    with bell_rings.running(*WORKER), bell_rings.running(*WORKER), both_clocks(bell_rings):
        bell_rings.wait_until(lambda: len(bell_rings.heard("swept")) >= SWEEPS)
    assert min(gaps(bell_rings)) >= 2


@pytest.mark.long
def test_two_clocks_without_turns_sweep_more_often(bell_rings: Hands) -> None:
    """The negative control of the test above: the turn is always there to be taken."""
    careless = [word.replace("wasla_site.celery", "tests.faults.celery_without_turns") for word in WORKER]
    with bell_rings.running(*careless), bell_rings.running(*careless), both_clocks(bell_rings):
        bell_rings.wait_until(lambda: len(bell_rings.heard("swept")) >= SWEEPS)
    assert min(gaps(bell_rings)) < 1.5


@pytest.mark.long
def test_stores_take_turns_in_one_process_and_stay_apart(bell_rings: Hands) -> None:
    """One child handles two stores' events alternately: each in its own scope, seeing its own rows."""
    with bell_rings.running(*WORKER[:-1], "--concurrency=1"):
        for times in range(20):
            tell(1 + times % 2, BellRung(times=times))
        bell_rings.wait_until(lambda: len(bell_rings.heard("heard")) == 20)
    heard = bell_rings.heard("heard")
    assert {(tenant, stores_seen) for tenant, _, stores_seen, _ in heard} == {("1", "1"), ("2", "1")}
    assert all(int(tenant) == 1 + int(times) % 2 for tenant, times, _, _ in heard)
    assert len({number for *_, number in heard}) == 1
    assert SweepTurn.objects.count() == 0


@pytest.mark.long
def test_words_of_the_clock_do_not_pile_up_for_ever(bell_rings: Hands, redis_server: RedisServer) -> None:
    """With no worker there, each carries the instant after which nobody need hear it."""
    with bell_rings.running(*BEAT):
        bell_rings.wait_until(lambda: messages_in(redis_server) > 1)
    with redis.Redis.from_url(redis_server.url()) as client:
        words = [json.loads(word) for word in client.lrange("wasla", 0, -1)]
    assert {word["headers"]["task"] for word in words} == {"commerce.core.tasks.send_for_sweeps"}
    assert all(word["headers"]["expires"] for word in words)
