"""Webhooks twice, early, late, forged, of others, and of kinds nobody knows."""

from __future__ import annotations

import json
import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.test import Client

from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.models import OutboxDelivery
from commerce.core.scope import tenant_scope
from commerce.payments.application import inbox as inbox_rooms
from commerce.payments.application.money_queries import open_discrepancies
from commerce.payments.application.use_cases.close_discrepancy import close_discrepancy
from commerce.payments.application.use_cases.connect_gateway import OVERLAP
from commerce.payments.application.use_cases.forget_webhook_bodies import forget_webhook_bodies
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.settle_webhook import settle_webhook
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.events import WebhookReceived
from commerce.payments.domain.states import AttemptStatus, PaymentStatus
from commerce.payments.domain.webhooks import BODY_KEPT, LOOKS_FOR
from commerce.payments.interfaces.web import LARGEST_BODY
from commerce.payments.models import GatewayAccount, GatewayEvent, Payment, PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import findings, still_told, take
from tests.commerce.payments.failures.stories import elsewhere
from tests.commerce.payments.failures.till import (
    HEARD,
    Till,
    arrive,
    attempts,
    inbox,
    require_parked_at_souq,
    rewritten,
    status_of,
)
from tests.commerce.payments.failures.words import of_an_unknown_kind, of_broken_letters, signature
from tests.commerce.payments.tills import GATEWAYS, address_of, connect
from tests.simulators.gateways.hyperpay.hooks import encrypted
from tests.support.together import at_once

pytestmark = pytest.mark.sampled(by="gateway")

# What an attempt is known by where no event of this shop's names it.
ELSEWHERE = {
    "gateway_key": "00000000-0000-4000-8000-000000000000",
    "gateway_reference": "elsewhere",
    "page_reference": "elsewhere",
}
FORGED = {"hyperpay": 401, "paytabs": 400, "moyasar": 401}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_webhook_is_taken_at_once_and_acted_upon_later_by_asking(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment, _ = noor.paid()
    (sent,) = noor.sent()
    answer = arrive(sent, noor.address)
    assert (answer.status_code, answer.content) == (200, b"200 OK")
    assert status_of(payment) is not PaymentStatus.CAPTURED
    assert noor.asked() == 0
    noor.work()
    assert status_of(payment) is PaymentStatus.CAPTURED
    assert [event.status for event in inbox()] == ["applied"]


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f1_a_webhook_three_times_is_one_event_one_question_and_one_capture(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    noor.paid()
    (sent,) = noor.sent()
    assert [arrive(sent, noor.address).status_code for _ in range(3)] == [200] * 3
    noor.work()
    assert arrive(sent, noor.address).status_code == 200
    noor.work()
    assert len(inbox()) == noor.asked() == len(HEARD) == 1


def test_f1_ten_at_the_same_instant_are_one_event(till: OpenTill) -> None:
    noor = till("paytabs")
    noor.paid()
    (sent,) = noor.sent()

    assert set(at_once(*[lambda: arrive(sent, noor.address).status_code] * 10)) == {200}
    noor.work()
    assert len(inbox()) == len(HEARD) == 1


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f2_a_webhook_before_the_return_pays_and_the_return_adds_nothing(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment, back = noor.paid()
    arrive(noor.sent()[0], noor.address)
    noor.work()
    assert status_of(payment) is PaymentStatus.CAPTURED
    noor.come_back(payment, back)
    noor.work()
    assert (status_of(payment), len(HEARD)) == (PaymentStatus.CAPTURED, 1)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f4_a_webhook_of_what_is_not_known_yet_is_parked_and_then_applied(till: OpenTill, gateway: str) -> None:
    """The attempt's row is out of sight, as it is to everybody else before its commit."""
    noor = till(gateway)
    payment, _ = noor.paid()
    (sent,) = noor.sent()
    with transaction.atomic():
        (attempt,) = PaymentAttempt.objects.all()
        known = (attempt.gateway_key, attempt.gateway_reference)
        PaymentAttempt.objects.update(**ELSEWHERE)
    arrive(sent, noor.address)
    noor.work()
    (event,) = inbox()
    assert event.status == "parked"
    assert event.look_at is not None
    with transaction.atomic():
        PaymentAttempt.objects.update(gateway_key=known[0], gateway_reference=known[1])
    assert settle_parked_webhooks(now=event.look_at - timedelta(seconds=1)) == 0
    assert settle_parked_webhooks(now=event.look_at) == 1
    assert (inbox()[0].status, status_of(payment)) == ("applied", PaymentStatus.CAPTURED)
    assert settle_parked_webhooks(now=event.look_at + LOOKS_FOR) == 0


def test_f4_the_control_without_looking_again_it_would_be_lost(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_rooms, "next_look", lambda *_, **__: None)
    noor = till("paytabs")
    payment, _ = noor.paid()
    with transaction.atomic():
        (attempt,) = PaymentAttempt.objects.all()
        PaymentAttempt.objects.update(**ELSEWHERE)
    arrive(noor.sent()[0], noor.address)
    noor.work()
    with transaction.atomic():
        PaymentAttempt.objects.update(gateway_key=attempt.gateway_key, gateway_reference=attempt.gateway_reference)
    assert settle_parked_webhooks(now=clock.now() + LOOKS_FOR) == 0
    assert (inbox()[0].status, status_of(payment)) == ("unmatched", PaymentStatus.PENDING)


def test_f31_an_event_whose_question_was_not_answered_is_asked_about_again(till: OpenTill) -> None:
    """Of a refund at the desk of a gateway that keeps sums nothing else tells: the payment itself is settled."""
    noor = till("moyasar")
    paid = take(noor)
    elsewhere(noor, "refund", 2000)
    noor.simulator.fault("error_before", "moyasar", "status", times=3)
    arrive(noor.sent()[-1], noor.address)
    with clock.as_of(clock.now() + timedelta(minutes=1)):
        noor.work()
    assert [event.status for event in inbox()] == ["parked"]
    for minutes in range(2, 50, 8):
        settle_parked_webhooks(now=clock.now() + timedelta(minutes=minutes))
    with transaction.atomic():
        assert Payment.objects.get(pk=paid).refunded_minor == 2000


def test_f4_after_an_hour_nobody_looks_for_it_any_more_and_it_is_told(
    till: OpenTill, caplog: pytest.LogCaptureFixture
) -> None:
    noor = till("paytabs")
    noor.paid()
    (sent,) = noor.sent()
    with transaction.atomic():
        PaymentAttempt.objects.update(**ELSEWHERE)
    arrive(sent, noor.address)
    noor.work()
    looked, now = 0, clock.now()
    while inbox()[0].status == "parked":
        due = inbox()[0].look_at
        assert due is not None
        looked += settle_parked_webhooks(now=due)
        assert due < now + 2 * LOOKS_FOR
    assert inbox()[0].status == "unmatched"
    assert 8 <= looked <= 20
    assert "names no attempt of it" in caplog.text


def nobodys(noor: Till) -> None:
    """A genuine event of a payment that was begun elsewhere with the same account, when its hour is over."""
    with transaction.atomic():
        PaymentAttempt.objects.update(**ELSEWHERE)
    (sent,) = noor.sent()
    arrive(sent, noor.address)
    noor.work()
    assert findings() == []
    with clock.as_of(clock.now() + LOOKS_FOR):
        settle_parked_webhooks(now=clock.now())


@pytest.mark.parametrize(("gateway", "amount"), [("hyperpay", "92.00 SAR"), ("paytabs", "92.00 SAR"), ("moyasar", "")])
def test_money_of_which_nobody_here_knows_is_told_until_a_person_has_looked(
    till: OpenTill, gateway: str, amount: str
) -> None:
    noor = till(gateway)
    noor.paid()
    nobodys(noor)
    with transaction.atomic():
        [told] = open_discrepancies()
    facts = dict(told.facts)
    assert (told.finding, told.payment_id) == (Finding.UNMATCHED, None)
    assert (facts["account"], facts["amount"]) == (f"{gateway} test", amount)
    assert set(facts["reference"].split(", ")) >= set(inbox()[0].references) != set()
    staff = Actor(ActorKind.STAFF, "7")
    close_discrepancy(discrepancy_id=told.id, reason="من متجرنا القديم", actor=staff, now=clock.now())
    assert still_told() == []


def test_a_sale_of_another_shop_with_the_same_account_is_told_to_nobody(till: OpenTill) -> None:
    noor = till("paytabs")
    for number in range(3):
        told_of_a_sale(noor, number, key=f"shop-{number}")
    assert ([one.status for one in inbox()], findings()) == (["unmatched"] * 3, [])


def test_sales_under_our_kind_of_key_are_told_one_by_one(till: OpenTill) -> None:
    noor = till("paytabs")
    for number in range(2):
        told_of_a_sale(noor, number, key=str(uuid.uuid4()))
    assert findings() == ["unmatched", "unmatched"]


def test_of_sales_without_a_key_it_is_told_once_a_day(till: OpenTill) -> None:
    noor = till("moyasar")
    for number in range(3):
        told_of_a_sale(noor, number, key="")
    with transaction.atomic():
        [told] = open_discrepancies()
    assert (told.finding, dict(told.facts)["reference"]) == (Finding.UNMATCHED, "payments/0")
    with clock.as_of(clock.now() + timedelta(days=1)):
        told_of_a_sale(noor, 3, key="")
    assert findings() == ["unmatched", "unmatched"]


def told_of_a_sale(noor: Till, number: int, *, key: str) -> None:
    """An event whose hour is over."""
    with transaction.atomic():
        event = GatewayEvent.objects.create(
            account=noor.account,
            dedupe_key=f"sale {number}",
            kind="payment",
            key=key,
            references=[f"payments/{number}"],
            body="{}",
            movement=None,
            status="received",
            received_at=clock.now() - LOOKS_FOR,
        )
    settle_webhook(event_id=event.pk, now=clock.now())


@pytest.mark.parametrize("gateway", ["hyperpay", "moyasar"])
def test_a_card_of_nobody_here_that_was_refused_is_told_to_nobody(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    noor.paid("refuse")
    nobodys(noor)
    assert (inbox()[0].status, findings()) == ("unmatched", [])


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f16_a_webhook_played_at_another_stores_address_is_forged_there(till: OpenTill, gateway: str) -> None:
    souq = Tenant.objects.get(slug="souq")
    noor = till(gateway)
    payment, _ = noor.paid()
    (sent,) = noor.sent()
    with tenant_scope(souq.pk):
        theirs = address_of(connect(gateway, "souq"))
    assert arrive(sent, theirs).status_code == FORGED[gateway]
    with tenant_scope(souq.pk):
        assert inbox() == []
    assert status_of(payment) is PaymentStatus.PENDING
    assert arrive(sent, noor.address).status_code == 200


def test_f16_even_with_the_same_webhook_secret_it_finds_no_attempt_of_another_store(
    till: OpenTill,
) -> None:
    """Two merchants at Moyasar who chose one secret: the address says whose it is, never the body."""
    noor = till("moyasar")
    payment, _ = noor.paid()
    (sent,) = noor.sent()
    require_parked_at_souq(sent, noor)
    assert (inbox(), status_of(payment)) == ([], PaymentStatus.PENDING)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f34_a_signed_event_of_the_other_mode_is_refused_and_staff_are_told_once_a_day(
    till: OpenTill, gateway: str
) -> None:
    noor = till(gateway)
    noor.simulator.fault("webhook_other_mode", gateway, "webhook", times=-1)
    payment, _ = noor.paid()
    (sent,) = noor.sent()
    for _ in range(3):
        assert arrive(sent, noor.address).status_code == 400
    noor.work()
    assert (inbox(), status_of(payment)) == ([], PaymentStatus.PENDING)
    with transaction.atomic():
        (told,) = open_discrepancies()
    assert (told.finding, told.payment_id, dict(told.facts)) == ("other_mode", None, {"account": f"{gateway} test"})
    with clock.as_of(clock.now() + timedelta(days=1)):
        arrive(sent, noor.address)
    with transaction.atomic():
        assert len(open_discrepancies()) == 2


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f34_who_can_not_sign_makes_no_alarm(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    for fault in ("webhook_other_mode", "webhook_wrong_key"):
        noor.simulator.fault(fault, gateway, "webhook", times=-1)
    noor.paid()
    assert arrive(noor.sent()[0], noor.address).status_code == FORGED[gateway]
    with transaction.atomic():
        assert open_discrepancies() == []


def forgeries(gateway: str, body: str, headers: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What may arrive of somebody who has no key, by what is wrong with it; the genuine one is the control."""
    if gateway == "hyperpay":
        genuine, others = encrypted({"type": "PAYMENT", "payload": {}}, "ff" * 32, as_json=False)
        return {
            "another key": {"body": others, "headers": genuine},
            "no tag": {"headers": {"X-Authentication-Tag": None}},
            "a shortened tag": {"headers": {"X-Authentication-Tag": headers["X-Authentication-Tag"][:8]}},
            "no nonce": {"headers": {"X-Initialization-Vector": None}},
            "no hex": {"body": b"zz" + body.encode()[2:]},
            "odd hex": {"body": body.encode()[:-1]},
            "empty": {"body": b""},
            "a wrapper that is none": {"body": b"[1]"},
        }
    if gateway == "paytabs":
        return {
            "another key": {"headers": {"Signature": signature(body.encode(), "another")}},
            "no signature": {"headers": {"Signature": None}},
            "letters of Arabic": {"headers": {"Signature": "توقيع"}},
            "another amount": {"body": body.replace("92", "1").encode()},
            "written anew": {"body": json.dumps(json.loads(body), indent=1).encode()},
            "empty": {"body": b""},
        }
    return {
        "another secret": {"body": rewritten(body, lambda facts: facts.update(secret_token="guess"))},
        "no secret": {"body": rewritten(body, lambda facts: facts.pop("secret_token"))},
        "a secret that is no text": {"body": rewritten(body, lambda facts: facts.update(secret_token=[1]))},
        "an empty secret": {"body": rewritten(body, lambda facts: facts.update(secret_token=""))},
    }


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f18_forgeries_are_turned_away_and_nothing_of_them_is_kept(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    noor.paid()
    (sent,) = noor.sent()
    for what, changes in forgeries(gateway, sent["body"], sent["headers"]).items():
        assert arrive(sent, noor.address, **changes).status_code == FORGED[gateway], what
    assert inbox() == []
    assert arrive(sent, noor.address).status_code == 200


def test_f18_a_hundred_forgeries_and_a_hundred_guesses_fill_no_log(
    till: OpenTill, caplog: pytest.LogCaptureFixture
) -> None:
    noor = till("paytabs")
    noor.paid()
    (sent,) = noor.sent()
    with caplog.at_level(logging.WARNING):
        answers = [arrive(sent, noor.address, headers={"Signature": "00"}).status_code for _ in range(100)]
        answers += [arrive(sent, f"{noor.address[:-2]}x/").status_code for _ in range(100)]
    assert answers == [400] * 100 + [404] * 100
    assert caplog.text.count("whose signature does not hold") == 5
    assert len(caplog.records) == 5
    assert noor.account.webhook_token not in caplog.text


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"{}", b'{"a":' * 5000])
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f18_whatever_arrives_is_answered(till: OpenTill, gateway: str, body: bytes) -> None:
    noor = till(gateway)
    sent = {"method": "POST", "headers": {}, "body": ""}
    assert arrive(sent, noor.address, body=body).status_code in {400, 401}
    assert inbox() == []


def test_f19_the_raw_bytes_are_what_is_signed(till: OpenTill) -> None:
    noor = till("paytabs")
    noor.paid()
    (sent,) = noor.sent()
    same_facts = json.dumps(json.loads(sent["body"]), indent=1).encode()
    assert arrive(sent, noor.address, body=same_facts).status_code == 400
    assert arrive(sent, noor.address).status_code == 200


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f32_a_webhook_that_is_a_month_late_is_applied(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment, _ = noor.paid()
    (sent,) = noor.sent()
    with clock.as_of(clock.now() + timedelta(days=30)):
        assert arrive(sent, noor.address).status_code == 200
        noor.work()
    assert status_of(payment) is PaymentStatus.CAPTURED


@pytest.mark.parametrize(
    ("gateway", "name"), [("hyperpay", "webhook"), ("paytabs", "server_key"), ("moyasar", "webhook")]
)
def test_f40_webhooks_under_the_secret_before_are_taken_for_a_while(till: OpenTill, gateway: str, name: str) -> None:
    noor = till(gateway)
    noor.paid()
    (sent,) = noor.sent()
    connect(gateway, secrets={name: "ab" * 32}, now=clock.now())
    with clock.as_of(clock.now() + OVERLAP + timedelta(minutes=1)):
        assert arrive(sent, noor.address).status_code == FORGED[gateway]
    assert arrive(sent, noor.address).status_code == 200
    assert arrive(sent, noor.address, **under_the_new_secret(gateway, sent)).status_code == 200


def under_the_new_secret(gateway: str, sent: dict[str, Any]) -> dict[str, Any]:
    if gateway == "hyperpay":
        headers, body = encrypted({"type": "PAYMENT", "payload": {}}, "ab" * 32, as_json=True)
        return {"headers": headers, "body": body}
    if gateway == "paytabs":
        return {"headers": {"Signature": signature(sent["body"].encode(), "ab" * 32)}}
    return {"body": rewritten(sent["body"], lambda facts: facts.update(secret_token="ab" * 32))}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f43_events_of_unknown_kinds_are_kept_and_change_nothing(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment, _ = noor.paid()
    (sent,) = noor.sent()
    assert arrive(sent, noor.address, **of_an_unknown_kind(gateway, sent)).status_code == 200
    noor.work()
    assert [(event.kind, event.status) for event in inbox()] == [("other", "ignored")]
    assert (noor.asked(), status_of(payment)) == (0, PaymentStatus.PENDING)
    assert arrive(sent, noor.address).status_code == 200
    noor.work()
    assert status_of(payment) is PaymentStatus.CAPTURED


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f43_a_status_nobody_knows_is_unclear_and_moves_no_money(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment, _ = noor.paid()
    (sent,) = noor.sent()
    arrive(sent, noor.address)
    noor.simulator.fault("unknown_code", gateway)
    noor.work()
    assert (status_of(payment), HEARD) == (PaymentStatus.PENDING, [])
    assert attempts()[0].status in {AttemptStatus.UNKNOWN, AttemptStatus.PENDING}


def test_what_is_kept_has_neither_secrets_nor_cards_and_is_forgotten(till: OpenTill) -> None:
    noor = till("moyasar")
    noor.paid()
    (sent,) = noor.sent()
    assert "shared-noor" in sent["body"]
    arrive(sent, noor.address)
    (event,) = inbox()
    assert event.body
    assert "shared-noor" not in event.body
    assert forget_webhook_bodies(now=event.received_at + BODY_KEPT - timedelta(seconds=1)) == 0
    assert forget_webhook_bodies(now=event.received_at + BODY_KEPT) == 1
    assert [kept.body for kept in inbox()] == [""]
    assert forget_webhook_bodies(now=event.received_at + 2 * BODY_KEPT) == 0


def test_the_address_is_the_platforms_and_known_to_nobody_else(till: OpenTill) -> None:
    noor = till("paytabs")
    noor.paid()
    (sent,) = noor.sent()
    for guess in ("guessed", noor.account.webhook_token[:-1], noor.account.webhook_token.swapcase()):
        assert arrive(sent, f"/hooks/payments/{guess}/").status_code == 404
    assert arrive(sent | {"method": "GET"}, noor.address).status_code == 405
    for method in ("POST", "PUT", "PATCH"):
        assert arrive(sent | {"method": method}, noor.address).status_code == 200


def test_a_body_has_its_limit(till: OpenTill) -> None:
    noor = till("paytabs")
    sent = {"method": "POST", "headers": {}, "body": ""}
    assert arrive(sent, noor.address, body=b"x" * LARGEST_BODY).status_code == 400
    assert arrive(sent, noor.address, body=b"x" * (LARGEST_BODY + 1)).status_code == 413


def test_a_webhook_that_can_not_be_kept_is_to_be_sent_again(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    noor = till("paytabs")
    noor.paid()
    (sent,) = noor.sent()

    def full(*_: object, **__: object) -> None:
        raise OperationalError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(GatewayEvent.objects, "bulk_create", full)
        assert arrive(sent, noor.address).status_code == 503
    assert (inbox(), arrive(sent, noor.address).status_code) == ([], 200)


def test_event_and_its_handling_are_kept_together(till: OpenTill) -> None:
    noor = till("paytabs")
    noor.paid()
    arrive(noor.sent()[0], noor.address)
    with transaction.atomic():
        assert OutboxDelivery.objects.filter(event=WebhookReceived.name()).count() == GatewayEvent.objects.count() == 1
        assert GatewayAccount.objects.count() == 1


def test_who_only_looks_at_the_address_leaves_its_secret_in_no_log(
    till: OpenTill, caplog: pytest.LogCaptureFixture
) -> None:
    noor = till("moyasar")
    token = noor.account.webhook_token
    answer = Client(HTTP_HOST="localhost").get(noor.address)
    assert (answer.status_code, token in caplog.text) == (405, False)


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("broken", ["\ud83d", "\x00"], ids=["half a letter", "zero"])
def test_f18_letters_that_the_database_refuses_turn_no_genuine_webhook_away(
    till: OpenTill, gateway: str, broken: str
) -> None:
    """A name may be cut amid a letter, and a reference be anything: refused, it would be repeated for ever."""
    noor = till(gateway)
    noor.paid()
    (sent,) = noor.sent()
    answer = arrive(sent, noor.address, **of_broken_letters(gateway, sent, broken))
    assert answer.status_code == 200
    (event,) = inbox()
    assert "\ufffd" in event.body
