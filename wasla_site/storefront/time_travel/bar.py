"""What stands over every page of a preview, so that nobody takes it for the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from django.http import HttpRequest

from commerce.catalog.application.queries import has_long_lists
from commerce.tenants.interfaces.instants import shop_instant
from wasla_site.storefront.time_travel.previews import ShownAs
from wasla_site.storefront.time_travel.requests import preview_of

# The desk's addresses speak no language, and the shop's prefix would be put before them.
DESK_AT = "/manage/store-preview/"
SEARCH = "search:results"


@dataclass(frozen=True, slots=True)
class PreviewBar:
    """`maker` is who set the store's clock. `change_url` is empty for who came by a link and has no account."""

    instant: datetime
    maker: str
    shown_as: str
    draft_count: int
    change_url: str
    # The page shows what search found: by facts of now, whatever the instant.
    is_over_search: bool

    @property
    def has_long_lists(self) -> bool:
        """Whether a list may be too long to be sorted by the prices of the instant. Asked by pages that show one."""
        return has_long_lists()


def bar_of(request: HttpRequest) -> PreviewBar | None:
    preview = preview_of(request)
    if preview is None:
        return None
    return PreviewBar(
        instant=shop_instant(request),
        maker=request.preview_maker,  # type: ignore[attr-defined]
        shown_as=preview.shown_as.value,
        draft_count=len(preview.drafts),
        change_url="" if preview.is_shared else DESK_AT,
        is_over_search=request.resolver_match is not None and request.resolver_match.view_name == SEARCH,
    )


def stand_in_of(request: HttpRequest) -> SimpleNamespace | None:
    """Somebody who is signed in and has no name and no orders, where the shop is shown as to a new customer."""
    preview = preview_of(request)
    is_customer = preview is not None and preview.shown_as is ShownAs.NEW_CUSTOMER
    return SimpleNamespace(name="", email="") if is_customer else None
