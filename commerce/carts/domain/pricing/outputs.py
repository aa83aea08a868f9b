"""What a cart costs. Amounts are minor units of `currency`, VAT included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from commerce.carts.domain.pricing.reasons import Reason
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id

Facts = Mapping[str, object]


class PriceSource(StrEnum):
    """Where a unit price comes from."""

    LIST = "list"
    PRICE_LIST = "price_list"
    TIER = "tier"


@dataclass(frozen=True, slots=True)
class Share:
    """What one action of a promotion takes off one line, or off the delivery: `amount`, over `pieces` pieces.

    `action` is its place in the promotion. Pieces bought to get others count in `pieces` and bear nothing.
    """

    promotion: Id
    version: Id
    action: int
    layer: Layer
    amount: int
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line in the order of ids. `gross` is quantity × unit price; `total`, what is paid, is gross less the shares.

    `source_id` names the price list, or the tier by its number of pieces. `vat` is the part of `total` that is VAT.
    """

    id: Id
    variant: Id
    quantity: int
    list_price: int
    unit_price: int
    source: PriceSource
    source_id: Id | None
    compare_at: int | None
    gross: int
    shares: tuple[Share, ...]
    total: int
    vat_category: Id
    vat: int

    @property
    def discount(self) -> int:
        return self.gross - self.total


@dataclass(frozen=True, slots=True)
class GiftLine:
    """A line of price nought: `quantity` pieces of a variant for nothing."""

    promotion: Id
    version: Id
    action: int
    variant: Id
    quantity: int


@dataclass(frozen=True, slots=True)
class PricedCharge:
    """Delivery or fee: its price, what promotions take off it, what is paid and the VAT in that."""

    price: int
    shares: tuple[Share, ...]
    total: int
    vat_category: Id
    vat: int


@dataclass(frozen=True, slots=True)
class VatLine:
    """A category on the document: taxable + vat + rounding = gross, and rounding is −1, 0 or 1."""

    category: Id
    rate: int
    gross: int
    taxable: int
    vat: int
    rounding: int


class Cut(StrEnum):
    """What made a discount smaller than its action promises."""

    FLOOR = "floor"
    CAP_PER_ORDER = "cap_per_order"
    BUDGET = "budget"
    STOCK_CAP = "stock_cap"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Why:
    """A reason with the facts that words and the next step need."""

    reason: Reason
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineShare:
    """What an action takes off the line `line`, and over how many pieces; bought pieces bear nothing and count.

    `reduced` are those of them that it reduces, though a small part of a sum may round to nought.
    """

    line: Id
    amount: int
    pieces: int = 0
    reduced: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one action. One that `applies` took `amount` off, as `shares` say (a gift: nothing).

    `whys`: everything that keeps it from applying; of one that applies, what keeps it from giving more (a step or a
    set within reach). `not_on`: the lines it aims at and takes nothing off, by the reason. `cut_by`: what made the
    amount smaller than promised.
    """

    promotion: Id
    version: Id
    action: int
    layer: Layer
    applies: bool
    amount: int = 0
    shares: tuple[LineShare, ...] = ()
    whys: tuple[Why, ...] = ()
    not_on: tuple[tuple[Reason, tuple[Id, ...]], ...] = ()
    cut_by: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeVerdict:
    """What became of an entered code: it applies, or everything that keeps its promotion from applying."""

    code: str
    promotion: Id | None
    whys: tuple[Why, ...] = ()

    @property
    def applies(self) -> bool:
        return not self.whys


@dataclass(frozen=True, slots=True)
class PricedCart:
    """What is to be paid, and why: `verdicts` of all actions, strongest first, and of the codes entered.

    `instant` is the one it was priced at, in ISO 8601. `goods` sums what lines cost before promotions, `discount` what
    promotions took off them; `total` = goods − discount + shipping + fee. `shipping` is None until a delivery is
    chosen, `fee` where the way of paying costs nothing more, or nothing else is due. `narrowed`: rules share goods in
    more ways than are tried, so promotions take off the most that was found, and perhaps not the most there is.
    """

    currency: str
    instant: str
    lines: tuple[PricedLine, ...]
    gifts: tuple[GiftLine, ...]
    shipping: PricedCharge | None
    fee: PricedCharge | None
    vat: tuple[VatLine, ...]
    goods: int
    discount: int
    total: int
    verdicts: tuple[Verdict, ...] = ()
    codes: tuple[CodeVerdict, ...] = ()
    narrowed: bool = False
