"""What lists show of products, sort them by and find them by, kept on the product."""

from collections.abc import Iterable

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat

from commerce.catalog.models import Product, Variant

LINE_END = Value("\n", output_field=TextField())


def refresh_shelf_facts(product_ids: Iterable[int]) -> None:
    """Each product's lowest price, that variant's former price, and highest price are those of its active variants; its
    words are its folded titles and the SKUs of all its variants. One statement.

    Lists go by these prices until somebody finds what a guest really pays.
    """
    variants = Variant.objects.filter(product=OuterRef("pk"))
    active = variants.active()
    cheapest = active.order_by("price_minor", "position", "id")
    skus = StringAgg("sku_key", LINE_END, order_by="sku_key", output_field=TextField())
    all_skus = Subquery(variants.order_by().values("product").values(skus=skus))
    lowest, was = Subquery(cheapest.values("price_minor")[:1]), Subquery(cheapest.values("compare_at_minor")[:1])
    highest = Subquery(active.order_by("-price_minor").values("price_minor")[:1])
    words = ("title_ar_folded", "title_en_folded", Coalesce(all_skus, Value(""), output_field=TextField()))
    Product.objects.filter(pk__in=set(product_ids)).update(
        lowest_price_minor=lowest,
        lowest_compare_at_minor=was,
        highest_price_minor=highest,
        shelf_lowest_minor=Coalesce("shelf_lowest_minor", lowest),
        shelf_was_minor=Case(When(shelf_lowest_minor=None, then=was), default="shelf_was_minor"),
        shelf_highest_minor=Coalesce("shelf_highest_minor", highest),
        words=Concat(words[0], LINE_END, words[1], LINE_END, words[2], output_field=TextField()),
    )
