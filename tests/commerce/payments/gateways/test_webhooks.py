"""Webhooks, each with its forged twins: what the gateways' published examples say, and what the simulator sends."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commerce.payments.domain.accounts import GatewayAccount, Secret
from commerce.payments.domain.conversations import (
    AttemptReference,
    EventKind,
    Forged,
    Malformed,
    OtherMode,
    RawRequest,
)
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.hyperpay.gateway import HyperPay
from commerce.payments.infrastructure.moyasar.gateway import Moyasar
from commerce.payments.infrastructure.paytabs.gateway import PayTabs
from commerce.payments.infrastructure.paytabs.signatures import signed_text, signs
from tests.commerce.payments.gateways.counter import SAR_92, Counter, account_of
from tests.simulators.gateways.hyperpay.hooks import encrypted

HYPERPAY, PAYTABS, MOYASAR = (
    account_of("noor", "hyperpay"),
    account_of("noor", "paytabs"),
    account_of("noor", "moyasar"),
)

KEY_OF_OURS = uuid.uuid4()


def refuses(gateway: Any, account: GatewayAccount, request: RawRequest, error: type[Exception] = Forged) -> bool:
    with pytest.raises(error) as caught:
        gateway.open_webhook(account, request)
    return str(caught.value) == ""


def test_a_paid_payment_is_told_and_names_its_attempt(counter: Counter) -> None:
    counter.listen()
    attempt = counter.paid()
    (event,) = [counter.open(request) for request in counter.webhooks()]
    assert event.kind is EventKind.PAYMENT
    assert attempt.reference in event.references
    assert event.key == str(attempt.key)
    assert event.snapshot is not None
    amount = None if counter.name == "moyasar" else SAR_92
    assert (event.snapshot.outcome, event.snapshot.amount) == (Outcome.CAPTURED, amount)


def test_a_refund_is_told_as_an_operation_of_the_payment_and_pays_nothing(counter: Counter) -> None:
    counter.listen()
    attempt = counter.paid()
    seen = counter.find(attempt)
    counter.simulator.deliveries()
    reference = seen.reference.removeprefix("payments/")
    counter.simulator.control("elsewhere", reference=reference, kind="refund", minor=3000)
    event = counter.open(counter.webhooks()[-1])
    assert event.kind is EventKind.OPERATION
    assert seen.reference in event.references
    if event.snapshot is not None:
        assert (event.snapshot.outcome, event.snapshot.parent) == (Outcome.REFUNDED, seen.reference)
    assert counter.owed() == 6200


def test_the_same_event_has_the_same_name_however_often_it_comes(counter: Counter) -> None:
    counter.listen()
    counter.simulator.fault("webhook_duplicate", counter.name, "webhook", value="3", times=-1)
    counter.paid()
    events = [counter.open(request) for request in counter.webhooks()]
    assert len(events) == 3
    assert len({event.dedupe_key for event in events}) == 1
    counter.paid()
    later = {counter.open(request).dedupe_key for request in counter.webhooks()}
    assert len(later) == 2


@pytest.mark.parametrize("fault", ["webhook_wrong_key", "webhook_unsigned"])
def test_a_forged_one_is_refused(counter: Counter, fault: str) -> None:
    counter.listen()
    counter.simulator.fault(fault, counter.name, "webhook", times=-1)
    counter.paid()
    (request,) = counter.webhooks()
    assert refuses(counter.gateway, counter.account, request)


def test_a_changed_one_is_refused_or_believed_in_nothing(counter: Counter) -> None:
    counter.listen()
    counter.simulator.fault("webhook_tampered", counter.name, "webhook", times=-1)
    attempt = counter.paid()
    (request,) = counter.webhooks()
    if counter.name == "moyasar":
        told = counter.open(request).snapshot
        assert told is not None
        assert (told.amount, told.requested, told.totals) == (None, None, None)
        assert counter.find(attempt).amount == SAR_92
    else:
        assert refuses(counter.gateway, counter.account, request)


def test_one_of_the_other_mode_is_refused_by_name(counter: Counter) -> None:
    counter.listen()
    counter.simulator.fault("webhook_other_mode", counter.name, "webhook", times=-1)
    counter.paid()
    (request,) = counter.webhooks()
    assert refuses(counter.gateway, counter.account, request, OtherMode)


def test_another_merchants_is_forged_here(counter: Counter) -> None:
    souq = Counter(counter.simulator, counter.way, "souq")
    souq.listen()
    souq.paid()
    (request,) = souq.webhooks()
    assert souq.open(request).kind is EventKind.PAYMENT
    assert refuses(counter.gateway, counter.account, request)


def test_while_a_key_is_rotated_both_are_good_and_afterwards_one(counter: Counter) -> None:
    counter.listen()
    counter.paid()
    (request,) = counter.webhooks()
    name = "server_key" if counter.name == "paytabs" else "webhook"
    old = counter.account.secrets[name]
    new = Secret("0f" * 32)
    rotating = replace(counter.account, secrets={**counter.account.secrets, name: new, f"{name}_before": old})
    assert counter.gateway.open_webhook(rotating, request).kind is EventKind.PAYMENT
    done = replace(counter.account, secrets={**counter.account.secrets, name: new})
    assert refuses(counter.gateway, done, request)


def test_an_account_without_the_key_takes_nothing(counter: Counter) -> None:
    counter.listen()
    counter.paid()
    (request,) = counter.webhooks()
    for empty in ({}, dict.fromkeys(counter.account.secrets, Secret(""))):
        assert refuses(counter.gateway, replace(counter.account, secrets=empty), request)


def test_what_is_kept_bears_no_secret(counter: Counter) -> None:
    counter.listen()
    counter.paid()
    (request,) = counter.webhooks()
    kept = counter.open(request).kept_body
    for secret in counter.account.secrets.values():
        assert secret.reveal() not in kept
    assert '"holder": "Sara Ahmed"' not in kept


def test_names_of_headers_are_written_in_any_way(counter: Counter) -> None:
    counter.listen()
    counter.paid()
    (request,) = counter.webhooks()
    for change in (str.lower, str.upper):
        headers = {change(name): value for name, value in request.headers.items()}
        assert counter.open(replace(request, headers=headers)).kind is EventKind.PAYMENT


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"{}", b"[" * 100_000])
def test_rubbish_is_refused_and_breaks_nothing(counter: Counter, body: bytes) -> None:
    with pytest.raises((Forged, Malformed)):
        counter.open(RawRequest("POST", {}, body))


# — HyperPay: AES-256-GCM —

# Published by PrimeiroPay, on the same platform ("Integration and Decryption").
KEY = "000102030405060708090A0B0C0D0E0F000102030405060708090A0B0C0D0E0F"
NONCE, CIPHER = "3D575574536D450F71AC76D8", "F8E2F759E528CB69375E51DB2AF9B53734E393"
TAG = "19FDD068C6F383C173D3A906F7BD1D83"
PUBLISHED = replace(HYPERPAY, secrets={"webhook": Secret(KEY)})


def hyperpay_request(cipher: str = CIPHER, nonce: str = NONCE, tag: str = TAG) -> RawRequest:
    headers = {"X-Initialization-Vector": nonce, "X-Authentication-Tag": tag}
    return RawRequest("POST", headers, cipher.encode())


@pytest.mark.parametrize("body", [CIPHER, f" {CIPHER}\n", CIPHER.lower(), json.dumps({"encryptedBody": CIPHER})])
def test_hyperpays_published_example_opens_in_either_wrapper(body: str) -> None:
    assert HyperPay().open_webhook(PUBLISHED, hyperpay_request(body)).kind is EventKind.OTHER


@pytest.mark.parametrize(
    "request_",
    [
        hyperpay_request(tag=TAG[:24]),
        hyperpay_request(tag=TAG[:8]),
        hyperpay_request(tag=""),
        hyperpay_request(tag=TAG[:-1]),
        hyperpay_request(tag="zz" * 16),
        hyperpay_request(nonce=""),
        hyperpay_request(nonce="00" * 7),
        hyperpay_request(nonce="00" * 129),
        hyperpay_request(nonce="0"),
        hyperpay_request(nonce="é" * 24),
        hyperpay_request(cipher=""),
        hyperpay_request(cipher=CIPHER[:-2]),
        hyperpay_request(cipher=CIPHER[:-1]),
        hyperpay_request(cipher="00" + CIPHER[2:]),
        hyperpay_request(cipher="{}"),
        hyperpay_request(cipher='{"encryptedBody": 5}'),
        hyperpay_request(cipher='{"encryptedBody": null}'),
        hyperpay_request(cipher="[" + CIPHER + "]"),
        hyperpay_request(cipher="سلة"),
        RawRequest("POST", {}, CIPHER.encode()),
    ],
)
def test_hyperpays_forged_twins_are_refused(request_: RawRequest) -> None:
    assert refuses(HyperPay(), PUBLISHED, request_)


@pytest.mark.parametrize("key", ["", "00", KEY[:-1], KEY[:32], "zz" * 32])
def test_a_key_of_another_shape_opens_nothing(key: str) -> None:
    assert refuses(HyperPay(), replace(HYPERPAY, secrets={"webhook": Secret(key)}), hyperpay_request())


def sealed(body: Any) -> RawRequest:
    nonce = secrets.token_bytes(12)
    data = AESGCM(bytes.fromhex(KEY)).encrypt(
        nonce, body if isinstance(body, bytes) else json.dumps(body).encode(), None
    )
    return hyperpay_request(data[:-16].hex(), nonce.hex(), data[-16:].hex())


@pytest.mark.parametrize("body", [b"\xff", b"not json", [1], "x", None])
def test_what_decrypts_to_rubbish_is_malformed(body: Any) -> None:
    assert refuses(HyperPay(), PUBLISHED, sealed(body), Malformed)


@pytest.mark.parametrize(
    ("payload", "kind", "outcome"),
    [
        ({"paymentType": "DB"}, EventKind.PAYMENT, Outcome.CAPTURED),
        ({"paymentType": "PA"}, EventKind.PAYMENT, Outcome.AUTHORISED),
        ({"paymentType": "RF", "referencedId": "p1"}, EventKind.OPERATION, Outcome.REFUNDED),
        ({"paymentType": "CP", "referencedId": "p1"}, EventKind.OPERATION, Outcome.CAPTURED),
        ({"paymentType": "RV", "referencedId": "p1"}, EventKind.OPERATION, Outcome.VOIDED),
        ({"paymentType": "CB", "referencedId": "p1"}, EventKind.CHARGEBACK, Outcome.CHARGED_BACK),
        ({"paymentType": "CR", "referencedId": "p1"}, EventKind.CHARGEBACK, Outcome.CHARGEBACK_REVERSED),
    ],
)
def test_hyperpays_follow_ups_are_of_the_payment_they_name(
    payload: dict[str, str], kind: EventKind, outcome: Outcome
) -> None:
    """A success code alone would have paid the order by its refund."""
    body = {"id": "m1", "ndc": "checkout-1", "amount": "92.00", "currency": "SAR", "result": {"code": "000.100.112"}}
    event = HyperPay().open_webhook(PUBLISHED, sealed({"type": "PAYMENT", "payload": body | payload}))
    assert event.kind is kind
    assert event.snapshot is not None
    assert event.snapshot.outcome is outcome
    first = "payments/p1" if "referencedId" in payload else "checkouts/checkout-1"
    assert event.references == (first, "payments/m1")


@pytest.mark.parametrize("kind", ["REGISTRATION", "SCHEDULE", "RISK", "test", ""])
def test_hyperpays_other_notifications_are_taken_and_not_acted_upon(kind: str) -> None:
    event = HyperPay().open_webhook(PUBLISHED, sealed({"type": kind, "action": "CREATED", "payload": {"id": "1"}}))
    assert (event.kind, event.references, event.snapshot) == (EventKind.OTHER, (), None)


def test_hyperpay_may_wrap_in_json(simulator: Any) -> None:
    counter = Counter(simulator, "hyperpay")
    counter.listen()
    simulator.control("merchant", gateway="hyperpay", name="noor", json_wrapper=True)
    counter.paid()
    (request,) = counter.webhooks()
    assert request.body.startswith(b'{"encryptedBody"')
    assert counter.open(request).kind is EventKind.PAYMENT


def test_the_simulators_cipher_is_the_platforms() -> None:
    headers, raw = encrypted({"type": "PAYMENT"}, KEY, as_json=False)
    assert HyperPay().open_webhook(PUBLISHED, RawRequest("POST", headers, raw)).kind is EventKind.OTHER


# — PayTabs: HMAC-SHA256 —

# Published in the support article on the return's signature.
SERVER_KEY = "SGJNZ96JLG-JDMKHGRWT9-RWRK2KJNRJ"
RETURN = (
    "acquirerMessage=&acquirerRRN=&cartId=cart_11111&customerEmail=email%40domain.com&respCode=G84718"
    "&respMessage=Authorised&respStatus=A&token=&tranRef=TST2215201242166"
)
SIGNATURE = "7a181a32c768621eb6966107752ee70205a01f1c4403a3d13c0ff604f591f988"
CALLBACK = b'{"tran_ref":"TST2215201242166","cart_id":"cart_11111"}'
CALLBACK_SIGNATURE = "de7b77e6939e6ea2042c17c62da69be68ab3d4d43133fe15bad5d93c32214f27"


def test_paytabs_published_return_is_signed_so() -> None:
    fields = dict(pair.split("=") for pair in RETURN.replace("%40", "@").split("&"))
    assert signs(SIGNATURE, signed_text(fields), SERVER_KEY)
    assert signs(SIGNATURE, signed_text({**fields, "signature": SIGNATURE}), SERVER_KEY)
    assert not signs(SIGNATURE, signed_text({**fields, "respStatus": "D"}), SERVER_KEY)


def test_signed_text_is_written_as_php_does() -> None:
    assert signed_text({"b": "a b~c", "a": "0", "c": "é", "e": ""}) == b"a=0&b=a+b%7Ec&c=%C3%A9"


@pytest.mark.parametrize(
    "signature", ["", "0" * 64, SIGNATURE[:-1], SIGNATURE + "0", "é", SIGNATURE[::-1], "null", "\ud800"]
)
def test_every_other_signature_is_wrong(signature: str) -> None:
    assert not signs(signature, RETURN.encode(), SERVER_KEY)
    assert not signs(SIGNATURE, RETURN.encode(), "")


def test_paytabs_return_needs_signature_reference_and_key(simulator: Any) -> None:
    counter = Counter(simulator, "paytabs")
    attempt, result = counter.start()
    back = counter.pay(result)
    assert counter.hint(attempt, back).is_about_this
    for body in (
        back.body.replace(b"respStatus=A", b"respStatus=D"),
        b"&".join(part for part in back.body.split(b"&") if not part.startswith(b"signature")),
        back.body.replace(b"signature=", b"signature=0"),
        back.body + b"&extra=1",
        b"",
        b"\xff\xfe",
        b"&" * 1_000,
    ):
        assert not counter.hint(attempt, replace(back, body=body)).is_about_this
    assert not counter.hint(replace(attempt, reference="TST0"), back).is_about_this
    as_get = replace(back, method="GET", url=f"{back.url}?{back.body.decode()}", body=b"")
    assert counter.hint(attempt, as_get).is_about_this


def test_paytabs_unsigned_error_page_is_only_a_reason_to_wait(simulator: Any) -> None:
    counter = Counter(simulator, "paytabs")
    attempt, result = counter.start()
    back = counter.pay(result, "technical")
    assert b"signature" not in back.body
    assert not counter.hint(attempt, back).is_about_this
    assert counter.find(attempt).outcome is Outcome.DECLINED


def test_a_signature_under_no_key_at_all_is_forged() -> None:
    nobodys = hmac.new(b"", CALLBACK, hashlib.sha256).hexdigest()
    assert refuses(PayTabs(), replace(PAYTABS, secrets={}), paytabs_request(signature=nobodys))
    for name in ("webhook", "webhook_before"):
        assert refuses(Moyasar(), replace(MOYASAR, secrets={name: Secret("")}), moyasar_request(secret_token=""))


def paytabs_request(body: bytes = CALLBACK, signature: str = CALLBACK_SIGNATURE) -> RawRequest:
    return RawRequest("POST", {"signature": signature}, body)


SIGNED = replace(PAYTABS, secrets={"server_key": Secret(SERVER_KEY)})


def test_paytabs_callback_is_signed_over_its_bytes() -> None:
    event = PayTabs().open_webhook(SIGNED, paytabs_request())
    assert (event.references, event.key) == (("TST2215201242166",), "cart_11111")
    assert PayTabs().open_webhook(SIGNED, paytabs_request(signature=CALLBACK_SIGNATURE.upper())).key == "cart_11111"
    for body in (CALLBACK.replace(b":", b": "), CALLBACK + b"\n", json.dumps(json.loads(CALLBACK), indent=1).encode()):
        assert refuses(PayTabs(), SIGNED, paytabs_request(body))
    for signature in ("", "é", "0" * 64, CALLBACK_SIGNATURE[:-1], CALLBACK_SIGNATURE[:32]):
        assert refuses(PayTabs(), SIGNED, paytabs_request(signature=signature))


def test_paytabs_body_of_another_profile_is_refused_though_it_is_signed(simulator: Any) -> None:
    counter = Counter(simulator, "paytabs")
    counter.paid()
    (request,) = counter.callbacks()
    other = replace(counter.account, settings={"profile_id": "999"})
    assert refuses(PayTabs(), other, request, Malformed)


def test_paytabs_callback_and_ipn_of_one_transaction_are_one_event(simulator: Any) -> None:
    counter = Counter(simulator, "paytabs")
    counter.listen()
    counter.paid()
    events = [counter.open(request) for request in (*counter.webhooks(), *counter.callbacks())]
    assert len(events) == 2
    assert len({event.dedupe_key for event in events}) == 1


# — Moyasar: a secret in the body —


def moyasar_request(**changes: Any) -> RawRequest:
    body = {
        "id": "e1", "type": "payment_paid", "secret_token": "shared-noor", "live": False,
        "data": {"id": "p1", "invoice_id": "i1", "amount": 9200, "metadata": {"attempt": "k1"}},
    } | changes  # fmt: skip
    return RawRequest(
        "POST", {}, json.dumps({name: value for name, value in body.items() if value is not ...}).encode()
    )


def test_moyasars_event_is_a_reason_to_ask() -> None:
    event = Moyasar().open_webhook(MOYASAR, moyasar_request())
    assert (event.dedupe_key, event.kind, event.key) == ("e1", EventKind.PAYMENT, "k1")
    assert event.references == ("payments/p1", "invoices/i1")
    assert event.snapshot == Snapshot(Outcome.CAPTURED, "payments/p1", key="k1")


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("payment_authorized", Outcome.AUTHORISED),
        ("payment_captured", Outcome.CAPTURED),
        ("payment_faild", Outcome.DECLINED),
        ("payment_refunded", None),
        ("payment_voided", None),
    ],
)
def test_of_moyasars_event_its_name_says_whether_there_is_money(kind: str, outcome: Outcome | None) -> None:
    told = Moyasar().open_webhook(MOYASAR, moyasar_request(type=kind)).snapshot
    assert (told and told.outcome) == outcome


def test_moyasars_event_of_no_payment_says_nothing() -> None:
    assert Moyasar().open_webhook(MOYASAR, moyasar_request(data={})).snapshot is None


@pytest.mark.parametrize(
    "secret", [..., "", None, "another", "shared-noo", "shared-noor ", 5, ["shared-noor"], {}, "é", "\ud800"]
)
def test_moyasars_forged_twins_are_refused(secret: Any) -> None:
    assert refuses(Moyasar(), MOYASAR, moyasar_request(secret_token=secret))


@pytest.mark.parametrize("live", [True, None, "false", 0, ...])
def test_moyasars_mode_must_be_the_accounts(live: Any) -> None:
    assert refuses(Moyasar(), MOYASAR, moyasar_request(live=live), OtherMode)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("payment_paid", EventKind.PAYMENT), ("payment_failed", EventKind.PAYMENT),
        ("payment_faild", EventKind.PAYMENT),
        ("payment_authorized", EventKind.PAYMENT), ("payment_captured", EventKind.PAYMENT),
        ("payment_expired", EventKind.PAYMENT), ("payment_abandoned", EventKind.PAYMENT),
        ("payment_refunded", EventKind.OPERATION), ("payment_voided", EventKind.OPERATION),
        ("payment_verified", EventKind.OTHER), ("payout_paid", EventKind.OTHER), ("", EventKind.OTHER),
        ("something.new", EventKind.OTHER),
    ],
)  # fmt: skip
def test_moyasars_events(event: str, kind: EventKind) -> None:
    assert Moyasar().open_webhook(MOYASAR, moyasar_request(type=event)).kind is kind


def test_moyasars_event_without_an_id_is_told_apart_by_its_payment() -> None:
    one, other = (
        Moyasar().open_webhook(MOYASAR, moyasar_request(id=..., data={"id": "p1", "updated_at": at})).dedupe_key
        for at in ("2026-11-27T10:00:00Z", "2026-11-27T10:00:01Z")
    )
    assert one != other


def test_moyasars_invoices_ask_for_no_callback_and_one_would_be_forged(simulator: Any) -> None:
    counter = Counter(simulator, "moyasar")
    counter.paid()
    assert counter.callbacks() == []
    told = RawRequest("POST", {}, json.dumps({"id": "i1", "status": "paid", "amount": 9200}).encode())
    assert refuses(Moyasar(), counter.account, told)


@pytest.mark.parametrize(
    ("reference", "query", "is_ours", "found"),
    [
        ("payments/00000000-0000-4000-8000-000000000001", "id=00000000-0000-4000-8000-000000000001", True, ""),
        ("payments/00000000-0000-4000-8000-000000000001", "id=00000000-0000-4000-8000-000000000002&s=1", False, ""),
        ("", "id=00000000-0000-4000-8000-000000000002", True, "payments/00000000-0000-4000-8000-000000000002"),
        ("", "id=../invoices/1", False, ""),
        ("", "id=00000000-0000-4000-8000-000000000002&id=x", False, ""),
        ("", "status=paid", False, ""),
        ("invoices/1", "", True, ""),
    ],
)
def test_moyasars_way_back(reference: str, query: str, is_ours: bool, found: str) -> None:
    attempt = AttemptReference(KEY_OF_OURS, reference, SAR_92)
    hint = Moyasar().read_return(MOYASAR, attempt, RawRequest("GET", {}, query=query))
    assert (hint.is_about_this, hint.reference) == (is_ours, found)


@pytest.mark.parametrize(
    "query",
    [
        "resourcePath=@evil.example", "resourcePath=//evil.example/v1/checkouts/c1/payment", "resourcePath=/../c1",
        "resourcePath=/v1/checkouts/c2/payment", "id=c2&resourcePath=/v1/checkouts/c1/payment", "", "id=c1",
        "resourcePath=/v1/checkouts/c1/payment&resourcePath=/v1/checkouts/c2/payment",
    ],
)  # fmt: skip
def test_hyperpays_way_back_must_name_the_stored_checkout(query: str, simulator: Any) -> None:
    attempt = AttemptReference(KEY_OF_OURS, "checkouts/c1", SAR_92)
    request = RawRequest("GET", {}, query=query)
    assert not HyperPay().read_return(HYPERPAY, attempt, request).is_about_this
    good = replace(request, query="resourcePath=%2Fv1%2Fcheckouts%2Fc1%2Fpayment")
    assert HyperPay().read_return(HYPERPAY, attempt, good).is_about_this
    assert simulator.control("calls") == []
