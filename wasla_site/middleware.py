"""What every request passes before it is any store's business: health, and the language and time it is answered in."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

from commerce.accounts.application.activity import staff_actor
from commerce.accounts.models import User
from commerce.core.actors import GUEST, Actor, ActorKind, acting_as
from commerce.tenants.domain.policies import split_language
from commerce.tenants.interfaces.languages import speaking

DESK = "/manage/"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HealthMiddleware:
    """`/healthz` answers on every host, before the host is resolved."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        return self.get_response(request)


class LanguagePrefixMiddleware:
    """Takes the second language's `/en/` or `/ar/` off the path, activates it, and makes it the script prefix.

    Reversing then carries the language by itself, and two stores with different first languages in one process never
    see each other's: Django's own `i18n_patterns` keeps one prefix per language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        first = request.tenant.languages[0] if request.tenant else settings.LANGUAGE_CODE  # type: ignore[attr-defined]
        said, path = split_language(request.path_info, settings.LANGUAGE_FREE)
        if said == first:
            return _redirect_to_unprefixed(request, path)
        language = said or first
        if language != first:
            request.path_info = path
        request.store_language = language  # type: ignore[attr-defined]
        with speaking(language, first), timezone.override(_time_zone(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class ActorMiddleware:
    """What the request does is done by the member of staff at the desk, and by the shopper everywhere else, whoever
    else the browser's session knows. Asked only when something is recorded, so reading costs nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting_as(lambda: _actor_of(request)):
            return self.get_response(request)


def _actor_of(request: HttpRequest) -> Actor:
    if request.path_info.startswith(DESK):
        # A lazy object is an instance of what it stands for.
        return staff_actor(request.user) if isinstance(request.user, User) else GUEST
    customer = getattr(request, "customer", None)
    return GUEST if customer is None else Actor(ActorKind.CUSTOMER, str(customer.pk))


def _time_zone(request: HttpRequest) -> ZoneInfo:
    """Instants are shown in the store's own time."""
    return ZoneInfo(request.tenant.time_zone if request.tenant else settings.TIME_ZONE)  # type: ignore[attr-defined]


def _redirect_to_unprefixed(request: HttpRequest, path: str) -> HttpResponse:
    """The first language has one address, the one without prefix. One slash only: two would name another host."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect("/" + path.lstrip("/") + (f"?{query}" if query else ""))
