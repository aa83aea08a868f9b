"""The activity log in the reader's words. What somebody did is said of anybody, so that it fits every name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as lazy

from commerce.catalog.interfaces.pricing_words import FLOOR_NAMES, VAT_NAMES, percent
from commerce.core.actors import ActorKind
from commerce.core.amounts import spelt
from commerce.core.models import AuditEntry
from commerce.core.money import Money
from commerce.orders.interfaces.labels import ACTOR, ORDER_STATUS, PAYMENT_STATUS, REASON
from commerce.payments.application.queries import method_name
from commerce.payments.interfaces.account_words import REGIONS, TAKINGS
from commerce.payments.interfaces.money_words import FINDINGS
from wasla_site.storefront.time_travel.labels import SHOWN_AS

KINDS = {
    "product": pgettext_lazy("activity", "Products"),
    "variant": pgettext_lazy("activity", "Prices and stock"),
    "price_list": pgettext_lazy("activity", "Scheduled prices"),
    "category": pgettext_lazy("activity", "Categories"),
    "collection": pgettext_lazy("activity", "Collections"),
    "order": pgettext_lazy("activity", "Orders"),
    "payment": pgettext_lazy("activity", "Payments"),
    "gateway_account": pgettext_lazy("activity", "Payment companies"),
    "page": pgettext_lazy("activity", "Pages"),
    "picture": pgettext_lazy("activity", "Pictures"),
    "redirect": pgettext_lazy("activity", "Redirects"),
    "promotion": pgettext_lazy("activity", "Offers"),
    "coupons": pgettext_lazy("activity", "Coupons"),
    "member": pgettext_lazy("activity", "Staff"),
    "import": pgettext_lazy("activity", "Imports"),
    "store": pgettext_lazy("activity", "The store"),
}

# The kinds of action a merchant asks for, and the actions they are made of.
ACTIONS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "prices": (pgettext_lazy("activity", "Prices"), ("priced", "quantity_priced", "pricing_changed")),
    "stock": (pgettext_lazy("activity", "Stock"), ("counted", "received")),
    "rights": (
        pgettext_lazy("activity", "Rights of staff"),
        ("invited", "invited_again", "uninvited", "hired", "role_changed", "removed", "left"),
    ),
    "added": (pgettext_lazy("activity", "Added"), ("created", "added", "imported", "copied")),
    "changed": (
        pgettext_lazy("activity", "Changed"),
        (
            "changed",
            "connected",
            "ranking_changed",
            "discrepancy_closed",
            "payment_ways_arranged",
            "bank_details_changed",
            "renamed",
            "moved",
            "reordered",
            "reverted",
            "categories_changed",
            "tags_changed",
            "pictures_changed",
            "vat_changed",
        ),
    ),
    "published": (
        pgettext_lazy("activity", "Shown and hidden"),
        ("published", "unpublished", "retired", "scheduled", "unscheduled"),
    ),
    "deleted": (pgettext_lazy("activity", "Taken away"), ("deleted", "archived", "dropped")),
    "orders": (
        pgettext_lazy("activity", "Moves of orders"),
        (
            "payment_pending",
            "confirmed",
            "shipped",
            "delivered",
            "cancelled",
            "failed",
            "shipment_planned",
            "shipment_packed",
            "shipment_shipped",
            "shipment_delivered",
            "shipment_returned",
            "shipment_cancelled",
            "rest_called_off",
            "return_requested",
            "return_received",
            "return_refunded",
            "return_refused",
        ),
    ),
    "payments": (pgettext_lazy("activity", "Money received"), ("captured", "paid_in_part")),
    "refunds": (pgettext_lazy("activity", "Money given back"), ("given_back", "refund_failed")),
    "signed_in": (pgettext_lazy("activity", "Signed in"), ("signed_in", "password_set")),
    "previewed": (pgettext_lazy("activity", "Looked ahead"), ("previewed", "shared")),
}

SENTENCES = {
    ("store", "opened"): lazy("Opened the store “{name}”"),
    ("store", "previewed"): lazy("Looked at the store “{name}” as it will be"),
    ("store", "shared"): lazy("Made a link that shows the store “{name}” as it will be"),
    ("store", "ranking_changed"): lazy("Changed how search results of “{name}” are ordered"),
    ("store", "pricing_changed"): lazy("Changed the pricing settings of “{name}”"),
    ("store", "payment_ways_arranged"): lazy("Changed how shoppers of “{name}” can pay"),
    ("store", "bank_details_changed"): lazy("Changed the bank account of “{name}”"),
    ("payment", "discrepancy_closed"): lazy("Settled what did not agree about a payment: {name}"),
    ("gateway_account", "connected"): lazy("Entered the keys of “{name}”"),
    ("gateway_account", "changed"): lazy("Changed the account of “{name}”"),
    ("member", "hired"): lazy("Made {name} a member of the staff"),
    ("member", "invited"): lazy("Invited {name} to the staff"),
    ("member", "invited_again"): lazy("Sent {name} the invitation again"),
    ("member", "uninvited"): lazy("Took back the invitation of {name}"),
    ("member", "role_changed"): lazy("Changed the role of {name}"),
    ("member", "removed"): lazy("Took {name} off the staff"),
    ("member", "left"): lazy("Left the store"),
    ("member", "signed_in"): lazy("Signed in"),
    ("member", "renamed"): lazy("Took the name {name}"),
    ("member", "password_set"): lazy("Set a new password"),
    ("product", "created"): lazy("Added the product “{name}”"),
    ("product", "changed"): lazy("Changed the product “{name}”"),
    ("product", "published"): lazy("Put the product “{name}” on sale"),
    ("product", "unpublished"): lazy("Hid the product “{name}”"),
    ("product", "archived"): lazy("Archived the product “{name}”"),
    ("product", "categories_changed"): lazy("Changed the categories of “{name}”"),
    ("product", "tags_changed"): lazy("Changed the tags of “{name}”"),
    ("product", "vat_changed"): lazy("Changed the VAT of “{name}”"),
    ("product", "pictures_changed"): lazy("Changed the pictures of “{name}”"),
    ("variant", "added"): lazy("Added the variant “{name}”"),
    ("variant", "dropped"): lazy("Took the variant “{name}” away"),
    ("variant", "changed"): lazy("Changed the variant “{name}”"),
    ("variant", "priced"): lazy("Changed the prices of “{name}”"),
    ("variant", "quantity_priced"): lazy("Changed the quantity prices of “{name}”"),
    ("variant", "counted"): lazy("Corrected the stock of “{name}”"),
    ("variant", "received"): lazy("Received pieces of “{name}”"),
    ("price_list", "created"): lazy("Added the scheduled prices “{name}”"),
    ("price_list", "changed"): lazy("Changed the scheduled prices “{name}”"),
    ("price_list", "deleted"): lazy("Deleted the scheduled prices “{name}”"),
    ("collection", "created"): lazy("Added the collection “{name}”"),
    ("collection", "changed"): lazy("Changed the collection “{name}”"),
    ("collection", "deleted"): lazy("Deleted the collection “{name}”"),
    ("category", "created"): lazy("Added the category “{name}”"),
    ("category", "changed"): lazy("Changed the category “{name}”"),
    ("import", "imported"): lazy("Imported products from “{name}”"),
    ("order", "payment_pending"): lazy("Went to pay order {name}"),
    ("order", "confirmed"): lazy("Confirmed order {name}"),
    ("order", "shipped"): lazy("Handed order {name} to the carrier"),
    ("order", "delivered"): lazy("Delivered order {name}"),
    ("order", "cancelled"): lazy("Cancelled order {name}"),
    ("order", "failed"): lazy("Called order {name} off, which was not paid"),
    ("order", "shipment_planned"): lazy("Planned a shipment of order {name}"),
    ("order", "shipment_packed"): lazy("Packed a shipment of order {name}"),
    ("order", "shipment_shipped"): lazy("Handed a shipment of order {name} to the carrier"),
    ("order", "shipment_delivered"): lazy("Delivered a shipment of order {name}"),
    ("order", "shipment_returned"): lazy("Took a shipment of order {name} back unpaid"),
    ("order", "shipment_cancelled"): lazy("Unpacked a shipment of order {name}"),
    ("order", "rest_called_off"): lazy("Called off pieces of order {name} that had not been sent"),
    ("order", "return_requested"): lazy("Asked pieces of order {name} back"),
    ("order", "return_received"): lazy("Received pieces of order {name} back"),
    ("order", "return_refunded"): lazy("Gave money back for pieces of order {name}"),
    ("order", "return_refused"): lazy("Refused to take pieces of order {name} back"),
    ("payment", "captured"): lazy("Payment of {name} received"),
    ("payment", "paid_in_part"): lazy("A part of a payment received: {name}"),
    ("payment", "given_back"): lazy("Gave {name} back"),
    ("payment", "refund_failed"): lazy("{name} could not be given back"),
    ("payment", "failed"): lazy("Payment of {name} declined"),
    ("page", "created"): lazy("Added the page “{name}”"),
    ("page", "changed"): lazy("Changed the page “{name}”"),
    ("page", "deleted"): lazy("Deleted the page “{name}”"),
    ("page", "published"): lazy("Published the page “{name}”"),
    ("page", "unpublished"): lazy("Hid the page “{name}”"),
    ("page", "renamed"): lazy("Renamed the page “{name}”"),
    ("page", "reverted"): lazy("Brought back an older version of the page “{name}”"),
    ("page", "moved"): lazy("Moved the page “{name}”"),
    ("page", "reordered"): lazy("Reordered the page “{name}”"),
    ("page", "scheduled"): lazy("Set the time at which the page “{name}” is published"),
    ("page", "unscheduled"): lazy("Took back the time at which the page “{name}” was to be published"),
    ("page", "copied"): lazy("Copied the page “{name}”"),
    ("promotion", "published"): lazy("Published the offer “{name}”"),
    ("promotion", "retired"): lazy("Took the offer “{name}” back"),
    ("coupons", "created"): lazy("Made coupons of the offer “{name}”"),
    ("picture", "created"): lazy("Added the picture “{name}”"),
    ("picture", "changed"): lazy("Changed the picture “{name}”"),
    ("picture", "deleted"): lazy("Deleted the picture “{name}”"),
    ("redirect", "created"): lazy("Redirected {name}"),
    ("redirect", "changed"): lazy("Changed the redirect of {name}"),
    ("redirect", "deleted"): lazy("Deleted the redirect of {name}"),
}
OTHERS = {
    "created": lazy("Added “{name}”"),
    "changed": lazy("Changed “{name}”"),
    "deleted": lazy("Deleted “{name}”"),
}
# Where one fact is what it is about, the sentence tells it: the fact, and the words with it.
TOLD_FACTS = {
    ("variant", "priced"): (
        "price",
        lazy("Changed the price of “{name}” from {before} to {after}"),
    ),
    ("variant", "counted"): (
        "on_hand",
        lazy("Corrected the stock of “{name}” from {before} to {after}"),
    ),
    ("variant", "received"): (
        "on_hand",
        lazy("Received pieces of “{name}”: {before}, now {after}"),
    ),
    ("member", "role_changed"): (
        "role",
        lazy("Changed the role of {name} from {before} to {after}"),
    ),
}

FACTS = {
    "price": pgettext_lazy("activity", "Price"),
    "compare_at": pgettext_lazy("activity", "Former price"),
    "cost": pgettext_lazy("activity", "Cost"),
    "prices": pgettext_lazy("activity", "Prices"),
    "quantity_prices": pgettext_lazy("activity", "Prices by quantity"),
    "starts_at": pgettext_lazy("activity", "Starts"),
    "ends_at": pgettext_lazy("activity", "Ends"),
    "vat": pgettext_lazy("activity", "VAT"),
    "default_vat": pgettext_lazy("activity", "VAT of products that name none"),
    "standard_rate": pgettext_lazy("activity", "Standard rate of VAT"),
    "floor_kind": pgettext_lazy("activity", "Lowest price is"),
    "floor": pgettext_lazy("activity", "Lowest price"),
    "cash_fee": pgettext_lazy("activity", "Cash on delivery fee"),
    "cash_fee_vat": pgettext_lazy("activity", "VAT of the fee"),
    "amount": pgettext_lazy("activity", "Amount"),
    "given_back": pgettext_lazy("activity", "Given back"),
    "movement": pgettext_lazy("activity", "The movement"),
    "finding": pgettext_lazy("activity", "What did not agree"),
    "on_hand": pgettext_lazy("activity", "Pieces"),
    "sku": pgettext_lazy("activity", "SKU"),
    "barcode": pgettext_lazy("activity", "Barcode"),
    "weight_grams": pgettext_lazy("activity", "Weight (g)"),
    "is_active": pgettext_lazy("activity", "On sale"),
    "title": pgettext_lazy("activity", "Title"),
    "title_ar": pgettext_lazy("activity", "Title (Arabic)"),
    "title_en": pgettext_lazy("activity", "Title (English)"),
    "name_ar": pgettext_lazy("activity", "Name (Arabic)"),
    "name_en": pgettext_lazy("activity", "Name (English)"),
    "description_ar": pgettext_lazy("activity", "Description (Arabic)"),
    "description_en": pgettext_lazy("activity", "Description (English)"),
    "slug": pgettext_lazy("activity", "Address"),
    "address": pgettext_lazy("activity", "Address"),
    "status": pgettext_lazy("activity", "Status"),
    "name": lazy("Name"),
    "role": pgettext_lazy("activity", "Role"),
    "categories": pgettext_lazy("activity", "Categories"),
    "products": pgettext_lazy("activity", "Products"),
    "tags": pgettext_lazy("activity", "Tags"),
    "pictures": pgettext_lazy("activity", "Pictures"),
    "picture": pgettext_lazy("activity", "Picture"),
    "parent": pgettext_lazy("activity", "Stands below"),
    "path": pgettext_lazy("activity", "Old address"),
    "leads_to": pgettext_lazy("activity", "Leads to"),
    "is_permanent": pgettext_lazy("activity", "For good"),
    "position": pgettext_lazy("activity", "Position"),
    "rewritten": pgettext_lazy("activity", "Rewritten"),
    "products_new": pgettext_lazy("activity", "New products"),
    "products_changed": pgettext_lazy("activity", "Changed products"),
    "products_same": pgettext_lazy("activity", "Products as before"),
    "variants_new": pgettext_lazy("activity", "New variants"),
    "variants_changed": pgettext_lazy("activity", "Changed variants"),
    "variants_same": pgettext_lazy("activity", "Variants as before"),
    "stock_changed": pgettext_lazy("activity", "Stock set"),
    "pictures_added": pgettext_lazy("activity", "Pictures added"),
    "seen_at": pgettext_lazy("activity", "Seen as of"),
    "shown_as": pgettext_lazy("activity", "Seen as"),
    "language": pgettext_lazy("activity", "Language"),
    "drafts": pgettext_lazy("activity", "Drafts"),
    "version": pgettext_lazy("activity", "Version"),
    "most_uses": pgettext_lazy("activity", "Uses at most"),
    "most_customer_uses": pgettext_lazy("activity", "Uses by one customer at most"),
    "budget": pgettext_lazy("activity", "Budget"),
    "most_pieces": pgettext_lazy("activity", "Reduced pieces at most"),
    "codes": pgettext_lazy("activity", "Codes"),
    "ways": pgettext_lazy("activity", "Ways to pay"),
    "mode": pgettext_lazy("activity", "Mode"),
    "region": pgettext_lazy("activity", "Region"),
    "is_in_use": pgettext_lazy("activity", "In use"),
    "taking": pgettext_lazy("activity", "When the money is taken"),
    "keys": pgettext_lazy("activity", "Keys"),
    "bank_name": pgettext_lazy("activity", "Bank"),
    "account_holder": pgettext_lazy("activity", "Account holder"),
    "iban": pgettext_lazy("activity", "IBAN"),
}

ROLES = {
    "owner": pgettext_lazy("role", "owner"),
    "manager": pgettext_lazy("role", "manager"),
    "marketer": pgettext_lazy("role", "marketer"),
    "fulfilment": pgettext_lazy("role", "fulfilment"),
    "analyst": pgettext_lazy("role", "analyst"),
}
STATUSES = {
    "draft": pgettext_lazy("product", "Draft"),
    "published": pgettext_lazy("product", "On sale"),
    "archived": pgettext_lazy("product", "Archived"),
    **PAYMENT_STATUS,
    **ORDER_STATUS,
}
VATS = {**VAT_NAMES, "default": pgettext_lazy("activity", "as the store's products are by default")}
_KNOWN: dict[str, Mapping[str, Any]] = {
    "role": ROLES,
    "status": STATUSES,
    "finding": FINDINGS,
    "movement": {
        "done": pgettext_lazy("activity", "the money moved"),
        "not_done": pgettext_lazy("activity", "no money moved"),
    },
    "rewritten": FACTS,
    "shown_as": SHOWN_AS,
    "language": dict(settings.LANGUAGES),
    "vat": VATS,
    "default_vat": VATS,
    "cash_fee_vat": VATS,
    "floor_kind": FLOOR_NAMES,
    "region": REGIONS,
    "taking": {taking.value: words for taking, words in TAKINGS.items()},
    "mode": {"test": pgettext_lazy("activity", "test"), "live": pgettext_lazy("activity", "live")},
    "keys": {"changed": pgettext_lazy("activity", "changed")},
}
_INSTANTS = {"seen_at", "starts_at", "ends_at"}


def who(entry: AuditEntry) -> str:
    """A person by the name they had; everyone else by what they are."""
    if entry.actor_name:
        return entry.actor_name
    if entry.actor_kind == ActorKind.GATEWAY and entry.actor_id:
        return method_name(entry.actor_id).in_language(_language())
    return str(ACTOR[entry.actor_kind])


def sentence(entry: AuditEntry, address: str | None) -> SafeString:
    """What was done, with its object's name as a link where there is something to open."""
    words = SENTENCES.get((entry.kind, entry.action)) or OTHERS.get(entry.action) or lazy("Worked on “{name}”")
    facts = {}
    if told := TOLD_FACTS.get((entry.kind, entry.action)):
        fact, with_fact = told
        if fact in entry.before and fact in entry.after:
            words, facts = (
                with_fact,
                {"before": value(entry.before[fact], fact), "after": value(entry.after[fact], fact)},
            )
    return format_html(str(words), name=_name(entry, address), **facts)


def _name(entry: AuditEntry, address: str | None) -> SafeString:
    first, second = (entry.name_ar, entry.name_en) if _language() == "ar" else (entry.name_en, entry.name_ar)
    name = format_html("<bdi>{}</bdi>", first or second)
    return format_html('<a href="{}">{}</a>', address, name) if address else name


def details(entry: AuditEntry) -> Iterator[tuple[str, str, str]]:
    """(fact, before, after) of everything that changed, in words."""
    for fact in sorted(
        {*entry.before, *entry.after},
        key=lambda fact: (fact not in FACTS, list(FACTS).index(fact) if fact in FACTS else 0),
    ):
        label = str(FACTS.get(fact, fact))
        yield label, value(entry.before.get(fact), fact), value(entry.after.get(fact), fact)


def reason(entry: AuditEntry) -> str:
    return str(REASON.get(entry.reason, entry.reason))


def value(held: Any, fact: str = "") -> SafeString:
    """One value as people read it; a dash for none."""
    if held is None or held in ("", [], {}):
        return format_html("{}", "—")
    if isinstance(held, bool):
        return format_html("{}", pgettext("activity", "yes") if held else pgettext("activity", "no"))
    if isinstance(held, int):
        return format_html('<bdi dir="ltr">{}</bdi>', number_format(held, force_grouping=True))
    if isinstance(held, Mapping):
        return _of_mapping(held)
    if isinstance(held, list):
        separator = "، " if _language() == "ar" else ", "
        return format_html("{}", SafeString(separator.join(value(each, fact) for each in held)))
    if fact in _INSTANTS:
        held = date_format(localtime(datetime.fromisoformat(held)), "DATETIME_FORMAT")
    if fact == "ways":
        held = method_name(held).in_language(_language())
    known = _KNOWN.get(fact, {})
    return format_html("<bdi>{}</bdi>", known.get(held, held))


def _of_mapping(held: Mapping[str, Any]) -> SafeString:
    if held.keys() == {"minor", "currency"}:
        return format_html("<bdi>{}</bdi>", spelt(Money(held["minor"], held["currency"])))
    if held.keys() == {"share"}:
        return format_html('<bdi dir="ltr">{}</bdi>', percent(held["share"]))
    if held.keys() == {"ar", "en"}:
        first, second = (held["ar"], held["en"]) if _language() == "ar" else (held["en"], held["ar"])
        return format_html("<bdi>{}</bdi>", first or second)
    rows = (format_html("<li><bdi>{}</bdi>: {}</li>", name, value(each)) for name, each in held.items())
    return format_html("<ul>{}</ul>", SafeString("".join(rows)))


def _language() -> str:
    return (get_language() or "ar")[:2]
