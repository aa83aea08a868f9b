"""What the API of stores is like, as OpenAPI: the same at every store, and of no store."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

OF_STORES = "/api/store/"


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_written(), content_type=OpenApiJsonRenderer.media_type)


def of_the_store(endpoints: list[Any]) -> list[Any]:
    """The desk's framework has views of its own, which are no API."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(OF_STORES)]


@cache
def _written() -> bytes:
    """Made once in a process, in English: it takes longer than a page."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    rendered: bytes = OpenApiJsonRenderer().render(described)
    return rendered
