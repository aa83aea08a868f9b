"""A process killed anywhere in publishing leaves the shop wholly old or wholly new."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import transaction

from commerce.promotions.models import Promotion
from commerce.tenants.models import Tenant
from tests.support.databases import admin_dsn
from tests.wasla_site.storefront.campaigns.builders import published
from wasla_site.launcher.roles import app_dsn
from wasla_site.storefront.campaigns.models import CampaignPage
from wasla_site.storefront.campaigns.publishing import source_of

ROOT = Path(__file__).resolve().parents[4]
# Where the process dies: after so many statements of publishing, or right after the commit.
PUBLISH = """
import os, signal, sys
import django
django.setup()
from django.db import connection, transaction
from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.scope import tenant_scope
from wasla_site.storefront.campaigns.models import CampaignPage

page_id, tenant_id, deadly, word = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
count = 0

def die_at(execute, sql, params, many, context):
    global count
    count += 1
    if count == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with acting_as(Actor(ActorKind.COMMAND, "crash")), tenant_scope(tenant_id):
    with transaction.atomic():
        page = CampaignPage.objects.get(pk=page_id)
        page.actions = [("percent", {"percent": word})]
        revision = page.save_revision()
        with connection.execute_wrapper(die_at):
            revision.publish()
    if deadly < 0:
        os.kill(os.getpid(), signal.SIGKILL)
print(count)
"""


def publish_elsewhere(page_id: int, tenant: Tenant, database: str, *, deadly: int, word: str) -> tuple[int, str]:
    """In a process of its own, which kills itself before its `deadly`-th statement; -1: after the commit."""
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH, str(page_id), str(tenant.pk), str(deadly), word],
        cwd=ROOT, env={**os.environ, **environment_for(database)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, done.stdout.strip()


def environment_for(database: str) -> dict[str, str]:
    return {"DATABASE_URL": app_dsn(admin_dsn(), database), "DJANGO_SETTINGS_MODULE": "wasla_site.settings.test"}


def offered_and_live(page_id: int) -> tuple[str, str, str]:
    """The version's source, the page's, and what the page gives."""
    with transaction.atomic():
        promotion = Promotion.objects.select_related("current").get()
        page = CampaignPage.objects.get(pk=page_id)
        shares = promotion.current.data["actions"][0]["share"]
        assert page.actions.raw_data[0]["value"]["percent"] == f"{shares // 100}"
        return promotion.current.source, source_of(page.pk, page.live_revision_id), f"{shares // 100}"


def test_killed_anywhere_it_is_wholly_old_or_wholly_new(at_noor: Tenant, own_database: str) -> None:
    with transaction.atomic():
        page = published(actions=[("percent", {"percent": "10"})])
    code, told = publish_elsewhere(page.pk, at_noor, own_database, deadly=0, word="11")
    assert code == 0
    statements = int(told)
    assert statements > 10
    for deadly in (1, statements // 4, statements // 2, 3 * statements // 4, statements):
        code, _ = publish_elsewhere(page.pk, at_noor, own_database, deadly=deadly, word="50")
        assert code == -signal.SIGKILL, "the process must die where it was told to"
        source, live, percent = offered_and_live(page.pk)
        assert (source, percent) == (live, "11")
    code, _ = publish_elsewhere(page.pk, at_noor, own_database, deadly=-1, word="60")
    assert code == -signal.SIGKILL
    source, live, percent = offered_and_live(page.pk)
    assert (source, percent) == (live, "60")
