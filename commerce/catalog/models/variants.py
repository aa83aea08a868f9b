"""What exactly is sold: options, their values, and the variants made of them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from commerce.catalog.domain.policies import LONGEST_BARCODE, LONGEST_LABEL, LONGEST_OPTION_NAME, MOST_OPTIONS
from commerce.catalog.domain.skus import LONGEST_KEY, LONGEST_SKU
from commerce.catalog.domain.values import Status
from commerce.catalog.models.fields import SkuKeyField
from commerce.catalog.models.products import Product
from commerce.core.bilingual import Bilingual
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet


class ProductOption(TenantOwned):
    """A thing a shopper chooses: size, colour. At most three to a product, numbered from 1."""

    product = TenantForeignKey(Product, on_delete=models.CASCADE, related_name="options")
    name_ar = models.CharField(max_length=LONGEST_OPTION_NAME, blank=True)
    name_en = models.CharField(max_length=LONGEST_OPTION_NAME, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "product", "position"], name="option_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=MOST_OPTIONS), name="option_position"),
            models.CheckConstraint(condition=~Q(name_ar="", name_en=""), name="option_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_en

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_ar, self.name_en)


class OptionValue(TenantOwned):
    """One of the things to choose from: 50 ml, red."""

    option = TenantForeignKey(ProductOption, on_delete=models.CASCADE, related_name="values")
    label_ar = models.CharField(max_length=LONGEST_LABEL, blank=True)
    label_en = models.CharField(max_length=LONGEST_LABEL, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "option", "label_ar", "label_en"], name="value_label_once"),
            models.CheckConstraint(condition=~Q(label_ar="", label_en=""), name="value_has_a_label"),
        ]

    def __str__(self) -> str:
        return self.label_ar or self.label_en

    @property
    def label(self) -> Bilingual:
        return Bilingual(self.label_ar, self.label_en)


class VariantQuerySet(TenantQuerySet["Variant"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def on_sale(self) -> Self:
        """What shoppers see of published products."""
        return self.active().filter(product__status=Status.PUBLISHED)

    def in_order(self) -> Self:
        return self.order_by("product_id", "position", "id")


class Variant(TenantOwned):
    """What a shopper puts in the cart. Prices in minor units of the store's currency, VAT included.

    `cost_minor` is what the store paid for a piece (null: nobody said), for the eyes of those who edit products.

    `combination` names its option values in the options' order; no two active variants of a product have the same.
    A variant with a history is never deleted, only put out of use, and its combination becomes free.
    """

    product = TenantForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=LONGEST_SKU)
    sku_key = SkuKeyField(max_length=LONGEST_KEY, sources=("sku",))
    barcode = models.CharField(max_length=LONGEST_BARCODE, blank=True)
    price_minor = models.BigIntegerField()
    compare_at_minor = models.BigIntegerField(null=True, blank=True)
    cost_minor = models.BigIntegerField(null=True, blank=True)
    weight_grams = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    combination = models.CharField(max_length=70, blank=True)

    objects: ClassVar = ScopedManager.from_queryset(VariantQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "sku_key"], name="variant_sku_once"),
            models.UniqueConstraint(
                fields=["tenant", "product", "combination"],
                condition=Q(is_active=True),
                name="variant_combination_once",
            ),
            models.CheckConstraint(condition=~Q(sku_key=""), name="variant_has_a_sku"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="variant_price_not_negative"),
            models.CheckConstraint(
                condition=Q(cost_minor=None) | Q(cost_minor__gte=0), name="variant_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(compare_at_minor=None) | Q(compare_at_minor__gt=F("price_minor")),
                name="variant_compare_at_above_price",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "sku"], name="variant_by_sku"),
            models.Index(fields=["tenant", "product", "position"], name="variants_of_product"),
        ]

    def __str__(self) -> str:
        return self.sku


class VariantOption(TenantOwned):
    """This variant has this value of this option."""

    variant = TenantForeignKey(Variant, on_delete=models.CASCADE, related_name="choices")
    option = TenantForeignKey(ProductOption, on_delete=models.CASCADE, related_name="+")
    value = TenantForeignKey(OptionValue, on_delete=models.RESTRICT, related_name="choices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "variant", "option"], name="variant_value_once")]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.value_id}"
