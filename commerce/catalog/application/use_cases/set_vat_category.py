"""Which VAT is in a product's prices."""

from django.db import transaction

from commerce.catalog.models import Product, VatCategory
from commerce.core.audit import Deed, record
from commerce.core.changes import mark_changed
from commerce.core.errors import NotFound


def set_vat_category(*, product_id: int, vat_category_id: int | None) -> None:
    """The product is taxed so; None: as the store's products are by default. Refuses NotFound."""
    with transaction.atomic():
        codes: dict[int | None, str] = dict(VatCategory.objects.values_list("pk", "code"))
        product = Product.objects.select_for_update(of=("self",)).filter(pk=product_id).first()
        if product is None:
            raise NotFound(product_id=product_id)
        if vat_category_id is not None and vat_category_id not in codes:
            raise NotFound(vat_category_id=vat_category_id)
        before = product.vat_category_id
        if before == vat_category_id:
            return
        product.vat_category_id = vat_category_id
        product.save(update_fields=["vat_category"])
        was, is_now = ({"vat": codes.get(pk, "default")} for pk in (before, vat_category_id))
        record(Deed("product", "vat_changed", product_id, product.title, was, is_now))
        mark_changed("product", [product_id])
