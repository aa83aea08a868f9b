"""The pages of a store: the base page every page type stands on, and the page types merchants write."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractPage, PageManager
from wagtail.models.pages import AbstractPageMeta
from wagtail.models.sites import SiteRootPath
from wagtail.search import index

from commerce.core.owned import InScope, OwnedWrites
from commerce.core.scope import current_scope
from wasla_site.storefront.fields import PageBodyField
from wasla_site.storefront.root_paths import root_paths_of


class StorePageManager(PageManager):
    """The scope's pages, and the root above all stores, which belongs to no tenant."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(InScope(shared_rows=True))


class StorePage(OwnedWrites, AbstractPage):
    """A page of one store. Only the root of the tree has no tenant."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", editable=False, null=True)

    objects = StorePageManager()

    search_fields: ClassVar = [*AbstractPage.search_fields, index.FilterField("tenant_id")]
    private_page_options: ClassVar = ["password", "login"]

    class Meta(AbstractPageMeta):
        constraints = [
            models.CheckConstraint(
                condition=Q(depth=1, tenant__isnull=True) | Q(depth__gt=1, tenant__isnull=False),
                name="page_root_alone_has_no_tenant",
            ),
            models.UniqueConstraint(fields=["tenant"], condition=Q(depth=2), name="page_one_home_per_tenant"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expire_at"], condition=Q(live=True, expire_at__isnull=False), name="page_to_expire"),
        ]

    def get_indexed_instance(self) -> Any:
        """None in SYSTEM, where Wagtail's average of all titles would be of all stores: publishing indexes the page."""
        return None if current_scope().is_system else super().get_indexed_instance()

    def _get_site_root_paths(self, cache_object: Any = None, **kwargs: Any) -> list[SiteRootPath]:
        """This store's only: Wagtail's own list grows with the number of tenants."""
        return root_paths_of(cache_object or self)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Our own addresses: Wagtail's would need its own catch-all route, which takes no language from the path."""
        roots = self._get_relevant_site_root_paths(request)
        if not roots:
            return None
        below_home = self.url_path[len(roots[0].root_path) :]
        path = reverse("storefront-page", args=[below_home]) if below_home else reverse("storefront-home")
        return roots[0].site_id, roots[0].root_url, path


class HomePage(StorePage):
    """The first page of a store."""

    body = PageBodyField(blank=True)

    content_panels: ClassVar = [*StorePage.content_panels, FieldPanel("body", heading=_("Content"))]
    search_fields: ClassVar = [*StorePage.search_fields, index.SearchField("body")]
    template = "storefront/home.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar = ["storefront.ContentPage"]


class ContentPage(StorePage):
    """A page of words and pictures: about us, delivery and returns, a story."""

    heading_ar = models.CharField(max_length=120, blank=True)
    heading_en = models.CharField(max_length=120, blank=True)
    body = PageBodyField(blank=True)

    content_panels: ClassVar = [
        *StorePage.content_panels,
        FieldPanel("heading_ar", heading=_("Heading, Arabic")),
        FieldPanel("heading_en", heading=_("Heading, English")),
        FieldPanel("body", heading=_("Content")),
    ]
    search_fields: ClassVar = [
        *StorePage.search_fields,
        index.SearchField("heading_ar"),
        index.SearchField("heading_en"),
        index.SearchField("body"),
    ]
    template = "storefront/content_page.html"
    parent_page_types: ClassVar = ["storefront.HomePage", "storefront.ContentPage"]
    subpage_types: ClassVar = ["storefront.ContentPage"]
