"""A campaign page and its promotion are published together, by whatever door, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core.bilingual import Bilingual
from commerce.core.refusal_words import message_for
from commerce.promotions.application.queries import find_codes, promotions_in_force
from commerce.promotions.application.use_cases.make_coupons import CodeTaken
from commerce.promotions.application.use_cases.publish_promotion_version import PromotionRefused
from commerce.promotions.models import Coupon, Promotion, PromotionVersion
from commerce.tenants.models import Tenant
from tests.commerce.orders.test_desk import member
from tests.wasla_site.storefront.campaigns.builders import drafted, fresh, published
from tests.wasla_site.storefront.campaigns.test_desk import block, form
from wasla_site.storefront.campaigns.models import CampaignPage, CampaignPromise
from wasla_site.storefront.campaigns.publishing import DOORS, RECEIVER, listen, on_campaign_changed, source_of
from wasla_site.storefront.models import HomePage, StorePage

FRIDAY = datetime(2026, 12, 4, 17, tzinfo=UTC)
CODES = [("shared", {"code": "EID-15", "uses": 9, "uses_per_customer": 1})]
WITH_CODE: dict[str, Any] = {"conditions": [("coupon", None)], "coupons": CODES}


def sources() -> set[str]:
    """What is offered, by what it was published from."""
    with transaction.atomic():
        return set(Promotion.objects.exclude(current=None).values_list("current__source", flat=True))


def live_sources() -> set[str]:
    with transaction.atomic():
        rows = CampaignPage.objects.live().values_list("pk", "live_revision_id")
        return {source_of(*row) for row in rows}


def stop_listening() -> None:
    for signal in DOORS:
        assert signal.disconnect(sender=CampaignPage, dispatch_uid=RECEIVER)


@pytest.fixture
def deaf(at_noor: Tenant) -> Iterator[None]:
    """Nobody listens to Wagtail."""
    stop_listening()
    yield
    listen()


def test_publishing_makes_it_what_the_store_promises(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published(starts_at=FRIDAY)
        (promotion,) = promotions_in_force(FRIDAY)
    assert promotion.name.ar == "Campaign eid"
    assert sources() == live_sources() == {f"campaign:{page.pk}:{page.live_revision_id}"}


def test_a_draft_promises_nothing(at_noor: Tenant) -> None:
    with transaction.atomic():
        drafted()
    assert sources() == set()


def test_publishing_again_is_a_version_of_the_same_promotion(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published()
    with transaction.atomic():
        page.actions = [("percent", {"percent": "20"})]
        page.save_revision().publish()
    with transaction.atomic():
        assert Promotion.objects.count() == 1
        assert PromotionVersion.objects.count() == 2
    assert sources() == live_sources()


def test_what_can_not_be_promised_is_not_published(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = drafted(actions=[])
    with pytest.raises(PromotionRefused), transaction.atomic():
        page.get_latest_revision().publish()
    with transaction.atomic():
        assert not fresh(page).live
    assert sources() == set()


def doors() -> dict[str, Callable[[CampaignPage], Any]]:
    return {
        "unpublish": lambda page: page.unpublish(),
        "delete": lambda page: page.delete(),
        "delete as any page": lambda page: StorePage.objects.get(pk=page.pk).delete(),
        "in bulk": lambda page: CampaignPage.objects.filter(pk=page.pk).delete(),
    }


@pytest.mark.parametrize("door", doors())
def test_what_is_taken_away_is_not_offered(at_noor: Tenant, door: str) -> None:
    with transaction.atomic():
        page = published()
    with transaction.atomic():
        doors()[door](page)
    assert sources() == set()
    with transaction.atomic():
        assert PromotionVersion.objects.count() == 1, "orders still point at it"


def test_a_copy_is_a_promotion_of_its_own_without_codes(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published(**WITH_CODE)
    with transaction.atomic():
        copy = page.copy(update_attrs={"slug": "eid-2"}, keep_live=False)
        assert list(fresh(copy).coupons) == []
        assert list(copy.get_latest_revision_as_object().coupons) == []
    assert sources() == live_sources()
    with pytest.raises(PromotionRefused), transaction.atomic():
        copy.get_latest_revision().publish()
    with transaction.atomic():
        assert Promotion.objects.count() == 1


def test_a_copy_that_stays_live_is_offered_besides(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published()
    with transaction.atomic():
        page.copy(update_attrs={"slug": "eid-2"}, keep_live=True)
    with transaction.atomic():
        assert Promotion.objects.exclude(current=None).count() == 2
    assert sources() == live_sources()


def test_moving_it_changes_nothing(at_noor: Tenant) -> None:
    with transaction.atomic():
        page, other = published(), published("ramadan")
    before = sources()
    with transaction.atomic():
        page.move(other, pos="right")
    assert sources() == before == live_sources()


def test_codes_open_it(at_noor: Tenant) -> None:
    with transaction.atomic():
        published(**WITH_CODE)
        assert find_codes(["eid-15"])["eid-15"].uses_left == 9


def retyped(**changes: Any) -> list[tuple[str, dict[str, Any]]]:
    """The same code in a block that was added anew."""
    ((kind, value),) = CODES
    return [(kind, value | {"code": "eid-15"} | changes)]


def test_a_code_that_was_taken_out_and_typed_again_is_the_same(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published(**WITH_CODE)
        before = find_codes(["eid-15"])
        page.conditions, page.coupons = [], []
        page.save_revision().publish()
        assert find_codes(["eid-15"]) == {}
    with transaction.atomic():
        page.conditions, page.coupons = WITH_CODE["conditions"], retyped()
        page.save_revision().publish()
        fresh(page).save_revision().publish()
        assert find_codes(["eid-15"]) == before
    page.coupons = retyped(uses=10)
    with pytest.raises(CodeTaken) as taken, transaction.atomic():
        page.save_revision().publish()
    assert taken.value.facts["name"] == Bilingual("Campaign eid", "Campaign eid")
    assert "«eid-15» من رموز «Campaign eid»" in message_for(taken.value)


def test_codes_of_a_campaign_that_is_gone_are_another_ones(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published(**WITH_CODE)
        page.unpublish()
    with pytest.raises(CodeTaken), transaction.atomic():
        published("ramadan", **WITH_CODE)
    with transaction.atomic():
        fresh(page).delete()
        published("ramadan", **WITH_CODE)
        found = find_codes(["EID-15"])["EID-15"]
        assert found.promotion_id == Promotion.objects.exclude(current=None).get().pk
        assert Coupon.objects.count() == 2, "orders still point at the first"


def test_outside_a_transaction_nothing_is_published(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = drafted()
    with pytest.raises(transaction.TransactionManagementError):
        on_campaign_changed(CampaignPage, page)


def test_with_nobody_listening_the_database_refuses(deaf: None, at_noor: Tenant) -> None:
    with pytest.raises(IntegrityError, match="promotion at nothing"), transaction.atomic():
        published()


@pytest.mark.parametrize("door", doors())
def test_with_nobody_listening_it_can_not_be_taken_away_either(at_noor: Tenant, door: str) -> None:
    with transaction.atomic():
        page = published()
    stop_listening()
    try:
        with pytest.raises(IntegrityError), transaction.atomic():
            doors()[door](page)
    finally:
        listen()
    assert sources() == live_sources() != set()


def test_nor_can_its_rows_be_moved_apart_by_sql(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignPage.objects.filter(pk=page.pk).update(live=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.update(current=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignPromise.objects.all().delete()
    assert sources() == live_sources() != set()


def test_a_promise_can_not_be_taken_from_a_page_that_is_live(at_noor: Tenant) -> None:
    """What it is given to would agree; what it leaves would not."""
    with transaction.atomic():
        page, other = published(), drafted("ramadan")
        promise = CampaignPromise.objects.filter(page_id=page.pk)
        promotion = Promotion.objects.filter(pk=promise.get().promotion_id)
        twin = Promotion.objects.create(first_published_at=FRIDAY)

    def to_a_draft() -> None:
        promise.update(page_id=other.pk)
        promotion.update(current=None)

    def to_nothing() -> None:
        promise.delete()
        promotion.update(current=None)

    def to_another_promotion() -> None:
        promise.update(promotion_id=twin.pk)
        CampaignPage.objects.filter(pk=page.pk).update(live=False)

    for move in (to_a_draft, to_nothing, to_another_promotion):
        with pytest.raises(IntegrityError), transaction.atomic():
            move()
    assert sources() == live_sources() != set()


def test_a_page_that_is_live_from_birth_is_refused(at_noor: Tenant) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HomePage.objects.get(depth=2).add_child(instance=CampaignPage(title="eid", slug="eid"))


@pytest.mark.parametrize("date", ["go_live_at", "expire_at"])
def test_wagtails_dates_are_refused(at_noor: Tenant, date: str) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        drafted("eid", **{date: FRIDAY})
    assert date not in CampaignPage.get_edit_handler().get_form_class().base_fields


def test_by_every_door_of_the_desk_they_agree(at_noor: Tenant) -> None:
    """Each in turn; after each of them every live campaign is offered as its live revision, and nothing else is."""
    with transaction.atomic():
        home, page = HomePage.objects.get(depth=2).pk, published()
        first = page.live_revision
        page.actions = [("percent", {"percent": "50"})]
        page.save_revision().publish()
        other = published("ramadan")
    at, bulk = f"/manage/pages/{page.pk}", "/manage/bulk/storefront/storepage"
    copied = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(home)}
    doors: list[tuple[str, dict[str, str], list[str]]] = [
        (f"{at}/unpublish/", {}, ["ramadan"]),
        (f"{bulk}/publish/?id={page.pk}", {}, ["eid 50", "ramadan"]),
        (f"{bulk}/unpublish/?id={page.pk}&id={other.pk}", {}, []),
        (f"{bulk}/publish/?id={page.pk}&id={other.pk}", {}, ["eid 50", "ramadan"]),
        (f"{at}/edit/", rolled_back(first) | {"action-publish": "1"}, ["eid 15", "ramadan"]),
        (f"{at}/copy/", copied, ["eid 15", "ramadan"]),
        (f"/manage/pages/{page.pk}/set_position/?position=1", {}, ["eid 15", "ramadan"]),
        (f"/manage/pages/{other.pk}/delete/", {}, ["eid 15"]),
        (f"{bulk}/delete/?id={page.pk}", {}, []),
    ]
    marketer: Client = member(Role.MARKETER)
    for path, sent, live in doors:
        answer = marketer.post(path, sent)
        assert answer.status_code in {200, 302}, (path, answer.status_code)
        assert live_now() == live, path
        assert sources() == live_sources(), path


def rolled_back(revision: Any) -> dict[str, str]:
    """What the form of an earlier revision sends, with all that it says."""
    return form(
        **{"revision": str(revision.pk), "title": "Campaign eid", "heading_ar": "", "actions-count": "1"},
        **block("actions", 0, "percent", percent="15"),
    )


def live_now() -> list[str]:
    with transaction.atomic():
        pages = list(CampaignPage.objects.live().order_by("slug"))
        return [
            page.slug if page.slug == "ramadan" else f"{page.slug} {page.actions.raw_data[0]['value']['percent']}"
            for page in pages
        ]
