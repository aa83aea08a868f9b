"""What an order is made of, as others read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commerce.carts.domain.values import Discount, Shopper
from commerce.catalog.domain.values import Picture
from commerce.core.actors import GUEST, Actor, ActorKind
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money


def actor_of(shopper: Shopper) -> Actor:
    """The shopper as one who moves an order; a guest's key is a secret and stays out."""
    return GUEST if shopper.customer_id is None else Actor(ActorKind.CUSTOMER, str(shopper.customer_id))


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the carrier calls; the phone in E.164 once it is checked."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryAddress:
    """Where the parcel goes: a short national address, or district, street and building."""

    city: str
    district: str = ""
    street: str = ""
    building_number: str = ""
    postal_code: str = ""
    short_address: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """A line as it was sold; `discounts` of single goods are taken off in `line_total`.

    A gift costs nothing and tells the offer it came with, `given_by`.
    """

    variant_id: int | None
    sku: str
    title: Bilingual
    option_label: Bilingual
    picture: Picture | None
    quantity: int
    unit_price: Money
    line_total: Money
    discounts: tuple[Discount, ...] = ()
    is_gift: bool = False
    given_by: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class MoveView:
    """The order came into `status` at that instant (UTC); `actor_id` is empty for guests and the system."""

    status: str
    at: datetime
    actor_kind: str
    actor_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class PieceView:
    """So many pieces of a line; `line_id` is what commands call it."""

    line_id: int
    title: Bilingual
    option_label: Bilingual
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class FulfilmentView:
    """Pieces that travel together, the order's `position`-th; `moves` hold values of `FulfilmentStatus`."""

    id: int
    position: int
    status: str
    tracking_number: str
    pieces: tuple[PieceView, ...]
    moves: tuple[MoveView, ...]


@dataclass(frozen=True, slots=True)
class ReturnView:
    """Pieces that come back together, the order's `position`-th return; `amount` went back for them or is on its way,
    None where nothing did, of what is `owed`; `missing` was not sent, or came to nothing, and can still be; `otherwise`
    went back, or is on its way, by another way than for this return. `was_never_sent`: they were called off, and come
    back from nobody. `moves` hold values of `ReturnStatus`."""

    id: int
    position: int
    status: str
    pieces: tuple[PieceView, ...]
    was_never_sent: bool
    is_restocked: bool
    amount: Money | None
    owed: Money
    missing: Money
    otherwise: Money
    moves: tuple[MoveView, ...]


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list."""

    number: int
    token: str
    placed_at: datetime
    status: str
    total: Money
    payment_method: str


@dataclass(frozen=True, slots=True)
class OrderGlance:
    """An order as the desk's first page tells it: whose, how much, and what it waits for."""

    id: int
    number: int
    name: str
    placed_at: datetime
    status: str
    total: Money


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as its page tells it, with the figures it was placed with; `vat` is contained in `total`, and None of an
    order from before it was kept. `left` is still to be paid.

    `refund_due`: it was paid, is not sent, and not all has gone back; `is_given_back`: all that was paid has.
    `came_back`: nobody took it at the door. `payment_being_checked`: the payer did their part and the gateway has
    not said what came of it, so nobody is asked to pay again (`can_pay`); nor where `money_is_parked`: something
    else came than was asked for, and the store has still to look at it. `was_declined`: the last try to pay it came
    to nothing; its pieces are held until `kept_until` (UTC) for another. `awaits_transfer`: the payer's bank is to
    send the money, and not all of it has been seen yet.
    """

    id: int
    number: int
    token: str
    status: str
    placed_at: datetime
    language: str
    lines: tuple[OrderLineView, ...]
    subtotal: Money
    discounts: tuple[Discount, ...]
    shipping: Money
    fee: Money | None
    total: Money
    vat: Money | None
    payment_id: int
    payment_method: str
    payment_method_name: Bilingual
    payment_status: str
    left: Money
    name: str
    phone: str
    email: str
    city: str
    district: str
    street: str
    building_number: str
    postal_code: str
    short_address: str
    notes: str
    moves: tuple[MoveView, ...]
    refund_due: bool
    came_back: bool
    is_given_back: bool
    can_pay: bool
    was_declined: bool
    kept_until: datetime
    awaits_transfer: bool
    payment_being_checked: bool
    money_is_parked: bool
