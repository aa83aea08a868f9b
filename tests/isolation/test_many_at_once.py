"""Doing one thing to many pages and pictures of the desk: to one's own, whatever else is named; the home page stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from commerce.core.scope import system_scope, tenant_scope
from commerce.media.models import StoreImage
from tests.isolation.conftest import Tried
from tests.isolation.crawling import ask, staff_of, undone
from tests.isolation.desk import desk_addresses
from tests.isolation.fingerprints import fingerprint
from tests.isolation.shops import Shop
from wasla_site.dashboard.allowed_urls import is_bulk_allowed, is_bulk_denied
from wasla_site.storefront.models import ContentPage, HomePage, StorePage

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]
PAGES = "/manage/bulk/storefront/storepage"
PICTURES = "/manage/bulk/media/storeimage"
OF_PAGES = ("wagtailadmin_pages:", "wagtailadmin_explore", "wagtailadmin_choose", "wagtail_bulk")
NOTHING: tuple[dict[str, str] | None, ...] = (None, {})


def pages(shop: Shop, **which: Any) -> set[int]:
    with tenant_scope(shop.tenant_id), transaction.atomic():
        return set(ContentPage.objects.filter(**which).values_list("pk", flat=True))


def home(shop: Shop) -> HomePage:
    with tenant_scope(shop.tenant_id), transaction.atomic():
        return HomePage.objects.get()


def bulk_actions() -> set[tuple[str, str]]:
    """(model, action) of all that are registered."""
    bulk_action_registry._scan_for_bulk_actions()
    return {
        (f"{app}.{model}", action)
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }


def test_every_bulk_action_was_judged() -> None:
    names = bulk_actions()
    assert {name for name in names if is_bulk_allowed(*name) is is_bulk_denied(*name)} == set()
    assert len([name for name in names if is_bulk_allowed(*name)]) == 6


def test_a_bulk_action_that_is_denied_does_not_exist(stores: Stores) -> None:
    noor, _ = stores
    client = staff_of(noor, "owner")
    denied = [name for name in bulk_actions() if not is_bulk_allowed(*name)]
    assert len(denied) >= 4
    for model, action in denied:
        path = f"/manage/bulk/{model.replace('.', '/')}/{action}/?id={noor.first}"
        for data in NOTHING:
            with undone():
                assert ask(client, path, data).status == 404, path


def test_what_is_named_of_another_store_is_left_out(stores: Stores) -> None:
    noor, souq = stores
    client = staff_of(noor, "owner")
    before = fingerprint(souq)
    named = f"?id={noor.first}&id={souq.first}&id=abc&id={'9' * 30}"
    for path, data, is_done in (
        (f"{PAGES}/unpublish/", {}, lambda: noor.first in pages(noor, live=False)),
        (f"{PAGES}/delete/", {}, lambda: noor.first not in pages(noor)),
        (f"{PICTURES}/add_tags/", {"tags": "spring, summer"}, lambda: tags(noor) >= {"spring", "summer"}),
        (f"{PICTURES}/delete/", {}, lambda: not pictures(noor, noor.first)),
    ):
        with undone():
            assert not is_done()
            assert souq.marker not in ask(client, path + named).told
            answer = ask(client, path + named, data)
            assert (answer.status, is_done()) == (302, True), path
            assert fingerprint(souq) == before
        assert ask(client, f"{path}?id={souq.first}", data).status == 404


def tags(shop: Shop) -> set[str]:
    with tenant_scope(shop.tenant_id), transaction.atomic():
        return set(StoreImage.objects.get(pk=shop.first).tags.names())


def pictures(shop: Shop, pk: int) -> bool:
    with tenant_scope(shop.tenant_id), transaction.atomic():
        return StoreImage.objects.filter(pk=pk).exists()


@pytest.mark.long
def test_everything_at_once_leaves_the_home_page_and_the_tree_whole(stores: Stores) -> None:
    noor, souq = stores
    client = staff_of(noor, "owner")
    before = fingerprint(souq)
    for action, data in (("delete", {"wagtail_site_name": "Wasla"}), ("unpublish", {"include_descendants": "on"}),
                         ("move", {"chooser": str(noor.first)})):  # fmt: skip
        with undone():
            answer = ask(client, f"{PAGES}/{action}/?id=all", data)
            assert answer.status in {200, 302}, answer.defect
            assert home(noor).live
            assert pages(noor) == (set() if action == "delete" else pages(noor))
            with system_scope(), transaction.atomic():
                assert StorePage.find_problems() == ([], [], [], [], [])
            assert fingerprint(souq) == before
    assert ask(client, f"{PAGES}/delete/?id=all&childOf={souq.first}", {}).status == 404


@pytest.mark.sampled
@pytest.mark.parametrize("action", ["delete", "unpublish", "copy", "move"])
def test_the_home_page_stays(stores: Stores, action: str) -> None:
    noor, _ = stores
    first = home(noor)
    client = staff_of(noor, "owner")
    path = f"/manage/pages/{first.pk}/{action}/"
    if action == "move":
        path += f"{noor.first}/confirm/"
    before = fingerprint(noor)
    with undone():
        ask(client, path, {"new_title": "x", "new_slug": "x", "new_parent_page": str(noor.first)})
        assert fingerprint(noor) == before


def test_copying_and_moving_within_the_store(stores: Stores) -> None:
    noor, souq = stores
    client = staff_of(noor, "owner")
    [below] = pages(noor, title__startswith="below")
    with undone():
        ask(client, f"/manage/pages/{below}/move/{home(noor).pk}/confirm/", {})
        with tenant_scope(noor.tenant_id), transaction.atomic():
            assert ContentPage.objects.get(pk=below).depth == 3
    copy = {"new_title": "Again", "new_slug": "again", "new_parent_page": str(noor.first), "alias": "on"}
    with undone():
        assert ask(client, f"/manage/pages/{below}/copy/", copy).status == 302
        assert len(pages(noor, slug="again", alias_of=None)) == 1
    assert ask(client, f"/manage/pages/{below}/copy/", copy | {"new_parent_page": "abc"}).status == 400
    for parent in (str(souq.first), "9999999", ""):
        answer = ask(client, f"/manage/pages/{below}/copy/", copy | {"new_parent_page": parent})
        assert (answer.status, answer.defect, souq.marker in answer.told) == (200, "", False)
    copy.pop("new_parent_page")
    assert ask(client, f"/manage/pages/{below}/copy/", copy).status == 200


@pytest.mark.sampled
@pytest.mark.parametrize("word", ["8000003", "wagtailadmin_home", "https://evil.example/"])
def test_going_on_to_what_is_no_address_is_a_bad_request(word: str, stores: Stores) -> None:
    noor, _ = stores
    client = staff_of(noor, "owner")
    for path in (f"/manage/pages/{noor.first}/unpublish/", f"/manage/images/{noor.first}/delete/"):
        for answer in (ask(client, path, {"next": word}), ask(client, f"{path}?next={word}", {})):
            assert (answer.status, answer.defect) == (400, "")
        with undone():
            assert ask(client, path, {"next": "/manage/orders/"}).location == "/manage/orders/"


@pytest.mark.long
def test_the_root_above_all_stores_is_nobodys(stores: Stores, tried: Tried) -> None:
    """Its row is readable by all, so no 404 hides it: nothing is told, nothing fails, nothing changes."""
    noor, souq = stores
    with system_scope(), transaction.atomic():
        root = StorePage.objects.get(depth=1).pk
    client = staff_of(noor, "owner")
    before = fingerprint(souq)
    asked = 0
    for address in desk_addresses(noor, souq, allowed=True):
        if address.view.startswith(OF_PAGES):
            path = address.path.replace(str(noor.first), str(root))
            if path == address.path or str(souq.first) in path:
                continue
            for data in NOTHING:
                with undone():
                    answer = ask(client, path, data)
                    assert answer.status < 500, f"{path}: {answer.defect}"
                    assert souq.marker not in answer.told, path
                    assert fingerprint(souq) == before
                asked += 1
    tried("the root of all stores", asked, at_least=60)


def test_filters_of_the_explorer_name_no_people_and_no_hosts(stores: Stores) -> None:
    noor, _ = stores
    html = ask(staff_of(noor, "owner"), f"/manage/pages/{home(noor).pk}/").html
    assert "has_child_pages" in html
    for name in ("owner", "edited_by", "site"):
        assert f'name="{name}"' not in html
