"""What payments do when gateways have news."""

from commerce.core import clock
from commerce.payments.application.use_cases.settle_webhook import settle_webhook
from commerce.payments.domain.events import WebhookReceived


def on_webhook_received(event: WebhookReceived) -> None:
    settle_webhook(event_id=event.event_id, now=clock.now())
