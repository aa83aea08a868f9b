"""The pages of a store: the base page every page type stands on, and the page types merchants write."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel
from wagtail.models import AbstractPage, PageManager
from wagtail.models.pages import AbstractPageMeta
from wagtail.models.sites import SiteRootPath
from wagtail.query import PageQuerySet
from wagtail.search import index

from commerce.accounts.domain.policies import Right
from commerce.core.errors import Refusal
from commerce.core.owned import InScope, OwnedWrites, TenantQuerySet
from commerce.core.scope import current_scope
from wasla_site.storefront.fields import PageBodyField
from wasla_site.storefront.kept_revisions import keep_unless_page_goes
from wasla_site.storefront.page_forms import StorePageForm
from wasla_site.storefront.page_rights import StorePagePermissionTester
from wasla_site.storefront.redirects.use_cases.keep_old_addresses import keep_old_addresses
from wasla_site.storefront.root_paths import root_paths_of


def address_in_store(url_path: str) -> str:
    """Wagtail's path of a page begins with its store's home; the store's own addresses begin below it."""
    return "/" + url_path.lstrip("/").partition("/")[2]


class HomePageStays(Refusal):
    """A store's first page is neither deleted nor taken off the web: without it the store has no face."""

    code = "home_page_stays"


class StorePageQuerySet(TenantQuerySet["StorePage"], PageQuerySet):
    """Wagtail's questions about pages, with the scope's bulk writes."""


class StorePageManager(PageManager.from_queryset(StorePageQuerySet)):  # type: ignore[misc]
    """The scope's pages, and the root above all stores, which belongs to no tenant."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(InScope(shared_rows=True))


class StorePage(OwnedWrites, AbstractPage):
    """A page of one store. Only the root of the tree has no tenant."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", editable=False, null=True)
    live_revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=keep_unless_page_goes,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    objects = StorePageManager()

    # Set where the page above is at hand anyway, so that `get_parent` need not ask for it.
    known_parent: StorePage | None = None

    search_fields: ClassVar[list[Any]] = [*AbstractPage.search_fields, index.FilterField("tenant_id")]
    private_page_options: ClassVar[list[str]] = []
    # What one needs besides EDIT_PAGES to write pages of this type.
    needed_right: ClassVar[Right | None] = None

    class Meta(AbstractPageMeta):
        constraints = [
            models.CheckConstraint(
                condition=Q(depth=1, tenant__isnull=True) | Q(depth__gt=1, tenant__isnull=False),
                name="page_root_alone_has_no_tenant",
            ),
            models.UniqueConstraint(fields=["tenant"], condition=Q(depth=2), name="page_one_home_per_tenant"),
            models.CheckConstraint(condition=Q(live=True) | ~Q(depth=2), name="page_home_is_live"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expire_at"], condition=Q(live=True, expire_at__isnull=False), name="page_to_expire"),
        ]

    def get_indexed_instance(self) -> Any:
        """None in SYSTEM, where Wagtail's average of all titles would be of all stores: publishing indexes the page."""
        return None if current_scope().is_system else super().get_indexed_instance()

    def validate_constraints(self, exclude: Any = None) -> None:
        """Left to PostgreSQL: ours speak of the tree, of which no form has a field, and Django asks thrice for each."""

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuses HomePageStays. Whoever may not delete was refused before, by `permissions_for_user`."""
        if self.depth == 2:
            raise HomePageStays(page=self.pk)
        return super().delete(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Refuses HomePageStays; the database refuses a home page that is not live, however it is written."""
        if self.depth == 2:
            raise HomePageStays(page=self.pk)
        super().unpublish(*args, **kwargs)

    def _get_site_root_paths(self, *args: Any, **kwargs: Any) -> list[SiteRootPath]:
        """This store's only: Wagtail's own list grows with the number of tenants."""
        return root_paths_of(self)

    def is_site_root(self) -> bool:
        """Wagtail would look for a site of this page; a store has one, at its home."""
        return bool(self.depth == 2)

    def get_url(self, request: Any = None, current_site: Any = None) -> str | None:
        """Without a host: Wagtail would look for the site of the request first, to see whether it is another one."""
        parts = self.get_url_parts(request)
        return None if parts is None else parts[2]

    def get_parent(self, update: bool = False) -> Any:
        return super().get_parent(update) if update or self.known_parent is None else self.known_parent

    def get_latest_revision(self) -> Any:
        """Asked for once, also where it is the one that is shown."""
        if self.live_revision_id is not None and self.live_revision_id == self.latest_revision_id:
            shown: Any = self.live_revision
            self.latest_revision = shown
        return super().get_latest_revision()

    def get_specific(self, *args: Any, **kwargs: Any) -> Any:
        """Wagtail's, which reads the page anew: revisions that are known are not asked for again."""
        specific = super().get_specific(*args, **kwargs)
        for key in ("latest_revision", "live_revision"):
            known = self._state.fields_cache.get(key)
            if known is not None and known.pk == getattr(specific, f"{key}_id"):
                setattr(specific, key, known)
        return specific

    def permissions_for_user(self, user: Any) -> StorePagePermissionTester:
        return StorePagePermissionTester(user, self)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Our own addresses: Wagtail's would need its own catch-all route, which takes no language from the path."""
        roots = self._get_relevant_site_root_paths(request)
        if not roots:
            return None
        below_home = self.address_in_store.removeprefix("/")
        path = reverse("storefront-page", args=[below_home]) if below_home else reverse("storefront-home")
        return roots[0].site_id, roots[0].root_url, path

    @property
    def address_in_store(self) -> str:
        """The page's path without a language, as `/about/`: what is behind the home page's own step."""
        return address_in_store(self.url_path)

    def _update_descendant_url_paths(self, old_url_path: str, new_url_path: str) -> None:
        """Wagtail calls this whenever a saved page has another path. Whoever asks for the old addresses is led on."""
        super()._update_descendant_url_paths(old_url_path, new_url_path)
        before, after = address_in_store(old_url_path), address_in_store(new_url_path)
        branch = self.get_descendants(inclusive=True).live().values_list("pk", "url_path")
        moved = {pk: address_in_store(path) for pk, path in branch}
        keep_old_addresses(moved={pk: (before + path.removeprefix(after), path) for pk, path in moved.items()})


class HomePage(StorePage):
    """The first page of a store."""

    body = PageBodyField(verbose_name=_("Content"), blank=True)

    # Not Wagtail's panel for titles, which looks for the slug to fill.
    content_panels: ClassVar = [FieldPanel("title"), FieldPanel("body")]
    search_fields: ClassVar = [*StorePage.search_fields, index.SearchField("body")]
    template = "storefront/home.html"
    # It has one address, the store's own, and is always there: nothing to name and nothing to schedule.
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar = [CommentPanel()]
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar = ["storefront.ContentPage", "storefront.CampaignPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class ContentPage(StorePage):
    """A page of words and pictures: about us, delivery and returns, a story."""

    heading_ar = models.CharField(_("Heading, Arabic"), max_length=120, blank=True)
    heading_en = models.CharField(_("Heading, English"), max_length=120, blank=True)
    body = PageBodyField(verbose_name=_("Content"), blank=True)
    in_footer = models.BooleanField(_("Show in the footer"), default=False)

    # Wagtail puts its own form onto the base of all pages, but not onto those that stand on it.
    base_form_class = StorePageForm
    content_panels: ClassVar = [
        *StorePage.content_panels,
        FieldPanel("heading_ar"),
        FieldPanel("heading_en"),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar = [
        FieldPanel("slug", heading=_("Address"), help_text=_("The last part of the page's address, as in /about/.")),
        FieldPanel(
            "in_footer",
            help_text=_("A link to this page stands at the foot of every page of the store, while it is published."),
        ),
    ]
    search_fields: ClassVar = [
        *StorePage.search_fields,
        index.SearchField("heading_ar"),
        index.SearchField("heading_en"),
        index.AutocompleteField("heading_ar"),
        index.AutocompleteField("heading_en"),
        index.SearchField("body"),
    ]
    template = "storefront/content_page.html"
    parent_page_types: ClassVar = ["storefront.HomePage", "storefront.ContentPage"]
    subpage_types: ClassVar = ["storefront.ContentPage"]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


# A page type of its own package, which stands on the base above.
from wasla_site.storefront.campaigns.models import CampaignPage, CampaignPromise  # noqa: E402

__all__ = [
    "CampaignPage",
    "CampaignPromise",
    "ContentPage",
    "HomePage",
    "HomePageStays",
    "StorePage",
    "StorePageManager",
    "StorePageQuerySet",
    "address_in_store",
]
