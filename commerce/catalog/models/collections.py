"""What a merchant picked by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commerce.catalog.domain.policies import LONGEST_NAME
from commerce.catalog.domain.slugs import LONGEST_SLUG
from commerce.catalog.models.products import Product
from commerce.core.bilingual import Bilingual
from commerce.core.owned import TenantForeignKey, TenantOwned


class Collection(TenantOwned):
    """Products picked and put in order by hand. It shares its addresses with categories: each is one thing's."""

    slug = models.CharField(max_length=LONGEST_SLUG)
    title_ar = models.CharField(max_length=LONGEST_NAME, blank=True)
    title_en = models.CharField(max_length=LONGEST_NAME, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="collection_slug_once"),
            models.CheckConstraint(condition=~Q(title_ar="", title_en=""), name="collection_has_a_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="collection_has_a_slug"),
        ]
        indexes = [models.Index(fields=["tenant", "-created_at", "-id"], name="collections_newest")]

    def __str__(self) -> str:
        return self.title_ar or self.title_en

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_ar, self.title_en)


class CollectionProduct(TenantOwned):
    collection = TenantForeignKey(Collection, on_delete=models.CASCADE, related_name="picks", db_index=False)
    product = TenantForeignKey(Product, on_delete=models.CASCADE, related_name="picks", db_index=False)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "collection", "product"], name="collection_product_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "collection", "position"], name="products_of_collection"),
            models.Index(fields=["tenant", "product"], name="collections_of_product"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.collection_id}"
