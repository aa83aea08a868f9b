"""What payments do when gateways have news, and when a payment is called off."""

from commerce.core import clock
from commerce.core.outbox import NotYet
from commerce.payments.application.use_cases.close_page import close_page
from commerce.payments.application.use_cases.settle_webhook import settle_webhook
from commerce.payments.domain.events import PageLeftOpen, WebhookReceived


def on_webhook_received(event: WebhookReceived) -> None:
    settle_webhook(event_id=event.event_id, now=clock.now())


def on_page_left_open(event: PageLeftOpen) -> None:
    """Who is still at that page can't pay for nothing."""
    if not close_page(payment_id=event.payment_id, now=clock.now()):
        raise NotYet("the gateway has not said that the page is closed")
