"""The gateways' edge: the notification address, and the practice gateway's own page."""

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from commerce.core import clock
from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.scope import system_scope, tenant_scope
from commerce.payments.application.use_cases.refresh_attempt import refresh_attempt
from commerce.payments.infrastructure import pretend
from commerce.payments.models import PaymentAttempt
from commerce.tenants.interfaces.transactions import without_transaction


@csrf_exempt
@require_POST
@without_transaction
def notification(request: HttpRequest, token: str) -> HttpResponse:
    """A gateway says that something happened. Nothing it says is believed: the gateway is asked."""
    with system_scope(), transaction.atomic():
        found = (
            PaymentAttempt.objects.filter(notification_token=token)
            .values_list("tenant_id", "id", "payment__gateway")
            .first()
        )
    if found is None:
        raise Http404
    tenant_id, attempt_id, method = found
    with tenant_scope(tenant_id), acting_as(Actor(ActorKind.GATEWAY, method)):
        refresh_attempt(attempt_id=attempt_id, now=clock.now())
    return HttpResponse("200 OK", content_type="text/plain")


@never_cache
@require_http_methods(["GET", "POST"])
def pretend_gateway(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The practice gateway's page: choose what it answers, then go back to the shop."""
    if "pretend" not in settings.PAYMENT_GATEWAYS:
        raise Http404
    payment = pretend.open_page(reference)
    if payment is None:
        raise Http404
    if request.method == "POST" and request.POST.get("outcome") in set(pretend.Play):
        payment = pretend.choose(reference, pretend.Play(request.POST["outcome"]), clock.now())
    if payment.play:
        return redirect(payment.return_url)
    return render(request, "storefront/pretend_gateway.html", {"payment": payment})
