"""What a price is made from.

Amounts are minor units of the store's one currency, VAT included; instants have a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from commerce.promotions.domain.goods import Id


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """The unit price of a variant in the price list `price_list`, in force from `starts_at` until before `ends_at`."""

    price_list: Id
    price: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """The unit price of all pieces once the cart holds `at_least` of the variant."""

    at_least: int
    price: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant as the catalog sells it. `categories` holds those above its own too.

    `cost` is what the store paid for a piece; None: unknown, and a floor by cost then binds nothing.
    """

    variant: Id
    product: Id
    list_price: int
    vat: Id
    compare_at: int | None = None
    cost: int | None = None
    tiers: tuple[Tier, ...] = ()
    price_lists: tuple[ListedPrice, ...] = ()
    categories: frozenset[Id] = frozenset()
    collections: frozenset[Id] = frozenset()
    tags: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class CartLine:
    """`quantity` pieces of a variant. `id` is the variant's with its personalisation, never a row number."""

    id: Id
    variant: Id
    quantity: int


class FloorKind(StrEnum):
    AMOUNT = "amount"
    SHARE_OF_LIST = "share_of_list"
    SHARE_OF_COST = "share_of_cost"


@dataclass(frozen=True, slots=True)
class Floor:
    """No promotion takes a piece below `value`: minor units, or basis points of its list price or cost.

    The list price is the price list's where one is in force. A share is rounded to the nearest unit, a half up.
    """

    kind: FloorKind
    value: int


@dataclass(frozen=True, slots=True)
class VatCategory:
    """`rate` in basis points: 1500 is 15 %, and 0 is zero-rated or exempt."""

    id: Id
    rate: int


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge beside the goods, VAT of its category included."""

    amount: int
    vat: Id


@dataclass(frozen=True, slots=True)
class CashFee:
    """What paying by `payment_method` (cash on delivery) costs more."""

    amount: int
    vat: Id
    payment_method: Id


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds in the whole store. `zone` is the IANA name of its wall clock."""

    currency: str
    zone: str
    vat: tuple[VatCategory, ...]
    floor: Floor | None = None
    cash_fee: CashFee | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Who asks. A guest has no id; `has_ordered` is known of customers only."""

    id: Id | None = None
    segments: frozenset[Id] = frozenset()
    has_ordered: bool = False


GUEST = Customer()


@dataclass(frozen=True, slots=True)
class EnteredCode:
    """A code as the shopper typed it and the promotion it opens; None: no such code.

    `uses_left` counts the code itself, None is without limit. Case and outer spaces were set aside in looking it up.
    """

    code: str
    promotion: Id | None = None
    uses_left: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, for whom and on which way. None: not chosen yet."""

    instant: datetime
    customer: Customer = GUEST
    city: Id | None = None
    payment_method: Id | None = None
    codes: tuple[EnteredCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a promotion has left at this instant: None is without limit.

    `uses` of everybody, `customer_uses` of this customer, `budget` in minor units, `pieces` to be reduced (stock cap).
    """

    uses: int | None = None
    customer_uses: int | None = None
    budget: int | None = None
    pieces: int | None = None


UNLIMITED = Remaining()
RemainingByPromotion = Mapping[Id, Remaining]


@dataclass(frozen=True, slots=True)
class Cart:
    """Lines, the offers of their variants (and of gifts that can be had), and the delivery chosen, if one is.

    `givable`: the variants of which pieces can be had as gifts besides those bought; None: all that have an offer.
    """

    lines: tuple[CartLine, ...]
    offers: Mapping[Id, Offer] = field(default_factory=dict)
    shipping: Charge | None = None
    givable: frozenset[Id] | None = None
