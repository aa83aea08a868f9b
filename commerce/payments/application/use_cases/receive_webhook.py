"""Taking in what a gateway sends."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.core.limits import Limit, TooManyTries, count_try
from commerce.core.outbox import publish
from commerce.payments.application.accounts import opened
from commerce.payments.application.discrepancies import found, tell_of_keys
from commerce.payments.application.ports import online_gateway_for
from commerce.payments.application.told_movements import movement_in
from commerce.payments.domain.accounts import KEYS_LOST
from commerce.payments.domain.conversations import EventKind, Forged, Malformed, OtherMode, RawRequest, VerifiedEvent
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.events import WebhookReceived
from commerce.payments.domain.webhooks import EventStatus
from commerce.payments.models import GatewayAccount, GatewayEvent

log = logging.getLogger(__name__)

# Beyond so many of one account they are still turned away, and no longer told of one by one.
_TOLD = Limit("forged_webhook", most=5, window=timedelta(hours=1))
_LONGEST_KEY = 200
_LONGEST_NAME = 64


class WebhookForged(Refusal):
    """Its signature does not hold under this account's secret; `status` is what the gateway wants to hear then."""

    code = "webhook_forged"


class WebhookUseless(Refusal):
    """It is signed, and is not what this gateway sends, or of test money where the account is live or the reverse."""

    code = "webhook_useless"


class WebhookUnread(Refusal):
    """The account's keys can't be opened, so nobody can tell whether it is genuine: the gateway is to send it again."""

    code = "webhook_unread"


def receive_webhook(*, account_id: int, request: RawRequest, now: datetime) -> None:
    """The event is in the inbox and its handling on the way; one that is there already changes nothing.

    Nothing is looked up and nobody called: the gateway is answered at once. Refuses WebhookForged and WebhookUseless,
    of which nothing is kept but their count; that a signed one is of the other mode, staff are told once a day. Refuses
    WebhookUnread, of which they are told as often.
    """
    with transaction.atomic():
        account = GatewayAccount.objects.get(pk=account_id)
        keys = opened(account, now)
    if keys.are_keys_lost:
        _tell_of_keys(account, now)
        raise WebhookUnread
    gateway = online_gateway_for(account.provider)
    try:
        event = gateway.open_webhook(keys, request)
    except Forged:
        _tell(account, "whose signature does not hold", now)
        raise WebhookForged(status=gateway.forged_status) from None
    except Malformed:
        _tell(account, "that nobody understands", now)
        raise WebhookUseless from None
    except OtherMode:
        _tell(account, "of the other mode, test or live", now)
        _tell_the_store(account, now)
        raise WebhookUseless from None
    _keep(account, event, now)


def _keep(account: GatewayAccount, event: VerifiedEvent, now: datetime) -> None:
    is_about_money = event.kind is not EventKind.OTHER
    with transaction.atomic():
        row = GatewayEvent(
            account=account,
            dedupe_key=_limited(event.dedupe_key),
            kind=event.kind,
            key=event.key if len(event.key) <= _LONGEST_NAME else "",
            references=list(event.references),
            body=event.kept_body,
            movement=movement_in(event),
            status=EventStatus.RECEIVED if is_about_money else EventStatus.IGNORED,
            received_at=now,
        )
        GatewayEvent.objects.bulk_create([row], ignore_conflicts=True)
        kept = GatewayEvent.objects.filter(account=account, dedupe_key=row.dedupe_key, received_at=now)
        if is_about_money and (event_id := kept.values_list("pk", flat=True).first()):
            publish(WebhookReceived(event_id=event_id))


def _limited(dedupe_key: str) -> str:
    return dedupe_key if len(dedupe_key) <= _LONGEST_KEY else hashlib.sha256(dedupe_key.encode()).hexdigest()


def _tell_the_store(account: GatewayAccount, now: datetime) -> None:
    """Who set the account up mixed two addresses or two keys: nothing that shoppers pay will be heard of so."""
    with transaction.atomic():
        facts = {"account": f"{account.provider} {account.mode}"}
        found(Finding.OTHER_MODE, f"account:{account.pk}:{now:%Y-%m-%d}", None, facts, now)


def _tell_of_keys(account: GatewayAccount, now: datetime) -> None:
    with transaction.atomic():
        tell_of_keys(account, KEYS_LOST, now)


def _tell(account: GatewayAccount, what: str, now: datetime) -> None:
    try:
        count_try([(_TOLD, str(account.pk))], now=now)
    except TooManyTries:
        return
    log.warning("gateway account %s (%s) was sent a webhook %s", account.pk, account.provider, what)
