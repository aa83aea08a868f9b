"""The addresses of the desk with numbers in them, and the questions people ask of its lists and pickers."""

from __future__ import annotations

import re
from dataclasses import replace

from django.db import transaction

from commerce.catalog.models import VatCategory
from commerce.core.scope import tenant_scope
from tests.isolation.addresses import (
    FOREIGN,
    MISSING,
    OWN,
    WORD,
    Address,
    Argument,
    Choices,
    View,
    addresses,
    desk_views,
)
from tests.isolation.served_forms import forms_of
from tests.isolation.shops import MISSING as NOBODYS
from tests.isolation.shops import WORD as COMMON_WORD
from tests.isolation.shops import Shop
from wasla_site.dashboard.allowed_urls import BULK, is_allowed, is_bulk_allowed

# Numbers that stand as text in an address.
TEXT_NUMBERS = {"pk", "object_id", "revision_id_a"}
APPS = ["storefront", "media", "orders", "accounts"]
MODELS = ["campaignpage", "contentpage", "storepage", "storeimage", "order", "user"]
# What stands for words; a word that is not here fails the walk, until somebody says.
WORDS = {
    "action": ["add_tags", "delete", "move", "publish", "unpublish"],
    "action_name": ["publish"],
    "app_label": APPS,
    "app_name": APPS,
    "content_type_app_name": APPS,
    "content_type_model_name": MODELS,
    "filter_spec": ["max-165x165"],
    "gateway": ["moyasar", "cash_on_delivery"],
    # A question for which every store of the crawl has placed products.
    "key": ["2026"],
    "mode": ["test", "live"],
    "model_name": MODELS,
    "revision_id_b": ["live"],
    "token": ["x"],
    "uidb64": ["MQ"],
}
# What the page's script adds to the forms of pages: how many blocks there are.
DRAWN_BY_SCRIPT = {
    f"{stream}-count": "0" for stream in ("body", "actions", "conditions", "coupons", "limits", "banner")
}
# What people send besides what the form of the page says already: by buttons of their own, and what its script adds.
# `{own}` and `{other}` are numbers of one's own store and of the other, those with `_vat` of what goods are for VAT.
PAYLOADS = {
    "orders_desk:move": [{"move": "confirm"}],
    "orders_desk:move_shipment": [{"move": "deliver"}],
    "orders_desk:move_return": [{"move": "receive"}],
    "orders_desk:settle_movement": [{"movement": "done"}],
    "wagtailadmin_pages:add": [{"title": "New", "slug": "new", "body-count": "0", "action-publish": "1"}],
    "catalog_desk:add_category": [{"name_ar": "New"}],
    "catalog_desk:add_collection": [{"title_ar": "New", "place_{other}": "1"}, {"find": "1"}],
    "catalog_desk:edit_collection": [{"title_ar": "New", "place_{other}": "1"}, {"place_{other}": "1", "find": "1"}],
    "catalog_desk:add_price_list": [{"name_ar": "New", "price_{other}": "1"}, {"find": "1"}],
    "catalog_desk:edit_price_list": [{"name_ar": "New", "price_{other}": "1"}, {"price_{other}": "1", "find": "1"}],
    "catalog_desk:quantity_prices": [{"pieces_{other}_0": "2", "price_{other}_0": "1"}],
    "search_desk:add_question": [{"after": "1", "asked": "oud", "place_{other}": "1"}, {"find": "1"}],
    "search_desk:edit_question": [
        {"after": "1", "asked": "2026", "place_{other}": "2"},
        {"asked": "2026", "place_{other}": "2", "find": "1"},
        {"after": "1", "asked": "2026", "place_{other}": "2", "preview": "1"},
    ],
    "search_desk:ranking": [{"try_text": "oud", "preview": "1"}],
    "search_desk:bring_back": [{"after": "1"}],
    "wagtailsnippets_catalog_product:edit": [{"vat_category": "{other_vat}"}],
    "staff_desk:invite": [{"email": "new@people.example", "role": "analyst"}],
    "wagtail_bulk_action": [
        {"include_descendants": "on", "tags": "new", "chooser": "{own}"},
        {"include_descendants": "on", "tags": "new", "chooser": "{other}"},
    ],
    "wagtailadmin_pages:move": [{"new_parent_page": "{other}"}],
    "wagtailadmin_pages:copy": [{"new_title": "New", "new_slug": "new", "new_parent_page": "{other}"}],
}
# Views that answer nothing until they are given numbers.
TAKES_NUMBERS = re.compile("chosen_multiple")
LISTS = re.compile("index|list|results|choose|chosen_multiple|explore|search|history")
# Which of the things in a list to do something to, with whose things these are. `{0}` and `{1}` are numbers.
MANY = [
    *(("id={0}", (whose,)) for whose in (OWN, FOREIGN, MISSING)),
    *(("id={0}&id={1}", (OWN, whose)) for whose in (FOREIGN, MISSING)),
    *(("id=all&childOf={0}", (whose,)) for whose in (OWN, FOREIGN, MISSING)),
    ("id=all", ()),
]
# Asked of every list and picker of one's own. `{id}` is another store's number, then nobody's.
QUERIES = (
    f"q={COMMON_WORD}",
    "multiple=1&p=2",
    "export=csv",
    "id={id}&parent={id}&page_type=storefront.contentpage&target_pages[]={id}",
    "export=xlsx",
    f"q={COMMON_WORD}&page_type=storefront.contentpage,storefront.homepage&multiple=1&user_perms=move_to",
    "id={id}&multiple=1",
    "parent_page_id={id}&user_perms=copy_to&match_subclass=false&target_pages[]={id}",
)


# Sent as the others are, but nothing of the crawl's stores is told so: no movement of theirs is unclear, and versions
# of a ranking have numbers of their own in each store.
TOLD_TO_NOTHING = {"orders_desk:settle_movement", "search_desk:bring_back"}
# A page does not go below itself: where the other store's page would stand, the twin names another one of one's own.
NEXT_TO_IT = {"wagtailadmin_pages:copy", "wagtailadmin_pages:move", BULK}


def payloads(view: str, own: Shop, other: Shop) -> list[dict[str, str]]:
    return _filled(view, own=own.first, other=other.first, other_vat=_vat_of(other))


def twins(address: Address, own: Shop) -> list[dict[str, str]]:
    """The payloads with one's own things in the place of the other store's: these are accepted, or the payloads would
    be refused for another reason than whose the things are. None where another store's thing is in the address, or
    nobody may do such a thing.
    """
    is_never_done = address.view == BULK and not is_bulk_allowed(*_action_of(address))
    if not address.is_own or is_never_done or address.view in TOLD_TO_NOTHING:
        return []
    other = own.first + 1 if address.view in NEXT_TO_IT else own.first
    return _filled(address.view, own=own.first, other=other, other_vat=_vat_of(own))


def _action_of(address: Address) -> tuple[str, str]:
    return ".".join(address.values[:2]), address.values[2]


def _filled(view: str, **numbers: int) -> list[dict[str, str]]:
    return [
        {name.format(**numbers): value.format(**numbers) for name, value in payload.items()}
        for payload in PAYLOADS.get(view, [])
    ]


def _vat_of(shop: Shop) -> int:
    """Not the one that goods have which name none."""
    with tenant_scope(shop.tenant_id), transaction.atomic():
        kinds = VatCategory.objects.filter(tenant_id=shop.tenant_id, is_default=False)
        return int(kinds.order_by("pk")[0].pk)


def desk_addresses(own: Shop, other: Shop, *, allowed: bool | None = None) -> list[Address]:
    """All, or those of the views the gate lets through, or those of the others."""

    def choices(view: View, argument: Argument) -> Choices:
        if argument.is_number or argument.name in TEXT_NUMBERS:
            return [(OWN, own.first), (FOREIGN, other.first), (MISSING, NOBODYS)]
        return [(WORD, word) for word in WORDS[argument.name]]

    views = [view for view in desk_views() if allowed is None or is_allowed(view.name) is allowed]
    found = [address for view in views for address in addresses(view, choices)]
    return [each for address in found for each in (of_many(address, own, other) if address.view == BULK else [address])]


def of_many(address: Address, own: Shop, other: Shop) -> list[Address]:
    """The address of an action, with one's own things named behind it, another store's, nobody's, and mixed ones."""
    if not is_bulk_allowed(*_action_of(address)):
        return [address]
    numbers = {OWN: own.first, FOREIGN: other.first, MISSING: NOBODYS}
    return [
        replace(
            address,
            path=f"{address.path}?{query.format(*(numbers[part] for part in whose))}",
            parts=(*address.parts, query, *whose),
        )
        for query, whose in MANY
    ]


def questions(view: str, html: str) -> list[str]:
    """For a list or a picker: the standing ones, and one for each field of its own filters."""
    if not LISTS.search(view):
        return []
    fields = {name for form in forms_of(html, "get") for name in form} - {"q", "p"}
    return [*QUERIES, *(f"{name}={{id}}" for name in sorted(fields))]
