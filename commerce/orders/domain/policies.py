"""What an order needs, how long its stock is held, and what payment it may be confirmed on."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from commerce.accounts.domain.policies import normal_phone, normal_short_address
from commerce.core.numerals import western_digits
from commerce.orders.domain.fulfilments import FulfilmentStatus
from commerce.orders.domain.states import UNCONFIRMED, OrderStatus
from commerce.orders.domain.values import Contact, DeliveryAddress
from commerce.payments.domain.states import PaymentStatus

# A payer has this long to go to the gateway; from then on their order is held for as long as they are paying.
ONLINE_HOLD = timedelta(minutes=15)
# Whose card is refused later than this after ordering is not asked for another: nobody holds pieces for ever.
LAST_TRY = timedelta(hours=2)
# Staff have this long to confirm what is paid at the door.
OFFLINE_HOLD = timedelta(days=7)
# Banks take a day or two, and weekends.
TRANSFER_HOLD = timedelta(hours=72)

# ISO 3166 region in which numbers without country code are read.
_REGION_OF_CURRENCY = {
    "AED": "AE", "QAR": "QA", "EGP": "EG", "KWD": "KW", "BHD": "BH", "OMR": "OM", "JOD": "JO", "IQD": "IQ",
    "MAD": "MA", "LBP": "LB", "TND": "TN", "LYD": "LY",
}  # fmt: skip

LONGEST = {
    "name": 120, "email": 254, "city": 80, "district": 120, "street": 200, "building_number": 10, "postal_code": 10,
    "notes": 300,
}  # fmt: skip

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_BUILDING = re.compile(r"[0-9]{1,5}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")


def region_of(currency: str) -> str:
    """The country a store of this currency most likely delivers in; Saudi Arabia where the currency says nothing."""
    return _REGION_OF_CURRENCY.get(currency, "SA")


def hold_for(*, is_offline: bool, is_transfer: bool) -> timedelta:
    if is_transfer:
        return TRANSFER_HOLD
    return OFFLINE_HOLD if is_offline else ONLINE_HOLD


def held_for_page(*, expires_at: datetime, page_closes_at: datetime | None) -> datetime:
    """Until when an order is held whose payer was given a page: as long as it is open, never shorter than before."""
    return expires_at if page_closes_at is None else max(expires_at, page_closes_at)


def is_time_up(*, expires_at: datetime, is_being_paid: bool, now: datetime) -> bool:
    """Whether an unconfirmed order is called off and its pieces are anybody's: not while an attempt to pay it is open,
    be its page's time not over, what the payer did being checked, or the money in review."""
    return now >= expires_at and not is_being_paid


def may_be_paid_again(current: OrderStatus, *, placed_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether an order whose payment was declined waits for another: as long as its pieces are held for it."""
    return current in UNCONFIRMED and now < min(expires_at, placed_at + LAST_TRY)


def may_confirm(payment: PaymentStatus, *, is_held: bool = False) -> bool:
    """An order is confirmed when its money is there, is held for the store, or is to be collected at the door."""
    return is_held or payment in {PaymentStatus.CAPTURED, PaymentStatus.COLLECT_ON_DELIVERY}


def may_come_back_unpaid(payment: PaymentStatus, order: OrderStatus, fulfilments: Collection[str]) -> bool:
    """Nobody took it at the door: all of it comes back, nothing was paid, and no part of it had been delivered."""
    is_on_its_way = order is OrderStatus.SHIPPED or (
        order is OrderStatus.CONFIRMED and FulfilmentStatus.SHIPPED in fulfilments
    )
    is_unpaid = payment is PaymentStatus.COLLECT_ON_DELIVERY
    return is_unpaid and is_on_its_way and FulfilmentStatus.DELIVERED not in fulfilments


def normal_contact(contact: Contact, region: str) -> Contact:
    """Texts without space around them, the phone in E.164; a phone that is none stays as it was typed."""
    phone = contact.phone.strip()
    return Contact(
        name=contact.name.strip(), phone=normal_phone(phone, region) or phone, email=contact.email.strip().lower()
    )


def normal_address(address: DeliveryAddress) -> DeliveryAddress:
    """Texts without space around them, digits as 0-9, the short address as RRRD2929; what is none stays as typed."""
    stripped = DeliveryAddress(**{name: value.strip() for name, value in asdict(address).items()})
    short = stripped.short_address
    return replace(
        stripped,
        building_number=western_digits(stripped.building_number),
        postal_code=western_digits(stripped.postal_code),
        short_address=(normal_short_address(short) or short) if short else "",
    )


def details_problems(contact: Contact, address: DeliveryAddress, region: str) -> dict[str, str]:
    """What is wrong with normal contact and address, as a code by field; empty when an order can be sent there.

    City and either a short address, or district, street and building number are needed. Formats of building number
    and postal code are the Saudi National Address's and asked for there only.
    """
    fields = {**asdict(contact), **asdict(address)}
    problems = {name: "too_long" for name, most in LONGEST.items() if len(fields[name]) > most}
    problems |= {name: "required" for name in ("name", "phone", "city") if not fields[name]}
    if contact.phone and normal_phone(contact.phone, region) is None:
        problems["phone"] = "invalid_phone"
    if contact.email and not _EMAIL.fullmatch(contact.email):
        problems["email"] = "invalid_email"
    return problems | _place_problems(address, region)


def _place_problems(address: DeliveryAddress, region: str) -> dict[str, str]:
    if address.short_address and normal_short_address(address.short_address) is None:
        return {"short_address": "invalid_short_address"}
    problems = {}
    if region == "SA" and address.building_number and not _BUILDING.fullmatch(address.building_number):
        problems["building_number"] = "invalid_building_number"
    if region == "SA" and address.postal_code and not _POSTAL_CODE.fullmatch(address.postal_code):
        problems["postal_code"] = "invalid_postal_code"
    if not address.short_address:
        for name in ("district", "street", "building_number"):
            if not getattr(address, name):
                problems[name] = "address_incomplete"
    return problems
