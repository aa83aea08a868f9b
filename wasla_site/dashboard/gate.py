"""The URL gate: under /manage/, what is not on the list does not exist for merchants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils.datastructures import MultiValueDictKeyError

from commerce.tenants.interfaces.transactions import mark_raised
from wasla_site.dashboard.allowed_urls import BULK, is_allowed, is_bulk_allowed
from wasla_site.dashboard.home_page import refuse_to_lose_home

MANAGE = "/manage/"
# These judge by themselves where a person goes on to.
GOES_ANYWHERE = {"wagtailadmin_login", "wagtailadmin_logout"}
# A field that Wagtail reads as if it always came.
NEEDED_FIELDS = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}
# Wagtail answers this at any list, offered or not, with a file that has a line for every row and nothing in it.
SPREADSHEET = "export"
# What Django says of a word where a key's number should stand.
NO_NUMBER = "expected a number but got"


class DashboardGate:
    """404 for every admin view whose name is not on the allow-list, and for a list as a spreadsheet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.path_info.startswith(MANAGE):
            return None
        match = request.resolver_match
        if match is None or not is_allowed(match.view_name):
            raise Http404
        if match.view_name == BULK and not is_bulk_allowed(
            f"{kwargs['app_label']}.{kwargs['model_name']}", kwargs["action"]
        ):
            raise Http404
        if SPREADSHEET in request.GET:
            raise Http404
        if request.user.is_authenticated:
            refused = refuse_to_lose_home(request, match.view_name, kwargs)
            if refused is not None:
                return refused
        if match.view_name not in GOES_ANYWHERE and not _goes_on_to_an_address(request):
            return HttpResponseBadRequest()
        needed = NEEDED_FIELDS.get(match.view_name)
        if needed is None or request.method != "POST" or needed in request.POST or not request.user.is_authenticated:
            return None
        return HttpResponseBadRequest()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Wagtail asks forms for fields, and tables for numbers, without looking at what came.

        What no browser sends is a bad request, and no defect.
        """
        if not request.path_info.startswith(MANAGE) or not _is_of_a_torn_form(exception):
            return None
        mark_raised(request)
        return HttpResponseBadRequest()


def _goes_on_to_an_address(request: HttpRequest) -> bool:
    """Wagtail takes a `next` that is no address for the name of a view, and fails when there is none."""
    asked = (request.GET.get("next"), request.POST.get("next"))
    return all(not address or address.startswith("/") for address in asked)


def _is_of_a_torn_form(exception: Exception) -> bool:
    is_no_number = type(exception) is ValueError and NO_NUMBER in str(exception)
    return is_no_number or isinstance(exception, MultiValueDictKeyError)
