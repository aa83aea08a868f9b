"""A process killed anywhere in publishing, taking back or deleting leaves the shop wholly old or wholly new."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from commerce.tenants.models import Tenant
from tests.support.databases import admin_dsn
from tests.wasla_site.storefront.campaigns.builders import published
from wasla_site.launcher.roles import app_dsn

ROOT = Path(__file__).resolve().parents[4]
DYING = "tests.wasla_site.storefront.campaigns.dying"
NOW_AND_THEN, EVERYWHERE = 9, 1
DONE = {"publish": "50", "unpublish": None, "delete": None}


@pytest.mark.parametrize(
    ("verb", "step"),
    [
        ("publish", NOW_AND_THEN),
        *(pytest.param(verb, EVERYWHERE, marks=pytest.mark.long) for verb in DONE),
    ],
)
def test_killed_anywhere_it_is_wholly_old_or_wholly_new(
    at_noor: Tenant, own_database: str, verb: str, step: int
) -> None:
    with transaction.atomic():
        page = published(actions=[("percent", {"percent": "10"})])
    done = subprocess.run(
        [sys.executable, "-m", DYING, str(page.pk), str(at_noor.pk), verb, str(step)],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": app_dsn(admin_dsn(), own_database),
            "DJANGO_SETTINGS_MODULE": "wasla_site.settings.test",
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *tries, (was_killed, *new) = json.loads(done.stdout)
    assert len(tries) > 30 // step, "it died in many places"
    old = f"campaign:{page.pk}:{page.live_revision_id}"
    assert all(each == [True, old, old, "10"] for each in tries)
    assert not was_killed
    offered, live, percent = new
    assert (offered == live != old, percent) == (True, DONE[verb])
