"""What the whole store's prices go by."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from commerce.catalog.application.queries.pricing import pricing_terms
from commerce.catalog.application.shelf_marks import mark_every_price
from commerce.catalog.domain.pricing import WHOLE, PriceFloor, PricingTerms, VatCode, floor_problem
from commerce.catalog.models import PricingSettings, VatCategory
from commerce.core.audit import Deed, difference, record
from commerce.core.bilingual import Bilingual
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.core.scope import current_tenant_id
from commerce.tenants.models import Tenant


class PricingSettingsRefused(Refusal):
    """No store can price like this. Facts: `problem`, a code of the catalog's rules."""

    code = "pricing_settings_refused"


def change_pricing_settings(
    *,
    standard_rate: int,
    default_vat: VatCode,
    floor: PriceFloor | None,
    cash_fee_minor: int,
    cash_fee_vat: VatCode,
) -> None:
    """The store's prices go by these: its standard rate of VAT in basis points, the VAT of products that name none, the
    floor of promotions, and what paying cash on delivery costs more (0: nothing). Refuses PricingSettingsRefused.
    """
    if problem := _problem(standard_rate, floor, cash_fee_minor):
        raise PricingSettingsRefused(problem=problem)
    with transaction.atomic():
        # One at a time, so that the log tells what really was before.
        ids = {row.code: row.pk for row in VatCategory.objects.order_by("pk").select_for_update()}
        before = _facts(pricing_terms())
        VatCategory.objects.filter(code=VatCode.STANDARD).update(rate=standard_rate)
        VatCategory.objects.exclude(code=default_vat).update(is_default=False)
        VatCategory.objects.filter(code=default_vat).update(is_default=True)
        PricingSettings.objects.update_or_create(
            defaults={
                "floor_kind": floor.kind.value if floor else "",
                "floor_value": floor.value if floor else 0,
                "cash_fee_minor": cash_fee_minor,
                "cash_fee_vat_id": ids[cash_fee_vat],
            }
        )
        was, is_now = difference(before, _facts(pricing_terms()))
        if was or is_now:
            store = Tenant.objects.get(pk=current_tenant_id())
            mark_every_price()
            record(Deed("store", "pricing_changed", store.pk, Bilingual(store.name_ar, store.name_en), was, is_now))


def _problem(standard_rate: int, floor: PriceFloor | None, cash_fee_minor: int) -> str | None:
    if not 0 <= standard_rate <= WHOLE:
        return "rate_out_of_range"
    if cash_fee_minor < 0:
        return "negative_price"
    return floor_problem(floor.kind, floor.value) if floor else None


def _facts(terms: PricingTerms) -> dict[str, Any]:
    codes = {category.id: category.code.value for category in terms.vat}
    fee = terms.cash_fee
    floor = terms.floor
    value = Money(floor.value, terms.currency) if floor and floor.kind == "amount" else floor and {"share": floor.value}
    return {
        "standard_rate": {"share": next(each.rate for each in terms.vat if each.code == VatCode.STANDARD)},
        "default_vat": codes[terms.default_vat_id],
        "floor_kind": floor.kind.value if floor else None,
        "floor": value,
        "cash_fee": Money(fee.amount_minor, terms.currency) if fee else None,
        "cash_fee_vat": codes[fee.vat_category_id] if fee else None,
    }
