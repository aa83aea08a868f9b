"""The site's addresses, and some whose views write a row and then end in every way a view can."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from commerce.core.errors import NotAllowed, NotFound, Refusal
from commerce.core.idempotency import KeyInFlight, KeyMissing, KeyReused
from commerce.core.models import ChangedObject
from wasla_site.urls import urlpatterns as addresses

handler404 = "wasla_site.errors.page_not_found"
handler500 = "wasla_site.errors.server_error"


REFUSALS = {
    "no": Refusal, "away": NotFound, "you": NotAllowed, "keyless": KeyMissing, "another": KeyReused,
    "at-once": KeyInFlight,
}  # fmt: skip


def ring(number: int) -> None:
    ChangedObject.objects.create(kind="bell", object_id=number, changed_at="2026-11-01T00:00Z")


def fall(request: HttpRequest) -> HttpResponse:
    ring(1)
    raise RuntimeError("the view fell")


def refuse(request: HttpRequest) -> HttpResponse:
    ring(2)
    raise REFUSALS[request.GET["how"]]


def fall_while_rendering(request: HttpRequest) -> TemplateResponse:
    ring(3)
    template = engines["django"].from_string("{{ fall }}")
    return TemplateResponse(request, template, {"fall": _raise})


def _raise() -> None:
    raise RuntimeError("the template fell")


def render_late(request: HttpRequest) -> TemplateResponse:
    ring(4)
    template = engines["django"].from_string("{{ rows.count }}")
    return TemplateResponse(request, template, {"rows": ChangedObject.objects.filter(kind="bell", object_id=4)})


def catch(request: HttpRequest) -> HttpResponse:
    """What was done before stands: the view itself has answered the refusal."""
    ring(5)
    try:
        raise Refusal
    except Refusal:
        return HttpResponse("answered")


def break_transaction(request: HttpRequest) -> HttpResponse:
    ring(6)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    return HttpResponse("never reached")


def wait(request: HttpRequest) -> HttpResponse:
    """Needs a row that somebody else holds."""
    ring(7)
    ChangedObject.objects.select_for_update().get(kind="held")
    return HttpResponse("got it")


urlpatterns = [
    path("fall/", fall),
    path("refuse/", refuse),
    path("fall-late/", fall_while_rendering),
    path("render-late/", render_late),
    path("catch/", catch),
    path("break/", break_transaction),
    path("wait/", wait),
    *addresses,
]
