"""Role × every address of the desk × what it answers, from the resolver: a new view fails until somebody says who."""

from __future__ import annotations

from typing import Any

import pytest

from commerce.accounts.domain.policies import Role
from tests.isolation.conftest import Tried
from tests.isolation.crawling import ask, staff_of, undone
from tests.isolation.fingerprints import fingerprint
from tests.isolation.roles import BY_POST, MOVES_ON, NOTHING, REFUSED, SHOWN, answers_to
from tests.isolation.shops import Shop

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")

EVERYONE = frozenset(Role)
OWNING = frozenset({Role.OWNER})
MANAGING = frozenset({Role.OWNER, Role.MANAGER})
WRITING = MANAGING | {Role.MARKETER}
SELLING = EVERYONE - {Role.MARKETER}
HANDLING = MANAGING | {Role.FULFILMENT}

# Who is answered so, what the others are answered, and the views, by task.
TABLE: tuple[tuple[frozenset[Role], str, str, str], ...] = (
    # Everybody's: the shell, one's own account, the doors, and what has nothing to show to a GET.
    (EVERYONE, SHOWN, "", """
        wagtailadmin_home wagtailadmin_account wagtailadmin_dismissibles wagtailadmin_sprite
        wagtailadmin_javascript_catalog staff_entrance:forgotten staff_entrance:sent staff_entrance:leave"""),
    (EVERYONE, MOVES_ON, "", """
        wagtailadmin_login wagtailadmin_pages:revisions_index orders_desk:move orders_desk:plan_shipment
        orders_desk:move_shipment orders_desk:confirm_transfer orders_desk:ask_back orders_desk:move_return
        orders_desk:give_back orders_desk:give_by_hand orders_desk:return_unapplied orders_desk:held_money
        orders_desk:came_back orders_desk:close_discrepancy orders_desk:settle_movement"""),
    (EVERYONE, NOTHING, "", "staff_entrance:invitation staff_entrance:new_password wagtailadmin_block_preview"),
    (EVERYONE, BY_POST, "", """
        wagtailadmin_editing_sessions:ping wagtailadmin_editing_sessions:release wagtailadmin_pages:set_page_position
        wagtailimages:delete_multiple wagtailimages:edit_multiple media_desk:delete_of_many media_desk:edit_of_many
        staff_desk:remove staff_desk:resend staff_desk:withdraw"""),
    # Products are everybody's to see; the lists of pages and pictures are empty to who may choose none.
    (EVERYONE, SHOWN, "", """
        catalog_desk:categories catalog_desk:collections catalog_desk:price_lists catalog_desk:stock price_desk:inspect
        wagtailsnippets_catalog_product:list
        wagtailsnippets_catalog_product:list_results
        wagtailadmin_api:pages:listing wagtailimages_chooser:choose
        wagtailimages_chooser:choose_results wagtailimages_chooser:chosen_multiple"""),
    (MANAGING, SHOWN, REFUSED, """
        catalog_desk:add_category catalog_desk:edit_category catalog_desk:add_collection catalog_desk:edit_collection
        catalog_desk:add_price_list catalog_desk:edit_price_list catalog_desk:quantity_prices
        wagtailsnippets_catalog_product:add wagtailsnippets_catalog_product:edit"""),
    (SELLING, SHOWN, REFUSED, """
        wagtailsnippets_orders_order:inspect wagtailsnippets_orders_order:list orders_desk:receipt
        wagtailsnippets_orders_order:list_results"""),
    (MANAGING, SHOWN, REFUSED, """
        staff_desk:list staff_desk:invite staff_desk:member activity:list activity:list_results"""),
    (MANAGING, SHOWN, REFUSED, """
        payments_desk:ways payments_desk:account payments_desk:bank orders_desk:discrepancies"""),
    (EVERYONE, BY_POST, "", "payments_desk:check orders_desk:accept_part"),
    (MANAGING, BY_POST, REFUSED, "catalog_desk:delete_collection catalog_desk:delete_price_list"),
    (OWNING, SHOWN, REFUSED, "catalog_desk:pricing_settings"),
    (MANAGING, SHOWN, REFUSED, """
        search_desk:ranking search_desk:add_question search_desk:edit_question search_desk:history"""),
    (MANAGING, BY_POST, REFUSED, "search_desk:delete_question search_desk:bring_back"),
    # Pages and pictures.
    (WRITING, SHOWN, REFUSED, """
        wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_pages:add wagtailadmin_pages:delete
        wagtailadmin_pages:edit wagtailadmin_pages:history wagtailadmin_pages:history_results
        wagtailadmin_pages:preview_on_add wagtailadmin_pages:preview_on_edit wagtailadmin_pages:revisions_compare
        wagtailadmin_pages:revisions_revert wagtailadmin_pages:revisions_unschedule wagtailadmin_pages:revisions_view
        wagtailadmin_pages:search wagtailadmin_pages:search_results wagtailadmin_pages:unpublish
        wagtailadmin_pages:view_draft wagtailadmin_pages:move wagtailadmin_pages:move_confirm wagtailadmin_pages:copy
        wagtailadmin_pages:usage wagtail_bulk_action redirects_desk:list redirects_desk:add redirects_desk:edit
        media_desk:tags media_desk:add_many time_travel:desk
        wagtailimages:add wagtailimages:add_multiple wagtailimages:delete wagtailimages:edit wagtailimages:image_usage
        wagtailimages:index wagtailimages:index_results wagtailimages:preview wagtailimages_chooser:chosen
        wagtailimages_chooser:create wagtailimages_chooser:select_format
        wagtailadmin_choose_page wagtailadmin_choose_page_anchor_link wagtailadmin_choose_page_child
        wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_email_link
        wagtailadmin_choose_page_external_link wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_search"""),
    (WRITING, SHOWN, REFUSED, "promotions_desk:coupons promotions_desk:export"),
    (WRITING | {Role.ANALYST}, SHOWN, REFUSED, "campaigns_desk:list"),
    (EVERYONE, BY_POST, "", "campaigns_desk:told"),
    (EVERYONE, SHOWN, "", """
        campaign_products:choose campaign_products:choose_results campaign_products:chosen
        campaign_products:chosen_multiple campaign_variants:choose campaign_variants:choose_results
        campaign_variants:chosen campaign_variants:chosen_multiple"""),
    (WRITING, SHOWN, NOTHING, "wagtailadmin_api:pages:detail"),
    (WRITING, BY_POST, REFUSED, "redirects_desk:delete"),
    (WRITING, MOVES_ON, REFUSED, "wagtailadmin_explore_root wagtailadmin_pages:add_subpage"),
)  # fmt: skip


def expected_of(role: Role) -> dict[str, str]:
    return {view: theirs if role in who else others for who, theirs, others, views in TABLE for view in views.split()}


def test_no_view_stands_twice_in_the_table() -> None:
    views = [view for *_, row in TABLE for view in row.split()]
    assert len(views) == len(set(views))


@pytest.mark.sampled
@pytest.mark.parametrize("role", Role)
def test_every_address_answers_each_role_as_the_table_says(role: Role, stores: tuple[Shop, Shop], tried: Tried) -> None:
    answered, expected = answers_to(role, *stores), expected_of(role)
    assert answered.keys() ^ expected.keys() == set(), "a view that nobody put into the table, or one that is gone"
    assert {view: word for view, word in answered.items() if word != expected[view]} == {}
    tried(f"role {role} × addresses of the desk", len(answered))


SIGNALS = ("text", "popularity", "recency", "stock", "margin", "sale")

# What is sent, to where, and who thereby changes something of the store.
SENT: dict[str, tuple[str, dict[str, Any], frozenset[Role]]] = {
    "add a category": ("/manage/categories/new/", {"name_ar": "New", "slug": "new"}, MANAGING),
    "add a collection": ("/manage/products/collections/new/", {"title_ar": "New", "slug": "new"}, MANAGING),
    "delete a collection": ("/manage/products/collections/{first}/delete/", {}, MANAGING),
    "schedule prices": ("/manage/scheduled-prices/new/", {"name_ar": "New", "price_{first}": "9"}, MANAGING),
    "delete scheduled prices": ("/manage/scheduled-prices/{first}/delete/", {}, MANAGING),
    "price by quantity": (
        "/manage/products/{first}/quantity-prices/",
        {"pieces_{first}_0": "9", "price_{first}_0": "9"},
        MANAGING,
    ),
    "order search results": (
        "/manage/search-ranking/",
        {"after": "1", "synonyms": "oud, attar", **{f"weight_{name}": "1" for name in SIGNALS}},
        MANAGING,
    ),
    "place products": ("/manage/search-ranking/place/", {"after": "1", "asked": "oud", "place_{first}": "1"}, MANAGING),
    "take placed products away": ("/manage/search-ranking/questions/2026/delete/", {"after": "1"}, MANAGING),
    "bring a search ranking back": ("/manage/search-ranking/history/0/", {"after": "1"}, MANAGING),
    "change the pricing settings": (
        "/manage/pricing/",
        {"standard_rate": "5", "default_vat": "zero", "cash_fee_vat": "zero"},
        OWNING,
    ),
    "change the bank account": (
        "/manage/payments/bank/",
        {"bank_name": "Bank", "account_holder": "Noor", "iban": "SA4420000001234567891234"},
        MANAGING,
    ),
    "change the ways to pay": (
        "/manage/payments/",
        {
            "offer_moyasar": "on",
            **{f"place_{way}": "1" for way in ("moyasar", "hyperpay", "hyperpay_mada")},
            **{f"place_{way}": "1" for way in ("paytabs", "cash_on_delivery", "bank_transfer")},
        },
        MANAGING,
    ),
    "enter the keys of a gateway": (
        "/manage/payments/paytabs/test/",
        {"region": "sa", "profile_id": "1", "server_key": "KEY-OF-A-TEST"},
        MANAGING,
    ),
    "move an order": ("/manage/orders/{first}/move/", {"move": "confirm"}, HANDLING),
    "delete a page": ("/manage/pages/{first}/delete/", {}, WRITING),
    "unpublish a page": ("/manage/pages/{first}/unpublish/", {}, WRITING),
    "delete a picture": ("/manage/images/{first}/delete/", {}, WRITING),
    "delete many pages": ("/manage/bulk/storefront/storepage/delete/?id={first}", {}, WRITING),
    "tag many pictures": ("/manage/bulk/media/storeimage/add_tags/?id={first}", {"tags": "new"}, WRITING),
    "add a redirect": ("/manage/redirects/new/", {"path": "/a/", "address": "/b/"}, WRITING),
    "see the store as it will be": ("/manage/store-preview/", {"shown_as": "guest", "language": "ar"}, WRITING),
    "delete a redirect": ("/manage/redirects/{first}/delete/", {}, WRITING),
    "invite": ("/manage/staff/invite/", {"email": "new@people.example", "role": "analyst"}, MANAGING),
    "change a role": ("/manage/staff/{first}/", {"role": "marketer"}, MANAGING),
    "take somebody out": ("/manage/staff/{first}/remove/", {}, MANAGING),
    "leave": ("/manage/account/leave/", {}, EVERYONE - {Role.OWNER}),
    "withdraw an invitation": ("/manage/staff/invitations/{first}/withdraw/", {}, MANAGING),
    "send one again": ("/manage/staff/invitations/{first}/resend/", {}, MANAGING),
}


@pytest.mark.sampled
@pytest.mark.parametrize("role", Role)
def test_each_role_changes_what_it_is_trusted_with_and_nothing_else(
    role: Role, stores: tuple[Shop, Shop], tried: Tried
) -> None:
    noor, _ = stores
    client = staff_of(noor, role)
    before = fingerprint(noor)
    for what, (path, data, who) in SENT.items():
        with undone():
            typed = {name.format(first=noor.first): value for name, value in data.items()}
            answer = ask(client, path.format(first=noor.first), typed)
            assert answer.status < 500, answer.defect
            assert (fingerprint(noor) != before) is (role in who), f"{role}: {what}"
    tried(f"role {role} × changes", len(SENT))
