"""What prices go by, in the merchant's words."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commerce.catalog.domain.pricing import FloorKind, PricingTerms, VatCode

VAT_NAMES = {
    VatCode.STANDARD.value: _("Standard rate"),
    VatCode.ZERO.value: _("Zero-rated"),
}
FLOOR_NAMES = {
    FloorKind.AMOUNT.value: _("an amount"),
    FloorKind.SHARE_OF_LIST.value: _("a share of the list price"),
    FloorKind.SHARE_OF_COST.value: _("a share of the cost"),
}


def vat_choices(terms: PricingTerms) -> list[tuple[str, str]]:
    """(id, "Standard rate (15%)") of each of the store's kinds of VAT; before them the store's default, with no id."""
    names = {each.id: f"{VAT_NAMES[each.code]} ({percent(each.rate)})" for each in terms.vat}
    default = gettext("Default: %(vat)s") % {"vat": names[terms.default_vat_id]}
    return [("", default), *((str(pk), name) for pk, name in names.items())]


def percent(basis_points: int) -> str:
    """ "12.5%": as many decimals as there are."""
    value = Decimal(basis_points).scaleb(-2)
    return f"{number_format(value.normalize() if value % 1 else value.to_integral_value())}%"
