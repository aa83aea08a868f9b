"""The pages of a store as they are at one instant.

A page with a date goes live and expires by comparison, whether or not the sweep that writes it down has come by. An
editor may see chosen drafts in the place of what is published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, Q, QuerySet
from wagtail.models import Revision

from commerce.promotions.domain.drafts import DraftedPromotion
from wasla_site.storefront.campaigns.models import BRANCH
from wasla_site.storefront.campaigns.promised_drafts import promised_by
from wasla_site.storefront.models import CampaignPage, ContentPage, HomePage, StorePage, address_in_store


class PagesAt:
    """The scope's pages at `instant`; `drafts` are ids of revisions that count as published.

    A draft counts from its own date of going live, if it has one, and until its expiry, as it would be published.
    Drafts that are gone, another store's, or of a campaign that could not be published, count for nothing. One
    statement while nothing is due and nothing chosen.
    """

    def __init__(self, instant: datetime, drafts: Collection[int] = ()) -> None:
        self.instant = instant
        self.drafts = frozenset(drafts)

    def find(self, slugs: Sequence[str]) -> StorePage | None:
        """The live page at this path below the store's home, as its own type; the home page for no path."""
        page: StorePage | None = HomePage.objects.filter(depth=2).first()
        if page is None:
            return None
        page = self._campaign(page, slugs) or self._below(self._versions.get(page.pk, page), slugs)
        return page.specific if page is not None and self._is_live(page) else None

    def find_moved(self, slugs: Sequence[str]) -> str | None:
        """Where in the store the page is that still has this path in the tree and another one at the instant."""
        if not self._versions:
            return None
        pages = StorePage.objects.filter(pk__in=self._moved_branches).order_by("depth")
        wanted = f"/{'/'.join(slugs)}/"
        page = next((page for page in pages if page.address_in_store == wanted), None)
        if page is None:
            return None
        page = self._versions.get(page.pk, page)
        return self.address_of(page.path, page.url_path) if self._is_live(page) else None

    def in_footer(self, most: int) -> list[ContentPage]:
        """The live pages their writers want there, in the order of the tree.

        Every page of the shop asks for them, so the statement also tells whether any page is other than its row says.
        """
        found = ContentPage.objects.live().filter(in_footer=True).exclude(expire_at__lte=self.instant)
        found = found.order_by("path").defer("body")
        rows = list(found.annotate(is_anything_due=Exists(self._revisions))[:most])
        if rows and not rows[0].is_anything_due:
            self._versions = {}
            return rows
        changed = [
            page
            for page in self._versions.values()
            if isinstance(page, ContentPage) and page.in_footer and self._is_live(page)
        ]
        rows = [*found.exclude(pk__in=list(self._versions))[:most], *changed]
        return sorted(rows, key=lambda page: page.path)[:most]

    def address_of(self, path: str, url_path: str) -> str:
        """The address, as `/about/`, of the page at this place of the tree, with the slugs of the instant."""
        parts = url_path.strip("/").split("/")
        for page in self._versions.values():
            if path.startswith(page.path) and page.depth > 2:
                parts[-1 if isinstance(page, CampaignPage) else page.depth - 2] = page.slug
        return address_in_store(f"/{'/'.join(parts)}/")

    def drafts_of_campaigns(self) -> list[CampaignPage]:
        """Those that are seen as a chosen draft has them, on or not. Nothing is asked where none is chosen: campaigns
        have no other version that waits for its date."""
        return [page for page in self._versions.values() if isinstance(page, CampaignPage)] if self.drafts else []

    @cached_property
    def promised_drafts(self) -> dict[int, DraftedPromotion]:
        """By page, what those would promise. What could not be published is seen nowhere, in no price and no banner."""
        if not self.drafts:
            return {}
        return promised_by([page for page in self._written.values() if isinstance(page, CampaignPage)], self.instant)

    def _campaign(self, home: StorePage, slugs: Sequence[str]) -> StorePage | None:
        """Campaigns stand right below the home page, and have a branch of addresses of their own."""
        if len(slugs) != 2 or slugs[0] != BRANCH:
            return None
        page = self._child(home, slugs[1])
        return page if page is not None and _is_campaign(page) else None

    def _below(self, page: StorePage, slugs: Sequence[str]) -> StorePage | None:
        for slug in slugs:
            child = self._child(page, slug)
            if child is None or _is_campaign(child):
                return None
            page = child
        return page

    def _child(self, parent: StorePage, slug: str) -> StorePage | None:
        for page in self._versions.values():
            if page.depth == parent.depth + 1 and page.path.startswith(parent.path) and page.slug == slug:
                return page
        found: StorePage | None = (
            StorePage.objects.child_of(parent).filter(slug=slug).exclude(pk__in=list(self._versions)).first()
        )
        return found

    def _is_live(self, page: StorePage) -> bool:
        is_over = page.expire_at is not None and page.expire_at <= self.instant
        return (page.live or page.pk in self._versions) and not is_over

    @property
    def _revisions(self) -> QuerySet[Revision]:
        found: QuerySet[Revision] = Revision.page_revisions.filter(
            Q(approved_go_live_at__lte=self.instant) | Q(pk__in=self.drafts)
        )
        return found

    @cached_property
    def _versions(self) -> dict[int, StorePage]:
        """By id, the pages that are at the instant other than their rows say."""
        return {
            pk: page
            for pk, page in self._written.items()
            if not isinstance(page, CampaignPage) or pk in self.promised_drafts
        }

    @cached_property
    def _written(self) -> dict[int, StorePage]:
        """Those, and drafts of campaigns that could not be published."""
        revisions = list(self._revisions.order_by("approved_go_live_at", "pk"))
        if not revisions:
            return {}
        rows = {page.pk: page for page in StorePage.objects.filter(pk__in=[int(row.object_id) for row in revisions])}
        found: dict[int, StorePage] = {}
        # What was chosen comes last and takes the place of what is due.
        for revision in sorted(revisions, key=lambda revision: revision.pk in self.drafts):
            row = rows.get(int(revision.object_id))
            if row is not None and (version := self._version(row, revision)) is not None:
                found[row.pk] = version
        return found

    def _version(self, row: StorePage, revision: Revision) -> StorePage | None:
        page: StorePage = row.specific.with_content_json(revision.content)
        if page.go_live_at is not None and page.go_live_at > self.instant:
            return None
        return page

    @cached_property
    def _moved_branches(self) -> list[int]:
        """The pages whose address is another at the instant than in the tree, and those below them."""
        return list(self._ids_of_moved())

    def _ids_of_moved(self) -> Iterator[int]:
        for row in StorePage.objects.filter(pk__in=list(self._versions)):
            if row.slug != self._versions[row.pk].slug:
                yield from StorePage.objects.descendant_of(row, inclusive=True).values_list("pk", flat=True)


def _is_campaign(page: StorePage) -> bool:
    return page.specific_class is CampaignPage
