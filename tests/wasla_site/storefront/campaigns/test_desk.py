"""Marketers write campaigns at the desk, in forms that say what they do; analysts look on."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from wagtail.admin.icons import get_icons

from commerce.accounts.domain.policies import RIGHTS, Right, Role
from commerce.catalog.application.use_cases.delete_collection import delete_collection
from commerce.catalog.models import Collection
from commerce.core import clock
from commerce.promotions.domain.redemptions import TallyScope
from commerce.promotions.models import CouponBatch, Promotion, Tally
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.catalog.builders import oud_draft, variants_of
from tests.commerce.catalog.builders import published as on_sale
from tests.commerce.orders.test_desk import member
from tests.wasla_site.storefront.campaigns.builders import drafted, goods, published
from wasla_site.storefront.campaigns.forms import CampaignForm
from wasla_site.storefront.campaigns.models import CampaignPage
from wasla_site.storefront.campaigns.rule_blocks import Actions, Conditions, Coupons, Limits
from wasla_site.storefront.models import HomePage

LIST = "/manage/campaigns/"
EMPTY = {f"{stream}-count": "0" for stream in ("actions", "conditions", "limits", "coupons", "banner", "body")} | {
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MAX_NUM_FORMS": "0",
}


def block(stream: str, place: int, kind: str, **fields: str) -> dict[str, str]:
    """A block of a stream as the editor sends it."""
    at = f"{stream}-{place}"
    sent = {f"{at}-deleted": "", f"{at}-order": str(place), f"{at}-type": kind, f"{at}-id": ""}
    return sent | {f"{at}-value{'-' if name else ''}{name}": text for name, text in fields.items()}


def form(**fields: str) -> dict[str, str]:
    return EMPTY | {
        "title": "Eid", "slug": "eid", "heading_ar": "عيد", "heading_en": "", "starts_at": "", "ends_at": "",
        "priority": "0", "group": "", "combines_with": "", "apart_from": "",
    } | fields  # fmt: skip


def with_percent(percent: str, **fields: str) -> dict[str, str]:
    return form(**{"actions-count": "1", **block("actions", 0, "percent", percent=percent), **fields})


@pytest.fixture
def marketer(at_noor: Tenant) -> Client:
    return member(Role.MARKETER)


def read(answer: Any) -> str:
    """What the page says, in the data of its editors too."""
    text = html.unescape(answer.content.decode())
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def add_address() -> str:
    with transaction.atomic():
        home = HomePage.objects.get(depth=2).pk
    return f"/manage/pages/add/storefront/campaignpage/{home}/"


def saved() -> CampaignPage:
    with transaction.atomic():
        page: CampaignPage = CampaignPage.objects.get()
        return page


def test_a_campaign_is_written_and_published(marketer: Client) -> None:
    assert marketer.get(add_address()).status_code == 200
    sent = with_percent("١٢٫٥", **{"starts_at": "2026-12-04 20:00", "action-publish": "1"})
    assert marketer.post(add_address(), sent).status_code == 302
    page = saved()
    assert page.live
    assert page.starts_at is not None
    assert page.starts_at.isoformat() == "2026-12-04T17:00:00+00:00", "in the store's time"
    with transaction.atomic():
        data = Promotion.objects.select_related("current").get().current.data
    assert data["actions"] == [{"kind": "percent_off", "share": 1250}]


def test_a_draft_may_be_unfinished(marketer: Client) -> None:
    assert marketer.post(add_address(), form()).status_code == 302
    assert not saved().live


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (form(), "لا يمنح العرض شيئًا"),
        (with_percent("0"), "النسبة"),
        (
            with_percent("15", **{"limits-count": "1"}, **block("limits", 0, "budget", **{"": "٥٠٠ ر.س"})),
            "هذا ليس مبلغًا. اكتبه هكذا: 149.50.",
        ),
        (with_percent("15", starts_at="2026-12-05 20:00", ends_at="2026-12-04 20:00"), "تنتهي قبل أن تبدأ"),
        (with_percent("15", **{"conditions-count": "1"}, **block("conditions", 0, "coupon", **{"": ""})), "قسيمة"),
        (with_percent("15", group="a", combines_with="a"), "حملات الفئة الواحدة"),
        (
            with_percent("15", **{"banner-count": "1"})
            | block("banner", 0, "banner", text_ar="", text_en="", image="", link=""),
            "نصًا للافتة",
        ),
        (
            with_percent("15", **{"banner-count": "1"})
            | block("banner", 0, "banner", text_ar="عيد", text_en="", image="", link="example.com/x"),
            "هذا ليس رابطًا",
        ),
    ],
)
def test_what_can_not_be_published_is_said_and_nothing_typed_is_lost(
    marketer: Client, typed: dict[str, str], words: str
) -> None:
    answer = marketer.post(add_address(), typed | {"action-publish": "1"})
    assert answer.status_code == 200
    assert words in read(answer)
    assert typed["heading_ar"] in read(answer)
    with transaction.atomic():
        assert not CampaignPage.objects.exists()


def test_a_condition_whose_goods_are_gone_is_not_for_everything(marketer: Client) -> None:
    """The editor shows no collection that is gone, so what it sends names nothing."""
    with transaction.atomic():
        gifts = Collection.objects.create(title_ar="هدايا", slug="gifts", created_at=clock.now())
        page = published(conditions=[("goods", goods(collections=[str(gifts.pk)]))])
        delete_collection(collection_id=gifts.pk)
    lists = {f"{side}{kind}-count": "0" for side in ("", "but_not_") for kind in ("products", "variants")}
    typed = with_percent("15", **{"title": "Eid 2", "conditions-count": "1"}) | block("conditions", 0, "goods", **lists)
    edit = f"/manage/pages/{page.pk}/edit/"
    assert "لم تُحدَّد أي منتجات" in read(marketer.post(edit, typed | {"action-publish": "1"}))
    with transaction.atomic():
        data = Promotion.objects.select_related("current").get().current.data
    assert data["goods"]["only"]["collections"] == [gifts.pk]
    assert marketer.post(edit, typed).status_code == 302, "a draft may wait"


def test_a_code_that_is_taken_is_said_at_the_coupons(marketer: Client) -> None:
    with transaction.atomic():
        published("other", conditions=[("coupon", None)], coupons=[("single", {"code": "EID"})])
    typed = with_percent("15", **{"conditions-count": "1", "coupons-count": "1", "action-publish": "1"})
    typed |= block("conditions", 0, "coupon", **{"": ""}) | block("coupons", 0, "single", code="eid")
    answer = marketer.post(add_address(), typed)
    assert "«eid»" in read(answer)
    with transaction.atomic():
        assert CampaignPage.objects.count() == Promotion.objects.count() == 1, "it was only tried"


def test_rules_that_can_not_be_weighed_are_said_with_their_names(marketer: Client) -> None:
    with transaction.atomic():
        put_on_shelf("OUD", pieces=10, price_minor=24900)
        off = [("order_amount", {"amount": "1"})]
        published("first", actions=off * 8)
        published("second", actions=off * 4)
    one_more = form(**{"actions-count": "1", "action-publish": "1"}) | block("actions", 0, "order_percent", percent="5")
    answer = marketer.post(add_address(), one_more)
    assert "Campaign first" in read(answer)
    assert "Campaign second" in read(answer)
    with transaction.atomic():
        assert CampaignPage.objects.count() == 2


def test_no_percentage_stays_as_it_was_typed(marketer: Client) -> None:
    shown = read(marketer.post(add_address(), with_percent("خمسة عشر")))
    assert "ليست نسبة مئوية" in shown
    assert "خمسة عشر" in shown


def test_it_tells_what_is_typed(marketer: Client) -> None:
    told = marketer.post(f"{LIST}told/", with_percent("15")).content.decode()
    assert "على كل المنتجات" in told
    assert "لا تقدم شيئًا بعد" in marketer.post(f"{LIST}told/", form()).content.decode()
    with transaction.atomic():
        assert not CampaignPage.objects.exists()


def test_nothing_is_offered_off_a_delivery_that_costs_nothing() -> None:
    assert not [name for name in Actions().child_blocks if "shipping" in name]


def test_the_list_says_where_each_stands(marketer: Client) -> None:
    with transaction.atomic():
        drafted("draft")
        published("now", limits=[("uses", 40), ("budget", "900")])
    shown = marketer.get(LIST).content.decode()
    for words in ("مسودة", "جارية", "40", "900.00"):
        assert words in shown


def test_one_of_which_nothing_is_left_is_not_running(marketer: Client) -> None:
    with transaction.atomic():
        published(limits=[("uses", 40)])
    assert "جارية" in read(marketer.get(LIST))
    with transaction.atomic():
        Tally.objects.filter(scope=TallyScope.ALL).update(most_uses=0)
    shown = read(marketer.get(LIST))
    assert "جارية" not in shown
    assert "نفدت" in shown


def test_the_list_leads_to_the_codes_and_no_further_than_one_may_go(marketer: Client) -> None:
    with transaction.atomic():
        coupons = [
            ("shared", {"code": "EID-15", "uses": 9}),
            ("generated", {"prefix": "VIP-", "count": 3, "length": 8}),
        ]
        published(conditions=[("coupon", None)], coupons=coupons)
        batches = list(CouponBatch.objects.order_by("pk"))
    listed = marketer.get(LIST).content.decode()
    for batch, words in zip(batches, ("EID-15", "VIP-… × 3"), strict=True):
        address = f"/manage/coupons/{batch.pk}/"
        assert f'href="{address}"' in listed
        assert words in listed
        assert marketer.get(address).status_code == 200
    assert "/manage/coupons/" not in member(Role.ANALYST).get(LIST).content.decode()


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    ("role", "may_see", "may_write"),
    [
        (Role.OWNER, True, True),
        (Role.MANAGER, True, True),
        (Role.MARKETER, True, True),
        (Role.ANALYST, True, False),
        (Role.FULFILMENT, False, False),
    ],
)
def test_who_may_do_what(at_noor: Tenant, role: Role, may_see: bool, may_write: bool) -> None:
    with transaction.atomic():
        page = published()
    person: Any = member(role)
    listed = person.get(LIST)
    assert (listed.status_code == 200) is may_see
    edit = f"/manage/pages/{page.pk}/edit/"
    assert (edit in listed.content.decode()) is may_write
    assert (person.get(edit).status_code == 200) is may_write
    assert (person.post(f"{LIST}told/", with_percent("15")).status_code == 200) is may_write


def test_a_campaign_is_written_by_nobody_who_only_edits_pages(at_noor: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        page, draft = published(), drafted("ramadan")
        text = HomePage.objects.get(depth=2).get_children().exclude(pk__in=[page.pk, draft.pk])[0]
    monkeypatch.setitem(RIGHTS, Role.MARKETER, RIGHTS[Role.MARKETER] - {Right.RUN_PROMOTIONS})
    editor = member(Role.MARKETER)
    assert editor.get(f"/manage/pages/{text.pk}/edit/").status_code == 200
    refused = [
        add_address(),
        *(f"/manage/pages/{page.pk}/{deed}/" for deed in ("edit", "unpublish", "copy", "delete", "move")),
    ]
    for path in refused:
        answer = editor.post(path, with_percent("99", **{"action-publish": "1"}))
        assert answer.status_code == 403 or answer.headers.get("Location") == "/manage/", path
    editor.post(f"/manage/bulk/storefront/storepage/publish/?id={draft.pk}")
    editor.post(f"/manage/bulk/storefront/storepage/unpublish/?id={page.pk}")
    with transaction.atomic():
        assert list(CampaignPage.objects.live()) == [page]
        assert CampaignPage.objects.count() == 2


def test_codes_that_were_taken_out_are_told_from_those_that_count(marketer: Client) -> None:
    with transaction.atomic():
        coupons = [("shared", {"code": "EID-15"}), ("single", {"code": "VIP-1"})]
        page = published(conditions=[("coupon", None)], coupons=coupons)
        assert "سُحبت" not in read(marketer.get(LIST))
        del page.coupons[1]
        page.save_revision().publish()
    listed = BeautifulSoup(marketer.get(LIST).content, "html.parser")
    told = {" ".join(code.get_text().split()) for code in listed.select("td div:has(a)")}
    assert told == {"EID-15", "VIP-1 سُحبت"}


def test_what_was_changed_since_it_was_published_is_told(marketer: Client) -> None:
    with transaction.atomic():
        page = published()
        assert "ومعها مسودة" not in read(marketer.get(LIST))
        page.save_revision()
    assert "ومعها مسودة" in read(marketer.get(LIST))


def test_a_code_is_kept_as_people_see_it(marketer: Client) -> None:
    typed = with_percent("15", **{"conditions-count": "1", "coupons-count": "1", "action-publish": "1"})
    typed |= block("conditions", 0, "coupon", **{"": ""})
    typed |= block("coupons", 0, "shared", code="\u200fEID-15 \u200e", uses="", uses_per_customer="")
    assert marketer.post(add_address(), typed).status_code == 302
    with transaction.atomic():
        assert CouponBatch.objects.get().code == "EID-15"


def test_who_publishes_comes_back_to_the_campaigns(marketer: Client) -> None:
    desk = BeautifulSoup(marketer.get(LIST).content, "html.parser")
    [new] = [link["href"] for link in desk.select("a[href*='/pages/add/']")]
    form_page = BeautifulSoup(marketer.get(str(new)).content, "html.parser")
    [back] = form_page.select("#page-edit-form input[name=next]")
    answer = marketer.post(add_address(), with_percent("15", **{"action-publish": "1", "next": str(back["value"])}))
    assert answer["Location"] == LIST
    listed = BeautifulSoup(marketer.get(LIST).content, "html.parser")
    assert [str(link["href"]).partition("/edit/")[2] for link in listed.select("td.title a")] == [f"?next={LIST}"]


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "published"])
def test_an_address_that_somebody_takes_meanwhile_is_said(
    marketer: Client, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    with transaction.atomic():
        address = add_address() if is_new else f"/manage/pages/{published('feast').pk}/edit/"
    save = CampaignForm.save

    def save_second(form: Any, commit: bool = True) -> Any:
        drafted("eid")
        return save(form, commit)

    monkeypatch.setattr(CampaignForm, "save", save_second)
    answer = marketer.post(address, with_percent("15", **{"action-publish": "1"}))
    assert answer.status_code == 200
    assert "مستعمل لصفحة أخرى" in read(answer)
    assert "عيد" in read(answer), "what was typed is there"


def test_precedence_is_typed_in_digits_of_either_kind(marketer: Client) -> None:
    form_page = BeautifulSoup(marketer.get(add_address()).content, "html.parser")
    [kind] = [field["type"] for field in form_page.select("[name=priority]")]
    assert kind == "text", "a browser takes 0-9 only in a number input"
    marketer.post(add_address(), with_percent("15", priority="١٢"))
    assert saved().priority == 12


def test_the_title_says_whose_name_it_is(marketer: Client) -> None:
    shown = marketer.get(add_address()).content.decode()
    assert "اسم الحملة" in shown
    assert "كما يعرفها فريقك" in shown
    assert "عنوان الصفحة" not in shown


def test_blocks_have_icons_that_exist() -> None:
    there = set(re.findall(r'id="icon-([\w-]+)"', get_icons()))
    rules = (Actions, Conditions, Coupons, Limits)
    assert {block.meta.icon for stream in rules for block in stream().child_blocks.values()} <= there


def test_a_variant_is_chosen_by_what_is_chosen_of_its_product(marketer: Client) -> None:
    with transaction.atomic():
        small, large = variants_of(on_sale(oud_draft()).pk)
    found = BeautifulSoup(marketer.get("/manage/campaign_variants/results/").content, "html.parser")
    assert [" ".join(row.get_text().split()) for row in found.select("tbody tr")] == [
        f"عطر العود (50 مل) {small.sku}",
        f"عطر العود (100 مل) {large.sku}",
    ]
    chosen = marketer.get(f"/manage/campaign_variants/chosen/{small.pk}/").json()
    assert chosen["result"]["title"] == f"عطر العود (50 مل) · {small.sku}"


def test_products_are_chosen_by_name(marketer: Client) -> None:
    assert marketer.get("/manage/campaign_products/").status_code == 200
    assert marketer.get("/manage/campaign_products/results/?q=عود").status_code == 200
    assert marketer.get("/manage/campaign_variants/results/?q=عود").status_code == 200
