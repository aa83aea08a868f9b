"""The drafts of pages an editor may choose to see."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Revision

from wasla_site.storefront.models import StorePage
from wasla_site.storefront.time_travel.previews import MOST_DRAFTS


def drafts_of_store() -> list[StorePage]:
    """The pages with something written and not published, the newest first, each with its `latest_revision`.

    Those that are scheduled are not among them: they are seen from their instant on, by everybody.
    """
    pages = StorePage.objects.filter(has_unpublished_changes=True, latest_revision__approved_go_live_at__isnull=True)
    pages = pages.exclude(latest_revision=None).select_related("latest_revision", "latest_revision__user")
    return list(pages.order_by("-latest_revision_created_at")[:MOST_DRAFTS])


def titles_of(revision_ids: Iterable[int]) -> list[str]:
    """The titles of the pages whose revisions these are; of those that are this store's."""
    rows = Revision.page_revisions.filter(pk__in=list(revision_ids)).values_list("object_id", flat=True)
    pages = StorePage.objects.filter(pk__in=[int(page_id) for page_id in rows])
    return list(pages.order_by("path").values_list("draft_title", flat=True))
