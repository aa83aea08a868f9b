"""What a price is made from, as the catalog keeps it. Amounts are minor units, VAT included; instants have a zone.

The catalog decides no price beyond what stands on the shelf: carts price, from these values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise

from commerce.core.bilingual import Bilingual

# Basis points.
WHOLE = 10_000
HIGHEST_SHARE = 100_000
STANDARD_RATE = 1_500
MOST_QUANTITY_PRICES = 5
MOST_LISTED = 1_000


class VatCode(StrEnum):
    """Kinds of goods for VAT: at the standard rate, and zero-rated."""

    STANDARD = "standard"
    ZERO = "zero"


class FloorKind(StrEnum):
    """What the least price of a piece is said in: an amount, a share of its list price, or a share of its cost."""

    AMOUNT = "amount"
    SHARE_OF_LIST = "share_of_list"
    SHARE_OF_COST = "share_of_cost"


@dataclass(frozen=True, slots=True)
class ScheduledPrice:
    """What the price list says of one variant, from `starts_at` until before `ends_at` (None: for good)."""

    price_list_id: int
    price_minor: int
    starts_at: datetime
    ends_at: datetime | None

    def is_in_force(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True)
class TierPrice:
    """What each piece costs once the cart holds `at_least` of the variant."""

    at_least: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class PricingOffer:
    """Everything the catalog knows of a variant that can move its price.

    `cost_minor` None: unknown. `price_lists` are those that have not ended, by start. `category_ids` holds those above
    its own too. `tiers` rise.
    """

    variant_id: int
    product_id: int
    list_price_minor: int
    compare_at_minor: int | None
    cost_minor: int | None
    price_lists: tuple[ScheduledPrice, ...]
    tiers: tuple[TierPrice, ...]
    category_ids: frozenset[int]
    collection_ids: frozenset[int]
    tag_ids: frozenset[int]
    vat_category_id: int


@dataclass(frozen=True, slots=True)
class VatRate:
    """`rate` in basis points."""

    id: int
    code: VatCode
    rate: int


@dataclass(frozen=True, slots=True)
class PriceFloor:
    """`value` in minor units, or in basis points of the list price or cost."""

    kind: FloorKind
    value: int


@dataclass(frozen=True, slots=True)
class CashFee:
    """What paying cash on delivery costs more."""

    amount_minor: int
    vat_category_id: int


@dataclass(frozen=True, slots=True)
class PricingTerms:
    """What holds in the whole store. `zone` is the IANA name of its wall clock.

    `default_vat_id` is the VAT of what names none. No floor, or no fee, is None.
    """

    currency: str
    zone: str
    vat: tuple[VatRate, ...]
    default_vat_id: int
    floor: PriceFloor | None
    cash_fee: CashFee | None


@dataclass(frozen=True, slots=True)
class PriceListDraft:
    """A price list as a merchant wants it; `prices` by variant id."""

    name: Bilingual
    starts_at: datetime
    ends_at: datetime | None
    prices: Mapping[int, int]

    @property
    def version(self) -> str:
        """The same for lists that say the same, in whatever order."""
        dates = [at and at.astimezone(UTC).isoformat() for at in (self.starts_at, self.ends_at)]
        said = [self.name.ar, self.name.en, *dates, sorted(self.prices.items())]
        return sha256(json.dumps(said).encode()).hexdigest()


def shelf_price(list_price: int, scheduled: Iterable[ScheduledPrice], at: datetime) -> int:
    """What one piece costs at that instant: the lowest of the price lists in force, or else the list price."""
    return min((price.price_minor for price in scheduled if price.is_in_force(at)), default=list_price)


def price_list_problem(draft: PriceListDraft) -> str | None:
    """The first reason why no price list can be like this; None when one can."""
    if not draft.name:
        return "name_missing"
    if draft.ends_at is not None and draft.ends_at <= draft.starts_at:
        return "ends_before_start"
    if len(draft.prices) > MOST_LISTED:
        return "too_many_prices"
    if any(price < 0 for price in draft.prices.values()):
        return "negative_price"
    return None


def tiers_problem(tiers: Sequence[TierPrice]) -> str | None:
    """Why these are no prices by quantity: each begins at two pieces or more, and more pieces cost less each."""
    if len(tiers) > MOST_QUANTITY_PRICES:
        return "too_many_tiers"
    rising = sorted(tiers, key=lambda tier: tier.at_least)
    if any(tier.at_least < 2 for tier in tiers):
        return "tier_of_one_piece"
    if any(tier.price_minor < 0 for tier in tiers):
        return "negative_price"
    pairs = list(pairwise(rising))
    if any(tier.at_least == following.at_least for tier, following in pairs):
        return "tier_twice"
    if any(following.price_minor >= tier.price_minor for tier, following in pairs):
        return "tier_not_cheaper"
    return None


def floor_problem(kind: FloorKind | None, value: int) -> str | None:
    """`floor_out_of_range`: an amount below nothing, a share of the list price above it, or of ten times the cost."""
    most = {FloorKind.SHARE_OF_LIST: WHOLE, FloorKind.SHARE_OF_COST: HIGHEST_SHARE}.get(kind) if kind else 0
    return "floor_out_of_range" if value < 0 or (most is not None and value > most) else None
