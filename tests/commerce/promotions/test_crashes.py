"""A checkout whose process is killed, a real one: what it took is taken wholly or not at all, and not for ever."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from commerce.core.scope import tenant_scope
from commerce.promotions.application.use_cases.commit_redemptions import commit_redemptions
from commerce.promotions.application.use_cases.publish_promotion_version import Published
from commerce.promotions.application.use_cases.release_expired_redemptions import release_expired_redemptions
from commerce.promotions.domain.limits import Limits
from commerce.promotions.models import Redemption
from commerce.tenants.models import Tenant
from tests.commerce.promotions.builders import LATER, counted, entries_sum, published
from tests.support.databases import ROOT, admin_dsn
from wasla_site.launcher.roles import app_dsn

KILLED = -9


@pytest.fixture
def offer(own_database: str) -> Published:
    with in_shop():
        return published(limits=Limits(uses=1))


@contextmanager
def in_shop() -> Iterator[None]:
    with tenant_scope(Tenant.objects.get(slug="noor").pk), transaction.atomic():
        yield


def die(database: str, offer: Published, point: str) -> int:
    command = [sys.executable, "-m", "tests.commerce.promotions.dying_checkout"]
    command += [str(offer.promotion_id), str(offer.version_id), point]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wasla_site.settings.test",
        "DATABASE_URL": app_dsn(admin_dsn(), database),
    }
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def stands(offer: Published) -> int:
    with in_shop():
        assert counted(offer) == entries_sum(offer)
        assert counted(offer)[0] == Redemption.objects.open().count()
        return counted(offer)[0]


def test_killed_before_the_commit_it_took_nothing(own_database: str, offer: Published) -> None:
    assert die(own_database, offer, "before the commit") == KILLED
    assert stands(offer) == 0


@pytest.mark.long
def test_killed_after_the_commit_its_use_is_held_until_time_is_up(own_database: str, offer: Published) -> None:
    assert die(own_database, offer, "after the commit") == KILLED
    release_expired_redemptions(now=LATER - timedelta(seconds=1))
    assert stands(offer) == 1
    release_expired_redemptions(now=LATER)
    assert stands(offer) == 0


@pytest.mark.long
def test_what_was_paid_meanwhile_is_the_orders(own_database: str, offer: Published) -> None:
    assert die(own_database, offer, "after the commit") == KILLED
    with in_shop():
        assert commit_redemptions(subject="order:1", now=LATER) == 1
    release_expired_redemptions(now=LATER + timedelta(days=9))
    assert stands(offer) == 1
