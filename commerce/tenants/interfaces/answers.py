"""Answers every page of a store gives alike: where a person goes on to, and that they must wait."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from commerce.core.limits import TooManyTries


def next_address(request: HttpRequest) -> str:
    """The address to go on to that the request names as `next`, if it is one of this host; nothing otherwise."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""


def told_to_wait(page: HttpResponse, refusal: TooManyTries) -> HttpResponse:
    """The same page as 429, which says to programs too when to come back."""
    page.status_code = 429
    page["Retry-After"] = str(refusal.seconds)
    return page
