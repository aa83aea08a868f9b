"""What stands beside the goods on the document: the fee of a way of paying, and VAT by category."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.carts.domain.pricing.arithmetic import shared
from commerce.carts.domain.pricing.inputs import CashFee, Charge, Terms
from commerce.carts.domain.pricing.outputs import VatLine
from commerce.carts.domain.pricing.vat import vat_line
from commerce.promotions.domain.goods import Id


def fee_of(fee: CashFee | None, payment_method: Id | None, due: int) -> Charge | None:
    """What this way of paying costs more. Where nothing else is due there is no cash to collect, and no fee."""
    if fee is None or fee.payment_method != payment_method or due <= 0:
        return None
    return Charge(fee.amount, fee.vat)


def vat_of(terms: Terms, paid: Sequence[tuple[Id, int]]) -> tuple[tuple[VatLine, ...], list[int]]:
    """VAT by category, in the order of the store's categories, and the part of each amount paid that it is.

    `paid` has category and amount: the lines by id, then delivery, then fee; ties of shares go to the earlier.
    Refuses a category the store has not (ValueError).
    """
    unknown = {category for category, _ in paid} - {category.id for category in terms.vat}
    if unknown:
        raise ValueError(f"no VAT category {unknown}")
    lines, parts = [], [0] * len(paid)
    for category in terms.vat:
        places = [place for place, (of, _) in enumerate(paid) if of == category.id]
        if places:
            amounts = [paid[place][1] for place in places]
            line = vat_line(category, sum(amounts))
            lines.append(line)
            for place, part in zip(places, shared(line.vat, amounts), strict=True):
                parts[place] = part
    return tuple(lines), parts
