"""What next: what a shopper is told unasked about offers that are near."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from commerce.carts.domain.pricing.explaining import Upsell, upsells
from commerce.carts.domain.pricing.outputs import PricedCart, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.promotions.domain.goods import Id

MOST_HINTS = 3
# What begins later than this is no reason to wait.
LOOKED_AHEAD = timedelta(days=7)

# One answer away.
_ASKED = frozenset({Reason.CHOOSE_PAYMENT_METHOD, Reason.CHOOSE_CITY, Reason.SIGN_IN})


def hints(priced: PricedCart) -> tuple[Upsell, ...]:
    """First what little is missing in the cart, then what one answer brings, then what begins soon, the soonest first.

    A promotion is told of once, and there are at most MOST_HINTS. Of one behind a code nobody hears before entering it,
    and then the code itself says what is missing.
    """
    near = [each for each in upsells(priced) if _is_near(each.why)]
    soon = sorted(_single(priced, _is_soon(priced)), key=_begins)
    of_codes = {code.promotion for code in priced.codes}
    found: dict[Id, Upsell] = {}
    for each in (*near, *_single(priced, _is_asked), *soon):
        if each.promotion not in of_codes:
            found.setdefault(each.promotion, each)
    return tuple(found.values())[:MOST_HINTS]


def _is_near(why: Why) -> bool:
    """Half of a minimum spend is in the cart already; of pieces any number is near."""
    if why.reason is not Reason.SPEND_MORE:
        return True
    missing, minimum = int(str(why.facts["missing"])), int(str(why.facts["minimum"]))
    return 2 * missing <= minimum


def _single(priced: PricedCart, is_told: Callable[[Why], bool]) -> Iterator[Upsell]:
    for verdict in priced.verdicts:
        if not verdict.applies and len(verdict.whys) == 1 and is_told(verdict.whys[0]):
            yield Upsell(verdict.promotion, applies=False, why=verdict.whys[0])


def _is_asked(why: Why) -> bool:
    return why.reason in _ASKED


def _is_soon(priced: PricedCart) -> Callable[[Why], bool]:
    until = datetime.fromisoformat(priced.instant) + LOOKED_AHEAD

    def is_told(why: Why) -> bool:
        begins = _instant_of(why)
        return begins is not None and begins <= until

    return is_told


def _begins(hint: Upsell) -> datetime:
    begins = _instant_of(hint.why)
    assert begins is not None
    return begins


def _instant_of(why: Why) -> datetime | None:
    name = {Reason.NOT_STARTED: "starts_at", Reason.OUTSIDE_HOURS: "opens_at"}.get(why.reason)
    told = why.facts.get(name) if name else None
    return None if told is None else datetime.fromisoformat(str(told))
