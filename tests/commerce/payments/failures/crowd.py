"""A store's tills at all gateways, a crowd of payers, and a heap of webhooks of which many are not what they seem."""

from __future__ import annotations

import json
import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum

from commerce.core import clock
from commerce.core.scope import tenant_scope
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.postings import Book
from commerce.payments.domain.values import NextAction
from commerce.payments.models import LedgerEntry, Payment, PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.money import refund
from tests.commerce.payments.failures.test_webhooks import FORGED, forgeries
from tests.commerce.payments.failures.till import BACK, Till, arrive
from tests.commerce.payments.failures.words import signed
from tests.commerce.payments.tills import GATEWAYS, address_of, connect
from tests.simulators.gateways.merchants import known
from tests.simulators.gateways.running import Simulator
from tests.support.together import at_once

MONEY = (
    "payments_payment", "payments_paymentattempt", "payments_operation", "payments_refund",
    "payments_ledgertransaction", "payments_ledgerentry", "payments_discrepancy",
)  # fmt: skip


# By what a knock is, the way to go wrong that it tells of; what is not among these is a forgery of another kind.
_MODES = {"fresh": 2, "again": 1, "of an unknown payment": 4, "at another store's address": 16, "written anew": 19}
_FORGED = 18
# Heard among thousands, shuffled and by two workers; that they were is for who heard them to require.
MODES_IN_A_CROWD = {*_MODES.values(), _FORGED}


@dataclass(frozen=True)
class Knock:
    """One request at one of our addresses, and the answer it is to have; `what` it is, for who reads a failure."""

    what: str
    sent: dict[str, Any]
    address: str
    changes: dict[str, Any]
    status: int = 200

    @property
    def kind(self) -> str:
        return self.what.rpartition(" of ")[0] if self.what.startswith(("fresh", "again")) else self.what

    @property
    def mode(self) -> int:
        return _MODES.get(self.kind.partition(",")[0], _FORGED)

    @property
    def event(self) -> tuple[str, str]:
        """Copies are one event; PayTabs writes what it tells at two addresses anew for each."""
        body = self.changes.get("body", self.sent["body"])
        return self.address, json.loads(body)["tran_ref"] if "paytabs" in self.what else repr(body)


class Crowd:
    def __init__(self, simulator: Simulator, noor: Tenant, souq: Tenant, seed: int) -> None:
        self.simulator, self.noor, self.souq = simulator, noor, souq
        self.dice = random.Random(seed)  # noqa: S311 - a script, no secret
        self.tills = {gateway: Till(simulator, gateway) for gateway in GATEWAYS}
        with tenant_scope(souq.pk):
            self.theirs = {gateway: address_of(connect(gateway, "souq")) for gateway in GATEWAYS}
        # A refund has no callback: the portal's own notice tells of it.
        portal = webhook_url(self.tills["paytabs"].account.webhook_token)
        simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=portal)
        self.payments: list[int] = []
        self.told: dict[str, int] = defaultdict(int)
        # Of whom every webhook is lost on its way, and which these are among the gateway's.
        self.unheard: set[int] = set()
        self.lost: dict[str, set[int]] = defaultdict(set)

    def pay(self, payers: int) -> None:
        """They pay, are refused, or leave holds; none of them comes back, so nobody here knows of it. Of every tenth
        the webhooks are lost."""
        for _ in range(payers):
            till = self.tills[self.dice.choice(GATEWAYS)]
            payment_id = till.owed(f"order:{uuid.uuid4()}")
            is_hold = till.gateway != "moyasar" and self.dice.random() < 0.2
            is_by_form = till.gateway == "moyasar" and len(self.payments) % 2 == 1
            checkout = Checkout("1001", "ar", BACK, is_by_form, captures_later=is_hold)
            action = start_payment(payment_id=payment_id, checkout=checkout, now=clock.now())
            choice = self.dice.choice(["approve"] * 6 + ["refuse"])
            if len(self.payments) % 10 == 9:
                self._pay_unheard(till, payment_id, action)
            else:
                till.pay(action, choice)
            self.payments.append(payment_id)

    def _pay_unheard(self, till: Till, payment_id: int, action: NextAction | None) -> None:
        before = len(till.sent())
        till.pay(action)
        self.lost[till.gateway] |= set(range(before, len(till.sent())))
        self.unheard.add(payment_id)

    def go_on(self) -> None:
        """Holds are taken, some money goes back, at the gateways' own desks as well, and banks take theirs back."""
        self.simulator.control("clock", seconds=61)
        with transaction.atomic():
            rows = list(Payment.objects.filter(pk__in=self.payments).order_by("id"))
        sales = {line["paid_under"]: line["movement"] for line in self.simulator.journal() if line["kind"] == "sale"}
        for row in rows:
            luck = self.dice.random()
            if row.authorised_minor:
                capture_payment(payment_id=row.pk, now=clock.now())
            elif row.captured_minor and luck < 0.3:
                refund(row.pk, self.dice.choice([1, 4600, 9200]))
            elif row.captured_minor and luck < 0.5:
                self._elsewhere(sales[key_of(row.pk)], "refund", self.dice.choice([100, 9200]))
            elif row.captured_minor and luck < 0.6 and row.gateway == "hyperpay":
                movement = sales[key_of(row.pk)]
                self._elsewhere(movement, "chargeback", 5000)
                if luck < 0.55:
                    self._elsewhere(movement, "chargeback_reversal", 5000)

    def _elsewhere(self, movement: str, kind: str, minor: int) -> None:
        self.simulator.control("elsewhere", reference=movement, kind=kind, minor=minor)

    def heap(self, size: int) -> list[Knock]:
        """What the gateways sent since the last heap, with older ones again, copies, and forgeries of each kind, until
        there are so many of them; shuffled."""
        fresh, older = self._sent()
        heap = [self._genuine("fresh", gateway, one) for gateway, one in fresh]
        everything = [*fresh, *older]
        fakes = self._fakes(everything)
        while len(heap) < size:
            gateway, one = self.dice.choice(everything)
            luck = self.dice.random()
            heap.append(self._genuine("again", gateway, one) if luck < 0.4 else next(fakes))
        self.dice.shuffle(heap)
        return heap

    def _sent(self) -> tuple[list[tuple[str, dict[str, Any]]], list[tuple[str, dict[str, Any]]]]:
        fresh: list[tuple[str, dict[str, Any]]] = []
        older: list[tuple[str, dict[str, Any]]] = []
        for gateway, till in self.tills.items():
            for number, one in enumerate(sent := till.sent()):
                if number not in self.lost[gateway]:
                    (older if number < self.told[gateway] else fresh).append((gateway, one))
            self.told[gateway] = len(sent)
        return fresh, older

    def _genuine(self, what: str, gateway: str, one: dict[str, Any]) -> Knock:
        return Knock(f"{what} of {gateway}", one, self.tills[gateway].address, {})

    def _fakes(self, everything: list[tuple[str, dict[str, Any]]]) -> Iterator[Knock]:
        """For ever, each kind in turn."""
        while True:
            gateway, one = self.dice.choice(everything)
            ours, status = self.tills[gateway].address, FORGED[gateway]
            for what, changes in forgeries(gateway, one["body"], one["headers"]).items():
                if changes == {"body": one["body"].encode()}:  # another amount than there was none of
                    continue
                yield Knock(f"{what}, {gateway}", one, ours, changes, status)
            yield Knock(f"at another store's address, {gateway}", one, self.theirs[gateway], {}, status)
            yield Knock(f"of an unknown payment, {gateway}", one, ours, signed(gateway, stranger(gateway)))
            for what, facts in lies(gateway, self.simulator, self.dice).items():
                yield Knock(f"{what} under another key, {gateway}", one, ours, signed(gateway, facts, "souq"), status)

    def knock(self, heap: list[Knock]) -> list[str]:
        """Two hands carry them in, and handle what is in the outbox in between; those that were answered otherwise
        than they should."""
        wrong: list[str] = []

        def carry(mine: list[Knock]) -> None:
            for number, one in enumerate(mine):
                status = arrive(one.sent, one.address, **one.changes).status_code
                if status != one.status:
                    wrong.append(f"{one.what}: {status}")
                if number % 20 == 0:
                    self.tills["paytabs"].work()

        at_once(lambda: carry(heap[::2]), lambda: carry(heap[1::2]))
        return wrong

    def look_again(self) -> None:
        """What was parked is looked at again for an hour. Nobody sweeps: what is known then, webhooks have told."""
        for minutes in range(2, 62, 10):
            self.simulator.control("clock", seconds=600)
            with clock.as_of(clock.now() + timedelta(minutes=minutes)):
                self.tills["paytabs"].work()
                while settle_parked_webhooks(now=clock.now()):
                    continue

    def reconcile(self) -> set[int]:
        """The sweep asks until nothing is open; the payments whose money it moved."""
        before = sums_of_all()
        for hour in range(2, 7):
            self.simulator.control("clock", seconds=3600)
            with clock.as_of(clock.now() + timedelta(hours=hour)):
                self.tills["paytabs"].work()
                while reconcile_payments(now=clock.now()):
                    continue
        return {payment_id for payment_id, sums in sums_of_all().items() if sums != before[payment_id]}


def sums_of_all() -> dict[int, tuple[Any, ...]]:
    fields = ("captured_minor", "authorised_minor", "refunded_minor", "charged_back_minor")
    with transaction.atomic():
        return {row[0]: row[1:] for row in Payment.objects.values_list("pk", *fields)}


@dataclass(frozen=True)
class Truth:
    """What a gateway's journal and its payers' banks say of one payment."""

    owed: int = 0
    taken: int = 0


def truths(simulator: Simulator) -> dict[str, Truth]:
    """By the key under which its payer paid."""
    found: dict[str, Truth] = defaultdict(Truth)
    for line in simulator.journal():
        seen, is_taking = found[line["paid_under"]], line["kind"] in {"sale", "capture"}
        found[line["paid_under"]] = Truth(seen.owed + line["minor"], seen.taken + line["minor"] * is_taking)
    return found


def require_the_gateways_truth(crowd: Crowd, *, but: frozenset[int] = frozenset()) -> None:
    """Of every payment: what the books say the gateway owes is what its journal says, and so are the sums. But of
    these, of which nobody has heard: nothing at all."""
    truth = truths(crowd.simulator)
    with transaction.atomic():
        lines = LedgerEntry.objects.filter(account__book=Book.GATEWAY).values_list("transaction__payment_id")
        booked = dict(lines.annotate(sum=Sum(F("debit_minor") - F("credit_minor"))))
        rows = list(Payment.objects.order_by("id"))
        total = sum(LedgerEntry.objects.values_list(F("debit_minor") - F("credit_minor"), flat=True))
    assert {row.pk for row in rows} == set(crowd.payments)
    for row in rows:
        known = Truth() if row.pk in but else truth[key_of(row.pk)]
        assert (row.pk, booked.get(row.pk, 0)) == (row.pk, known.owed)
        assert (row.pk, row.captured_minor) == (row.pk, known.taken)
        left = row.captured_minor - row.refunded_minor - row.refund_pending_minor - row.charged_back_minor
        assert (row.pk, left) == (row.pk, known.owed)
        assert (row.pk, row.status == "captured") == (row.pk, bool(known.taken))
    assert sum(booked.values()) == sum(truth[key_of(row.pk)].owed for row in rows if row.pk not in but)
    assert total == 0
    assert check_books(now=clock.now()) == 0


def key_of(payment_id: int) -> str:
    with transaction.atomic():
        return str(PaymentAttempt.objects.values_list("gateway_key", flat=True).get(payment_id=payment_id))


def rows_of_money(*stores: Tenant) -> dict[str, str]:
    """Every row about money of these stores, whole, as one digest for each table."""
    digests = {}
    for store in stores:
        with tenant_scope(store.pk), transaction.atomic(), connection.cursor() as cursor:
            for table in MONEY:
                cursor.execute(f"SELECT md5(string_agg(row::text, ',' ORDER BY row.id)) FROM {table} AS row")
                digests[f"{store.slug} {table}"] = str(cursor.fetchone())
    return digests


def stranger(gateway: str) -> dict[str, Any]:
    """A payment that nobody began."""
    name = uuid.uuid4().hex
    if gateway == "hyperpay":
        return hyperpay_facts(name, "DB", uuid.uuid4().hex)
    if gateway == "paytabs":
        return paytabs_facts(f"TST{int(name[:10], 16):013d}", "Sale", str(uuid.uuid4()))
    return moyasar_facts("payment_paid", str(uuid.uuid4()), str(uuid.uuid4()))


def lies(gateway: str, simulator: Simulator, dice: random.Random) -> dict[str, dict[str, Any]]:
    """What somebody would like us to believe of a payment that is there: by what it is."""
    paid = [line for line in simulator.journal() if line["gateway"] == gateway and line["kind"] == "sale"]
    if not paid:
        return {}
    line, name = dice.choice(paid), uuid.uuid4().hex
    if gateway == "hyperpay":
        return {
            "a chargeback": hyperpay_facts(name, "CB", "", referencedId=line["movement"]),
            "a refund": hyperpay_facts(name, "RF", "", referencedId=line["movement"]),
        }
    if gateway == "paytabs":
        refund_facts = paytabs_facts(f"TST{int(name[:10], 16):013d}", "Refund", str(uuid.uuid4()))
        return {"a refund": refund_facts | {"previous_tran_ref": line["movement"]}}
    return {"a refund": moyasar_facts("payment_refunded", line["movement"], line["paid_under"])}


def hyperpay_facts(reference: str, kind: str, key: str, **more: str) -> dict[str, Any]:
    payload = {
        "id": reference,
        "paymentType": kind,
        "amount": "92.00",
        "currency": "SAR",
        "merchantTransactionId": key,
        "result": {"code": "000.100.112", "description": "…"},
    }
    return {"type": "PAYMENT", "payload": payload | more}


def paytabs_facts(reference: str, kind: str, key: str) -> dict[str, Any]:
    profile = next(one for one in known() if (one.name, one.gateway) == ("noor", "paytabs")).facts["profile_id"]
    return {
        "tran_ref": reference,
        "tran_type": kind,
        "cart_id": key,
        "cart_currency": "SAR",
        "cart_amount": "92.00",
        "tran_currency": "SAR",
        "tran_total": "92.00",
        "payment_result": {"response_status": "A", "response_code": "G1", "response_message": "…"},
        "profile_id": int(profile),
    }


def moyasar_facts(kind: str, reference: str, key: str) -> dict[str, Any]:
    data = {"id": reference, "status": "paid", "amount": 9200, "currency": "SAR", "metadata": {"attempt": key}}
    return {"id": str(uuid.uuid4()), "type": kind, "live": False, "data": data}
