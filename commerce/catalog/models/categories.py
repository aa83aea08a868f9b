"""Where products stand, and what they are marked with."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from commerce.catalog.domain.policies import LONGEST_NAME
from commerce.catalog.domain.slugs import LONGEST_SLUG
from commerce.core.bilingual import Bilingual
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet


class CategoryQuerySet(TenantQuerySet["Category"]):
    def top(self) -> Self:
        return self.filter(parent=None)

    def in_order(self) -> Self:
        return self.order_by("position", "id")


class Category(TenantOwned):
    """A shelf of the store, in a tree.

    `lineage` holds the ids from the top down to the category itself as "/1/5/", so that everything below a category is
    one prefix away. It is written by the use cases that place categories.
    """

    parent = TenantForeignKey(
        "catalog.Category", on_delete=models.RESTRICT, null=True, blank=True, related_name="children"
    )
    lineage = models.CharField(max_length=120, editable=False)
    slug = models.CharField(max_length=LONGEST_SLUG)
    name_ar = models.CharField(max_length=LONGEST_NAME, blank=True)
    name_en = models.CharField(max_length=LONGEST_NAME, blank=True)
    position = models.PositiveIntegerField(default=0)
    picture = TenantForeignKey("media.StoreImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager.from_queryset(CategoryQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="category_slug_once"),
            models.CheckConstraint(condition=~Q(name_ar="", name_en=""), name="category_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="category_has_a_slug"),
        ]
        indexes = [
            models.Index(fields=["tenant", "parent", "position"], name="category_children"),
            models.Index(fields=["tenant", "created_at"], name="category_age"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_en

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_ar, self.name_en)

    @property
    def lineage_ids(self) -> list[int]:
        """The ids from the top down to this category."""
        return [int(part) for part in self.lineage.split("/") if part]


class Tag(TenantOwned):
    """A word products of a store are marked with."""

    slug = models.CharField(max_length=LONGEST_SLUG)
    name_ar = models.CharField(max_length=LONGEST_NAME, blank=True)
    name_en = models.CharField(max_length=LONGEST_NAME, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="tag_slug_once"),
            models.CheckConstraint(condition=~Q(name_ar="", name_en=""), name="tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_en

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_ar, self.name_en)
