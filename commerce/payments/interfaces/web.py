"""The gateways' edge: the address at which they say what happened."""

import logging

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from commerce.core import clock
from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.scope import system_scope, tenant_scope
from commerce.payments.application.account_queries import account_addressed
from commerce.payments.application.use_cases.receive_webhook import (
    WebhookForged,
    WebhookUnread,
    WebhookUseless,
    receive_webhook,
)
from commerce.payments.domain.conversations import RawRequest
from commerce.tenants.interfaces.transactions import without_transaction

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
# PayTabs repeats what is answered with anything else.
TAKEN = "200 OK"
WAYS_OF_TELLING = ("POST", "PUT", "PATCH")


@csrf_exempt
@without_transaction
def webhook(request: HttpRequest, token: str) -> HttpResponse:
    """The address says whose it is, and the body's signature whether it is genuine; then it is kept, and answered.

    What it says is worked on later: payments are asked about before anything is believed. Chargebacks, and refunds from
    a gateway's own desk, nobody can ask about: of these the signed body is believed.
    """
    if request.method not in WAYS_OF_TELLING:
        return _said("not allowed", 405)
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        return _said("too large", 413)
    raw = RawRequest(request.method or "", dict(request.headers), body, request.META.get("QUERY_STRING", ""))
    try:
        return _take(token, raw)
    except DatabaseError:
        log.exception("a webhook could not be kept")
        return _said("try again later", 503)


def _take(token: str, raw: RawRequest) -> HttpResponse:
    with system_scope(), transaction.atomic():
        account = account_addressed(token)
    if account is None:
        return _said("no such address", 404)
    with tenant_scope(account.tenant_id), acting_as(Actor(ActorKind.GATEWAY, account.provider)):
        try:
            receive_webhook(account_id=account.account_id, request=raw, now=clock.now())
        except WebhookForged as refusal:
            return _said("not signed by this account", int(str(refusal.facts["status"])))
        except WebhookUseless:
            return _said("not understood", 400)
        except WebhookUnread:
            return _said("try again later", 503)
    return _said(TAKEN, 200)


def _said(text: str, status: int) -> HttpResponse:
    """Django would write a line with the secret address for each that is turned away, however many come."""
    response = HttpResponse(text, content_type="text/plain", status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
