"""Pages of results: who goes on from one begins where it ended, and any of the first may be asked for by number."""

from search_index.application.queries import Found
from search_index.interfaces.bookmarks import Bookmark

PAGE_SIZE = 24
# Pages have numbers up to here: an engine would have to make a deeper one from all that comes before it.
MOST_NUMBERED = 40


def bookmark_behind(found: Found) -> Bookmark | None:
    """Where the next page begins; None behind the last one, and where an engine that stands in for another would have
    to go too deep."""
    number = found.cards.number
    if not found.cards.has_next or (found.last is None and number >= MOST_NUMBERED):
        return None
    return Bookmark(number + 1, found.last)
