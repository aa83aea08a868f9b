"""A page goes live and expires when the merchant said, in its own store, whatever becomes of others."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils.module_loading import import_string
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from commerce.core.scope import ScopeUnset, system_scope, tenant_scope
from commerce.tenants.models import Tenant
from tests.wasla_site.storefront.campaigns.builders import fresh, published
from wasla_site.storefront.campaigns.models import CampaignPage
from wasla_site.storefront.models import ContentPage, HomePage
from wasla_site.storefront.scheduled_pages import publish_scheduled_pages

EID = datetime(2026, 11, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def schedule(slug: str, *, go_live_at: datetime | None = None, expire_at: datetime | None = None) -> int:
    """A page of the open scope's store, with the dates as the editor keeps them; live when only its end is set."""
    with transaction.atomic():
        page = ContentPage(title=slug, slug=slug, live=False, go_live_at=go_live_at, expire_at=expire_at)
        HomePage.objects.get().add_child(instance=page)
        revision = page.save_revision(approved_go_live_at=go_live_at)
        if go_live_at is None:
            revision.publish()
    return int(page.pk)


def is_live(page_id: int) -> bool:
    with transaction.atomic():
        return bool(ContentPage.objects.get(pk=page_id).live)


@pytest.fixture
def stores(own_database: str) -> tuple[int, int]:
    noor, souq = Tenant.objects.order_by("slug").values_list("pk", flat=True)
    return noor, souq


def test_it_is_one_of_the_sweeps() -> None:
    assert publish_scheduled_pages in [import_string(path) for path in settings.SWEEPS]


def test_a_page_goes_live_at_its_instant_and_not_before(stores: tuple[int, int]) -> None:
    pages = {}
    for store in stores:
        with tenant_scope(store):
            pages[store] = schedule("eid", go_live_at=EID)
    assert publish_scheduled_pages(now=EID - SECOND) == 0
    assert publish_scheduled_pages(now=EID) == 2
    assert publish_scheduled_pages(now=EID) == 0, "twice is once"
    for store, page in pages.items():
        with tenant_scope(store), transaction.atomic():
            assert is_live(page)
            told = PageLogEntry.objects.filter(page_id=page, action="wagtail.publish.scheduled")
            assert told.count() == 1
            assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_a_page_whose_time_is_over_is_taken_down(stores: tuple[int, int]) -> None:
    with tenant_scope(stores[0]):
        page = schedule("sale", expire_at=EID)
        publish_scheduled_pages(now=EID - SECOND)
        assert is_live(page)
        assert publish_scheduled_pages(now=EID) == 1
        assert not is_live(page)
        with transaction.atomic():
            assert ContentPage.objects.get(pk=page).expired
    assert publish_scheduled_pages(now=EID) == 0


def test_a_page_that_began_and_ended_while_nobody_looked_is_over(stores: tuple[int, int]) -> None:
    with tenant_scope(stores[0]):
        page = schedule("flash", go_live_at=EID, expire_at=EID + SECOND)
        publish_scheduled_pages(now=EID + timedelta(days=1))
        publish_scheduled_pages(now=EID + timedelta(days=1))
        assert not is_live(page)


def test_one_page_that_fails_stops_no_other(
    stores: tuple[int, int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with tenant_scope(stores[0]):
        bad = schedule("bad", go_live_at=EID - SECOND)
    with tenant_scope(stores[1]):
        good = schedule("good", go_live_at=EID)
    publish = ContentPage.publish

    def fall_on_bad(self: ContentPage, *args: Any, **options: Any) -> Any:
        if self.slug == "bad":
            raise ValueError("too bad")
        return publish(self, *args, **options)

    monkeypatch.setattr(ContentPage, "publish", fall_on_bad)
    publish_scheduled_pages(now=EID)
    with tenant_scope(stores[1]):
        assert is_live(good)
    with tenant_scope(stores[0]):
        assert not is_live(bad)
    assert "could not be published" in caplog.text


def test_looking_for_expired_pages_reads_an_index(stores: tuple[int, int]) -> None:
    with system_scope(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM storefront_storepage WHERE live AND expire_at <= now()")
        assert "page_to_expire" in str(cursor.fetchall())


@pytest.mark.parametrize("command", ["rebuild_references_index", "fixtree", "publish_scheduled"])
def test_wagtails_own_commands_are_refused_without_a_store(own_database: str, command: str) -> None:
    with pytest.raises(ScopeUnset):
        call_command(command, stdout=io.StringIO())


def references() -> dict[int, int]:
    found = {}
    for tenant in Tenant.objects.all():
        with tenant_scope(tenant.pk), transaction.atomic():
            found[tenant.pk] = ReferenceIndex.objects.count()
    return found


def test_they_run_store_by_store(stores: tuple[int, int]) -> None:
    before = references()
    for store in stores:
        with tenant_scope(store), transaction.atomic():
            ReferenceIndex.objects.all().delete()
    call_command("in_stores", "rebuild_references_index", "--store", "noor", verbosity=0, stdout=io.StringIO())
    assert references() == {stores[0]: before[stores[0]], stores[1]: 0}
    for command in ("rebuild_references_index", "purge_revisions"):
        call_command("in_stores", command, "--all", verbosity=0, stdout=io.StringIO())
    assert references() == before


def test_what_is_live_keeps_its_revision_and_older_ones_go(stores: tuple[int, int]) -> None:
    """A campaign would be torn from its promotion; the one of the page's end goes with the page."""
    with tenant_scope(stores[0]), transaction.atomic():
        campaign = published("eid")
        old = campaign.live_revision_id
        campaign.save_revision().publish()
        live = fresh(campaign).live_revision_id
        campaign.title = "Later"
        draft = campaign.save_revision().pk
    call_command("in_stores", "purge_revisions", "--all", verbosity=0, stdout=io.StringIO())
    with tenant_scope(stores[0]), transaction.atomic():
        assert fresh(campaign).live_revision_id == live
        kept = Revision.objects.filter(pk__in=[old, live, draft]).order_by("pk")
        assert list(kept.values_list("pk", flat=True)) == [live, draft]
        fresh(campaign).delete()
        assert not Revision.objects.filter(pk__in=[live, draft]).exists()


def test_one_store_that_fails_stops_no_other(stores: tuple[int, int], caplog: pytest.LogCaptureFixture) -> None:
    before = references()
    with tenant_scope(stores[0]), transaction.atomic():
        published("eid")
    with tenant_scope(stores[1]), transaction.atomic():
        ReferenceIndex.objects.all().delete()
    rebuild = ReferenceIndex.create_or_update_for_object

    def fall_on_campaigns(model: Any, *args: Any, **options: Any) -> Any:
        if isinstance(model, CampaignPage):
            raise ValueError("too bad")
        return rebuild(model, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReferenceIndex, "create_or_update_for_object", fall_on_campaigns)
        with pytest.raises(CommandError, match=f"failed in store {stores[0]}$"):
            call_command("in_stores", "rebuild_references_index", "--all", verbosity=0, stdout=io.StringIO())
    assert references()[stores[1]] == before[stores[1]]
    assert "too bad" in caplog.text


@pytest.mark.parametrize(
    "arguments",
    [["purge_revisions"], ["fixtree", "--all"], ["update_index", "--all"], ["purge_revisions", "--store", "nobody"]],
)
def test_what_names_no_store_or_must_not_run_so_is_refused(own_database: str, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("in_stores", *arguments)
