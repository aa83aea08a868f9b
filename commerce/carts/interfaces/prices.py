"""The price tags of a request: one object, so that everything on a page has its price from the same look."""

from collections.abc import Sequence

from django.http import HttpRequest

from commerce.carts.application.shelf import Shelf
from commerce.promotions.domain.drafts import DraftedPromotion
from commerce.tenants.interfaces.instants import shop_instant


def shelf_of(request: HttpRequest) -> Shelf:
    """The shelf at the instant of the request."""
    shelf: Shelf | None = getattr(request, "shelf", None)
    if shelf is None:
        shelf = Shelf(shop_instant(request), drafted_promotions(request))
        request.shelf = shelf  # type: ignore[attr-defined]
    return shelf


def drafted_promotions(request: HttpRequest) -> Sequence[DraftedPromotion]:
    """What a preview shows in the place of published promotions; nothing for every shopper."""
    drafts: Sequence[DraftedPromotion] = getattr(request, "drafted_promotions", ())
    return drafts
