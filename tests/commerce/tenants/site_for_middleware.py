"""Addresses whose views show what the store middleware does around them."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from commerce.core.models import ChangedObject
from commerce.core.scope import scope_if_open
from commerce.tenants.interfaces.transactions import without_transaction

WHEN = "2026-11-01T00:00Z"


def count(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(ChangedObject.objects.count()))


def write(request: HttpRequest) -> HttpResponse:
    ChangedObject.objects.create(kind="bell", object_id=1, changed_at=WHEN)
    return HttpResponse("written")


def write_and_fall(request: HttpRequest) -> HttpResponse:
    write(request)
    raise RuntimeError("the view fell")


def render_late(request: HttpRequest) -> TemplateResponse:
    template = engines["django"].from_string("{{ rows.count }}")
    return TemplateResponse(request, template, {"rows": ChangedObject.objects.all()})


def stream(request: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[str]:
        for _ in range(3):
            yield f"{ChangedObject.objects.count()} "

    return StreamingHttpResponse(chunks())


@without_transaction
def outside(request: HttpRequest) -> HttpResponse:
    ChangedObject.objects.count()
    return HttpResponse("never reached")


def whose(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.tenant} {scope_if_open()}")  # type: ignore[attr-defined]


def wait(request: HttpRequest) -> HttpResponse:
    return HttpResponse("later", status=429)


urlpatterns = [
    path("count/", count),
    path("write/", write),
    path("fall/", write_and_fall),
    path("late/", render_late),
    path("stream/", stream),
    path("outside/", outside),
    path("wait/", wait),
    path("whose/", whose),
]
