"""By which prices the lists of a request go."""

from django.http import HttpRequest

from commerce.catalog.domain.listing import ListedAt


def listed_at(request: HttpRequest) -> ListedAt | None:
    """Who prices products for the instant of a preview; None for every shopper: the prices that are kept."""
    found: ListedAt | None = getattr(request, "listed_at", None)
    return found
