"""Moving a product between its statuses."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.activity import moved
from commerce.catalog.application.price_history import noting_prices
from commerce.catalog.application.refusals import CannotPublish
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.domain.policies import SoldAs, publish_problems
from commerce.catalog.domain.values import Status
from commerce.catalog.models import Product, Variant
from commerce.core.audit import record
from commerce.core.errors import NotFound


def move_product(product_id: int, wanted: Status, now: datetime) -> None:
    """The product has the status; having it already is fine. What it costs on sale is in the history from `now` on.

    Refuses NotFound, CannotPublish.
    """
    with transaction.atomic():
        product = Product.objects.select_for_update().filter(pk=product_id).first()
        if product is None:
            raise NotFound(product_id=product_id)
        if product.status == wanted:
            return
        if wanted == Status.PUBLISHED:
            check_publishable(product)
        before = product.status
        product.status = wanted
        product.changed_at = now
        with noting_prices(Variant.objects.filter(product=product), now):
            product.save(update_fields=["status", "changed_at"])
        record(moved(product, before))
        mark_goods([product_id])


def check_publishable(product: Product) -> None:
    """Refuses CannotPublish with everything that is missing."""
    variants = Variant.objects.filter(product=product).values_list("price_minor", "is_active")
    problems = publish_problems(has_title=bool(product.title), variants=[SoldAs(*row) for row in variants])
    if problems:
        raise CannotPublish(problems=list(problems))
