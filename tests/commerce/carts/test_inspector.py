"""The price inspector of the desk: it tells why a price is what it is, to whom it may, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Customer, User
from commerce.carts.domain.pricing.placing import uses
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.interfaces.price_words import REASON_WORDS
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.set_quantity_prices import set_quantity_prices
from commerce.catalog.domain.pricing import FloorKind, PriceListDraft, TierPrice
from commerce.catalog.models import PricingSettings, Variant, VatCategory
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.scope import tenant_scope
from commerce.promotions.domain.actions import AmountOffOrder, PercentOff
from commerce.promotions.domain.goods import Kinds, Match
from commerce.promotions.domain.limits import Limits
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.catalog.builders import published as on_sale
from tests.commerce.catalog.builders import simple_draft, variants_of
from tests.commerce.catalog.desk import member
from tests.commerce.promotions.builders import draft, published, shared
from tests.conftest import outermost_transaction

INSPECTOR = "/manage/prices/inspect/"
HOUR = timedelta(hours=1)
EID = Bilingual("العيد", "Eid")


def ask(client: Client, variant: int, **asked: Any) -> Any:
    with clock.as_of(NOON):
        start: dict[str, Any] = {"variant": variant, "quantity": "1", "whom": "guest"}
        return client.post(INSPECTOR, start | asked)


def sums(page: Any) -> list[int]:
    return [step.amount.minor for step in page.context["steps"]]


def notes(page: Any) -> dict[str, tuple[str, ...]]:
    return {told.name: told.notes for told, _ in page.context["story"]}


@pytest.fixture
def analyst(in_noor: Any) -> Client:
    client = member(in_noor, Role.ANALYST)
    UserProfile.objects.create(user=User.objects.latest("pk"), preferred_language="en")
    return client


def test_a_price_is_told_step_by_step(analyst: Client) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    with clock.as_of(NOON):
        create_price_list(draft=PriceListDraft(EID, NOON, NOON + 2 * HOUR, {oud: 9000}), now=NOON)
        create_price_list(draft=PriceListDraft(Bilingual("غد", "Later"), NOON + HOUR, None, {oud: 8500}), now=NOON)
        set_quantity_prices(variant_id=oud, tiers=[TierPrice(3, 8000), TierPrice(10, 7000)])
        published(draft(Bilingual("عشرة", "Ten percent"), 1000), Limits(uses=5), now=NOON)
        off_order = replace(
            draft(Bilingual("عشرون", "Twenty off"), minimum_spend=30000), actions=(AmountOffOrder(2000),)
        )
        published(off_order, source="a:2:1", now=NOON)
        published(draft(Bilingual("سر", "Secret")), coupons=[shared("VIP")], source="a:3:1", now=NOON)
    page = ask(analyst, oud)
    assert sums(page) == [10000, 9000, -900, 8100]
    assert [(row.amount.minor, row.counts) for row in page.context["scheduled_prices"]] == [(9000, True), (8500, False)]
    assert [(row.amount.minor, row.counts) for row in page.context["quantity_prices"]] == [(8000, False), (7000, False)]
    for told in (
        "Eid",
        "Ten percent",
        "uses: 5",
        "Add goods of this offer",
        "The offer needs a code.",
        "81.00",
        "10.57",
    ):
        assert told in page.content.decode(), told
    assert any("76.50" in sentence for sentence in page.context["next"]), "from the next hour on by the cheaper list"

    page = ask(analyst, oud, quantity="٤", codes="vip NONE", payment_method="cash_on_delivery")
    assert sums(page) == [10000, 8000, 32000, -3200, 28800]
    assert [row.counts for row in page.context["quantity_prices"]] == [True, False]
    assert notes(page)["Code NONE"] == ("There is no such code.",)
    assert sums(ask(analyst, oud, at="2026-11-23T18:00")) == [10000, 8500, -850, 7650], "six o'clock in Riyadh"
    assert ask(analyst, oud, at="2026-11-23T14:59").status_code == 422, "the past is told by its orders"
    assert ask(analyst, oud, quantity="0").status_code == 422


def test_a_price_that_may_not_be_the_best_says_so(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    for share in (1000, 1100):
        published(replace(draft(share=share), cap_per_order=500), source=f"a:{share}:1", now=NOON)
    assert "best price that was found" not in ask(analyst, oud).content.decode()
    monkeypatch.setattr(uses, "MOST_COMPANIES", 1)
    assert "best price that was found" in ask(analyst, oud).content.decode()


def test_until_is_told_of_what_concerns_this_price(analyst: Client) -> None:
    oud, musk = put_on_shelf("OUD", price_minor=10000), put_on_shelf("MUSK")
    only_musk = Match(only=Kinds(variants=frozenset({musk})))
    published(replace(draft(ends_at=NOON + HOUR), goods=only_musk), source="a:1:1", now=NOON)
    published(draft(ends_at=NOON + 2 * HOUR), coupons=[shared("VIP")], source="a:2:1", now=NOON)
    assert ask(analyst, oud).context["next"] == [
        "No date or hour of the day changes this price; it holds until something is edited."
    ]
    [told] = ask(analyst, oud, codes="VIP").context["next"]
    assert "100.00" in told


def test_a_customer_is_asked_for_by_who_may_know_them(analyst: Client, noor: Any, souq: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(share=5000, first_order=True), now=NOON)
    Customer.objects.create(email="sara@example.com", name="Sara", language="ar")
    Customer.objects.create(email="mona@example.com", name="Mona", language="ar", order_count=2)
    with tenant_scope(souq.pk), outermost_transaction():
        Customer.objects.create(email="huda@example.com", name="Huda", language="ar")
    totals = {
        "guest": sums(ask(analyst, oud))[-1],
        "new": sums(ask(analyst, oud, whom="new_customer"))[-1],
        "Sara": sums(ask(analyst, oud, whom="customer", email=" SARA@example.com"))[-1],
        "Mona": sums(ask(analyst, oud, whom="customer", email="mona@example.com"))[-1],
    }
    assert totals == {"guest": 10000, "new": 5000, "Sara": 5000, "Mona": 10000}
    for email in ("huda@example.com", "nobody@example.com", ""):
        page = ask(analyst, oud, whom="customer", email=email)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])
    marketer = member(noor, Role.MARKETER)
    page = ask(marketer, oud, whom="customer", email="sara@example.com")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["whom"])
    assert sums(ask(marketer, oud, whom="new_customer"))[-1] == 5000


@pytest.mark.parametrize(
    ("role", "told"), [(Role.ANALYST, False), (Role.MARKETER, False), (Role.FULFILMENT, False), (Role.MANAGER, True)]
)
def test_a_floor_made_from_the_cost_is_told_to_who_may_see_costs(in_noor: Any, role: Role, told: bool) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    Variant.objects.filter(pk=oud).update(cost_minor=3210)
    vat = VatCategory.objects.get(is_default=True)
    PricingSettings.objects.create(floor_kind=FloorKind.SHARE_OF_COST, floor_value=11000, cash_fee_vat=vat)
    page = ask(member(in_noor, role), oud)
    assert page.status_code == 200
    assert ("35.31" in page.content.decode()) is told
    assert "32.10" not in page.content.decode()


def test_what_is_left_what_is_secret_and_what_is_to_come_is_told_to_who_may_see_promotions(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(Bilingual("عشرة", "Ten percent"), 1000), Limits(uses=5), now=NOON)
    published(draft(Bilingual("سر", "Secret"), 2000), coupons=[shared("VIP")], source="a:2:1", now=NOON)
    published(draft(Bilingual("غد", "Later"), 3000, starts_at=NOON + 192 * HOUR), source="a:3:1", now=NOON)
    page = ask(member(in_noor, Role.ANALYST), oud, codes="VIP", at="2026-12-02T17:00")
    assert len(page.context["story"]) == 4
    assert any(left for _, left in page.context["story"])
    assert sums(page)[-1] == 7000
    page = ask(member(in_noor, Role.FULFILMENT), oud, codes="VIP", at="2026-12-02T17:00")
    assert [(told.name, left) for told, left in page.context["story"]] == [("عشرة", "")]
    assert (sums(page)[-1], page.context["next"]) == (9000, [])
    assert not {"codes", "at"} & page.context["form"].fields.keys()


def test_no_address_names_a_customer_or_a_code(analyst: Client) -> None:
    oud = put_on_shelf("OUD")
    Customer.objects.create(email="sara@example.com", name="Sara", language="ar")
    page = ask(analyst, oud, whom="customer", email="sara@example.com", codes="VIP")
    assert page.status_code == 200
    assert f'action="{INSPECTOR}#answer" method="post"' in page.content.decode()
    with clock.as_of(NOON):
        told = analyst.get(INSPECTOR, {"variant": str(oud), "whom": "customer", "email": "sara@example.com"})
    assert "steps" not in told.context
    assert "sara@" not in told.content.decode()


def test_another_stores_variant_is_not_there(analyst: Client, souq: Any) -> None:
    with tenant_scope(souq.pk), outermost_transaction():
        theirs = put_on_shelf("THEIRS")
    assert [ask(analyst, variant).status_code for variant in (theirs, 987654)] == [404, 404]
    for odd in ("x", "1e3", "9" * 30, "-1"):
        assert analyst.post(INSPECTOR, {"variant": odd}).status_code == 404


def test_products_are_found_without_a_script(analyst: Client) -> None:
    oud, musk = (variants_of(on_sale(simple_draft(sku, sku)).pk)[0].pk for sku in ("Oud", "Musk"))
    start = analyst.get(INSPECTOR)
    assert (start.status_code, "steps" in start.context) == (200, False)
    page = analyst.post(INSPECTOR, {"find": "1", "find_words": "musk", "variant": oud, "codes": "VIP"})
    assert ([each["id"] for each in page.context["found"]], page.context["chosen"]["id"]) == ([musk], oud)
    assert 'value="VIP"' in page.content.decode(), "what was typed stays"
    odd = analyst.post(INSPECTOR, {"find": "1", "find_words": "mu\0sk", "find_category": "\0", "variant": oud})
    assert odd.status_code == 200
    assert "No products were found." in analyst.post(INSPECTOR, {"find": "1", "find_words": "amber"}).content.decode()


def test_as_many_statements_whatever_is_promised(analyst: Client) -> None:
    oud, counts = put_on_shelf("OUD"), []
    for round_ in range(2):
        for number in range(2 + 6 * round_):
            ends = NOON + (1 + number) * HOUR
            source = f"a:{round_}{number}:1"
            published(replace(draft(ends_at=ends), actions=(PercentOff(500),)), source=source, now=NOON)
            create_price_list(draft=PriceListDraft(EID, NOON, ends, {oud: 4000}), now=NOON)
        with CaptureQueriesContext(connection) as seen:
            assert ask(analyst, oud, codes="A B C").status_code == 200
        counts.append([query["sql"][:90] for query in seen])
    assert len(counts[0]) == len(counts[1]), "\n".join([*counts[0], "=====", *counts[1]])


def test_every_reason_has_words() -> None:
    assert REASON_WORDS.keys() == set(Reason)
