"""Whether there is a search server at all."""

from django.conf import settings


def is_server_named() -> bool:
    """Else PostgreSQL alone takes what changes, and whatever lies on a server that was named before grows old."""
    return bool(settings.SEARCH_INDEX != settings.INDEX_BESIDE)
