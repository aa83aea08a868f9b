"""What an item rule promises to take off each piece that a placement gives it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil

from commerce.promotions.domain.actions import (
    AmountOffLine,
    AmountOffPiece,
    BundlePrice,
    BuyGet,
    PercentOff,
)
from tests.commerce.carts.pricing.oracle.catalogue import Goods
from tests.commerce.carts.pricing.oracle.ids import by_id
from tests.commerce.carts.pricing.oracle.placements import BOUGHT, REDUCED, Placement, Use
from tests.commerce.carts.pricing.oracle.rules import Rule
from tests.commerce.carts.pricing.oracle.shares import part

# Places of pieces in a placement, and what is promised for each.
Promises = dict[int, Fraction]


def role_of(rule: Rule, uses: tuple[Use, ...]) -> int | None:
    return next((use.role for use in uses if use.rule is rule), None)


def used(rule: Rule, placement: Placement) -> dict[int, int]:
    """The places of the pieces that the rule uses, each with its role."""
    roles = {place: role_of(rule, piece.uses) for place, piece in enumerate(placement)}
    return {place: role for place, role in roles.items() if role is not None}


def promises(rule: Rule, placement: Placement) -> Promises | None:
    """None: the pieces do not make whole sets. A bundle's promise is for the set: see `bundle_saving`."""
    action, roles = rule.action, used(rule, placement)
    prices = {place: placement[place].goods.price for place in roles}
    match action:
        case PercentOff(share=share):
            return {place: part(share, price) for place, price in prices.items()}
        case AmountOffPiece(amount=amount):
            return {place: Fraction(amount) for place in roles}
        case AmountOffLine(amount=amount):
            return {place: Fraction(amount, placement[place].goods.quantity) for place in roles}
        case BuyGet(share=share):
            bought = [placement[place].goods for place, role in roles.items() if role == BOUGHT]
            gotten = [placement[place].goods for place, role in roles.items() if role == REDUCED]
            if not makes_sets(action, bought, gotten):
                return None
            return {place: part(share, prices[place]) for place in roles if roles[place] == REDUCED}
        case BundlePrice():
            return bundle_promises(action, roles, prices)
    raise TypeError(action)


def makes_sets(action: BuyGet, bought: list[Goods], gotten: list[Goods]) -> bool:
    """Of other goods: as many bought as that many reduced ones want. Of the same: cut from the dearest.

    Of pieces of one price those of the highest line id come first, and the last of each set are reduced.
    """
    if action.gets is not None:
        return len(bought) == action.buy * ceil(len(gotten) / action.get)
    by_highest_id = sorted([*bought, *gotten], key=lambda goods: by_id(goods.line), reverse=True)
    in_order = sorted(by_highest_id, key=lambda goods: goods.price, reverse=True)
    size = action.buy + action.get
    sets = [in_order[start : start + size] for start in range(0, len(in_order), size)]
    last = [goods.line for one in sets for goods in one[action.buy :]]
    return Counter(goods.line for goods in gotten) == Counter(last) and all(len(one) > action.buy for one in sets)


def bundle_promises(action: BundlePrice, roles: dict[int, int], prices: dict[int, int]) -> Promises | None:
    """The saving of all sets, by value."""
    filled = [list(roles.values()).count(place) for place in range(len(action.parts))]
    sets = filled[0] // action.parts[0].pieces
    if filled != [sets * part.pieces for part in action.parts]:
        return None
    value = sum(prices.values())
    saving = value - sets * action.price
    if saving <= 0:
        return None if roles else {}
    return {place: Fraction(saving * price, value) for place, price in prices.items()}
