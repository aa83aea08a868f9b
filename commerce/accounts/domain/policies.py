"""What each role may do in a store, and the one form in which people's addresses are kept."""

import re
from collections.abc import Iterable
from enum import StrEnum

import phonenumbers

from commerce.core.numerals import western_digits


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    MARKETER = "marketer"
    FULFILMENT = "fulfilment"
    ANALYST = "analyst"


class Right(StrEnum):
    """A thing staff can be trusted with, in the merchant's words."""

    ENTER = "enter"
    EDIT_PAGES = "edit_pages"
    EDIT_MEDIA = "edit_media"
    RUN_PROMOTIONS = "run_promotions"
    VIEW_PROMOTIONS = "view_promotions"
    VIEW_PRODUCTS = "view_products"
    EDIT_PRODUCTS = "edit_products"
    EDIT_STOCK = "edit_stock"
    VIEW_ORDERS = "view_orders"
    MOVE_ORDERS = "move_orders"
    EDIT_SETTINGS = "edit_settings"
    MANAGE_PAYMENTS = "manage_payments"
    MANAGE_STAFF = "manage_staff"
    VIEW_ACTIVITY = "view_activity"


_EVERYTHING = frozenset(Right)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: _EVERYTHING,
    Role.MANAGER: _EVERYTHING - {Right.EDIT_SETTINGS},
    Role.MARKETER: frozenset(
        {
            Right.ENTER,
            Right.EDIT_PAGES,
            Right.EDIT_MEDIA,
            Right.RUN_PROMOTIONS,
            Right.VIEW_PROMOTIONS,
            Right.VIEW_PRODUCTS,
        }
    ),
    Role.FULFILMENT: frozenset(
        {Right.ENTER, Right.VIEW_PRODUCTS, Right.EDIT_STOCK, Right.VIEW_ORDERS, Right.MOVE_ORDERS}
    ),
    Role.ANALYST: frozenset({Right.ENTER, Right.VIEW_PRODUCTS, Right.VIEW_ORDERS, Right.VIEW_PROMOTIONS}),
}


def rights_of(role: str | None) -> frozenset[Right]:
    """Everything a member of this role may do; nothing for a person who is no member."""
    return RIGHTS[Role(role)] if role else frozenset()


def roles_with_any(rights: Iterable[Right]) -> frozenset[Role]:
    """The roles that hold at least one of these rights."""
    wanted = frozenset(rights)
    return frozenset(role for role, held in RIGHTS.items() if held & wanted)


def may_manage(manager: Role, role: Role) -> bool:
    """Whether somebody of the first role may make people of the second, change them or take them out.

    Nobody gives or takes what they have not themselves: a manager manages everyone but owners.
    """
    return Right.MANAGE_STAFF in RIGHTS[manager] and RIGHTS[role] <= RIGHTS[manager]


def manageable_roles(manager: Role) -> tuple[Role, ...]:
    return tuple(role for role in Role if may_manage(manager, role))


def normal_email(text: str) -> str:
    """The form in which e-mail addresses are stored and compared: no space around, lower case."""
    return text.strip().lower()


def normal_phone(text: str, region: str = "SA") -> str | None:
    """The number in E.164 (+9665…), or None when it is no possible number of any country.

    Read with Western or Arabic-Indic digits; a number without country code is one of `region` (ISO 3166).
    """
    try:
        number = phonenumbers.parse(western_digits(text), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_SHORT_ADDRESS = re.compile(r"[A-Z]{4}[0-9]{4}")


def normal_short_address(text: str) -> str | None:
    """The Saudi short address as four letters and four digits (RRRD2929), or None when the text is none.

    Source: National Address, short code; spaces, hyphens, small letters and Arabic-Indic digits are accepted.
    """
    code = re.sub(r"[\s-]", "", western_digits(text)).upper()
    return code if _SHORT_ADDRESS.fullmatch(code) else None
