"""VAT that prices include, by category on the document."""

from __future__ import annotations

from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.inputs import VatCategory
from commerce.carts.domain.pricing.outputs import VatLine
from commerce.promotions.domain.actions import WHOLE


def vat_within(gross: int, rate: int) -> int:
    """The VAT in an amount that includes it, to the nearest unit, a half up."""
    return nearest(gross, rate, WHOLE + rate)


def vat_line(category: VatCategory, gross: int) -> VatLine:
    """The category on the document: `taxable` is what the VAT is exactly due on, and `rounding` the rest.

    One gross amount in eight at 15 % has no exact split: 10.00 = 8.69 + 1.30 + 0.01.
    """
    vat = vat_within(gross, category.rate)
    exact = (taxable for taxable in _near(gross - vat) if nearest(taxable, category.rate) == vat)
    taxable = next(exact)
    return VatLine(category.id, category.rate, gross, taxable, vat, gross - taxable - vat)


def _near(taxable: int) -> tuple[int, int, int]:
    return taxable, taxable - 1, taxable + 1
