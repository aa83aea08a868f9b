"""The parameters of the API, as its schema says them. `asked` reads them, for pages and programs alike."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from search_index.interfaces.asked import SORTS

LANGUAGE = OpenApiParameter("language", enum=["ar", "en"], description="Of the answer; else the store's first.")
BEGINNING = OpenApiParameter("q", description="What is typed so far. Nothing is suggested below two letters.")
OF_ALL = [LANGUAGE]
OF_A_SEARCH = [
    OpenApiParameter("q", description="The words, up to 200 letters. Not needed where something narrows."),
    OpenApiParameter("from", description="At this price at the least, as people write it: 49.50."),
    OpenApiParameter("to", description="At this price at the most."),
    OpenApiParameter("category", many=True, description="Slugs of categories, of which one is enough."),
    OpenApiParameter("tag", many=True, description="Slugs of tags, of which one is enough."),
    OpenApiParameter(
        "option", many=True, description="Values of options, as the facets give them. One variant has all."
    ),
    OpenApiParameter("available", OpenApiTypes.BOOL, description="Only what can be bought now."),
    OpenApiParameter("sale", OpenApiTypes.BOOL, description="Only what is reduced."),
    OpenApiParameter("exact", OpenApiTypes.BOOL, description="These very words, never what they may be misspelt for."),
    OpenApiParameter("sort", enum=list(SORTS), description="Else what fits best comes first."),
    OpenApiParameter("after", description="Where the page before ended, as its answer says."),
]
