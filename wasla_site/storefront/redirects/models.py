"""The store's redirects."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from wasla_site.storefront.redirects.addresses import LONGEST_ADDRESS, LONGEST_PATH


class RedirectQuerySet(TenantQuerySet["Redirect"]):
    def leading_somewhere(self) -> Self:
        """Not to a page that is no longer published."""
        return self.filter(Q(page=None) | Q(page__live=True))


class Redirect(TenantOwned):
    """Who asks for `path`, where there is nothing, is led on: to a page, or to `address`.

    `path` is in normal form. `address` is a path of the store or a whole https address.
    """

    path = models.CharField(max_length=LONGEST_PATH)
    page = TenantForeignKey("storefront.StorePage", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    is_permanent = models.BooleanField(default=True)
    is_automatic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager.from_queryset(RedirectQuerySet)()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "path"], name="redirect_path_once"),
            models.CheckConstraint(
                condition=Q(page__isnull=False, address="") | (Q(page__isnull=True) & ~Q(address="")),
                name="redirect_leads_to_one_place",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "address"], name="redirect_by_address")]

    def __str__(self) -> str:
        return self.path
