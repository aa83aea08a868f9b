"""Products and what hangs on them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from commerce.catalog.domain.policies import LONGEST_TITLE
from commerce.catalog.domain.slugs import LONGEST_SLUG
from commerce.catalog.domain.values import Status
from commerce.catalog.models.categories import Category
from commerce.catalog.models.fields import FoldedField
from commerce.catalog.models.pricing import VatCategory
from commerce.core.bilingual import Bilingual
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet


class ProductQuerySet(TenantQuerySet["Product"]):
    def on_sale(self) -> Self:
        """What shoppers see: published, and with a price."""
        return self.filter(status=Status.PUBLISHED, lowest_price_minor__isnull=False)

    def in_category(self, slug: str) -> Self:
        """Standing in the category of this slug or anywhere below it.

        Asks for the categories at once: with their keys at hand PostgreSQL knows how many products they hold, and
        walks the store's products in their order where there are many.
        """
        lineage = Subquery(Category.objects.filter(slug=slug).values("lineage")[:1])
        shelves = list(Category.objects.filter(lineage__startswith=lineage).values_list("pk", flat=True))
        return self.filter(Exists(ProductCategory.objects.filter(product=OuterRef("pk"), category__in=shelves)))

    def reduced(self) -> Self:
        return self.filter(shelf_was_minor__gt=F("shelf_lowest_minor"))

    def matching(self, folded: str) -> Self:
        """With these folded words in a title, or in the SKU of a variant."""
        return self.filter(words__contains=folded)


class Product(TenantOwned):
    """Something the store sells, in one or more variants.

    `lowest_price_minor` … `highest_price_minor` follow from the active variants (null: there are none); `words` are the
    folded titles and the SKUs of all variants, a line each, so that finding looks through one column. Every use case
    that writes variants keeps both. `shelf_lowest_minor` … `shelf_until` are `ShelfFacts`, what a guest pays as found
    last by those who price; shoppers' lists are sorted and filtered by them. Descriptions are safe HTML
    (`domain.descriptions`). `vat_category` null: what the store's products have by default.
    """

    slug = models.CharField(max_length=LONGEST_SLUG)
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Status], default=Status.DRAFT.value)
    title_ar = models.CharField(max_length=LONGEST_TITLE, blank=True)
    title_en = models.CharField(max_length=LONGEST_TITLE, blank=True)
    title_ar_folded = FoldedField(max_length=LONGEST_TITLE, sources=("title_ar", "title_en"))
    title_en_folded = FoldedField(max_length=LONGEST_TITLE, sources=("title_en", "title_ar"))
    description_ar = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    lowest_price_minor = models.BigIntegerField(null=True, editable=False)
    lowest_compare_at_minor = models.BigIntegerField(null=True, editable=False)
    highest_price_minor = models.BigIntegerField(null=True, editable=False)
    shelf_lowest_minor = models.BigIntegerField(null=True, editable=False)
    shelf_was_minor = models.BigIntegerField(null=True, editable=False)
    shelf_highest_minor = models.BigIntegerField(null=True, editable=False)
    shelf_until = models.DateTimeField(null=True, editable=False)
    words = models.TextField(default="", editable=False)
    vat_category = TenantForeignKey(
        VatCategory, on_delete=models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar = ScopedManager.from_queryset(ProductQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="product_slug_once"),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="product_status_known"),
            models.CheckConstraint(condition=~Q(slug=""), name="product_has_a_slug"),
        ]
        indexes = [
            models.Index(fields=["tenant", "created_at"], name="product_age"),
            models.Index(fields=["tenant", "status", "-created_at", "-id"], name="product_newest"),
            models.Index(fields=["tenant", "status", "lowest_price_minor", "id"], name="product_by_price"),
            models.Index(fields=["tenant", "status", "shelf_lowest_minor", "id"], name="product_by_shelf_price"),
            models.Index(fields=["shelf_until"], name="product_shelf_until", condition=Q(shelf_until__isnull=False)),
            models.Index(fields=["tenant", "status", "title_ar_folded", "id"], name="product_by_title_ar"),
            models.Index(fields=["tenant", "status", "title_en_folded", "id"], name="product_by_title_en"),
        ]

    def __str__(self) -> str:
        return self.title_ar or self.title_en or self.slug

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_ar, self.title_en)


class ProductCategory(TenantOwned):
    """This product stands in this category; in the one of the lowest position first of all."""

    product = TenantForeignKey(Product, on_delete=models.CASCADE, related_name="places")
    category = TenantForeignKey(Category, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "product", "category"], name="product_category_once"),
        ]
        indexes = [models.Index(fields=["tenant", "category", "product"], name="products_of_category")]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.category_id}"


class ProductTag(TenantOwned):
    product = TenantForeignKey(Product, on_delete=models.CASCADE, related_name="marks")
    tag = TenantForeignKey("catalog.Tag", on_delete=models.CASCADE, related_name="marks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "product", "tag"], name="product_tag_once")]
        indexes = [models.Index(fields=["tenant", "tag", "product"], name="products_of_tag")]

    def __str__(self) -> str:
        return f"{self.product_id} marked {self.tag_id}"


class ProductImage(TenantOwned):
    """A picture of a product, the first one its face; with a variant, that variant's face."""

    product = TenantForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    image = TenantForeignKey("media.StoreImage", on_delete=models.CASCADE, related_name="+")
    variant = TenantForeignKey(
        "catalog.Variant", on_delete=models.SET_NULL, null=True, blank=True, related_name="images"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "product", "image"], name="product_image_once"),
        ]
        indexes = [models.Index(fields=["tenant", "product", "position"], name="images_of_product")]

    def __str__(self) -> str:
        return f"{self.image_id} of {self.product_id}"
