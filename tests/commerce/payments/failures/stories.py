"""What can happen to a payment, told as a story whose events may reach us in any order and all at once.

The gateway's part has happened when a story begins, or happens while it is told (`then`); of what it sent nothing has
arrived yet. A story is told by `telling` and says how it ends, whatever the order.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.core.money import Money
from commerce.payments.application.use_cases import start_payment as starting
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.use_cases.take_when_sent import take_when_sent
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.models import PaymentAttempt
from tests.commerce.payments.failures.money import HOLDING, held, refund, sar, take
from tests.commerce.payments.failures.till import BACK, Till, arrive, attempts
from tests.commerce.payments.failures.words import of_an_unknown_kind
from tests.commerce.payments.gateways.counter import STATUS
from tests.commerce.payments.tills import FORM, GATEWAYS, connect
from tests.simulators.gateways.payer import ComingBack
from tests.support.together import Act

MINUTE = timedelta(minutes=1)
# Where a payer may be sent; money is held at none of Moyasar's two.
EVERYWHERE = (*GATEWAYS, FORM)
AT_MOYASAR = ("moyasar", FORM)
# How a gateway may be asked how a payment stands.
LOOKS = ("status", "query", "payment", "list")
# Where whoever is refused may try another card at the same page.
TRYING_AGAIN = ("hyperpay", *AT_MOYASAR)
# Where they are shown another page; at an invoice of Moyasar's one page takes every card.
SHOWING_ANOTHER = ("hyperpay", "paytabs", FORM)
TAKING_DINARS = ("paytabs", *AT_MOYASAR)
WITH_MADA = (*EVERYWHERE, "hyperpay_mada")
HOLDING_AND_MADA = (*HOLDING, "hyperpay_mada")
# PayTabs signs with the key that opens its own door.
WITH_A_SECRET_OF_WEBHOOKS = ("hyperpay", *AT_MOYASAR)


@dataclass(frozen=True)
class Told:
    """The payment it is about; payers on their way back; what else is done meanwhile, in any order and more than once;
    and what happens meanwhile, once and in this order."""

    payment_id: int
    backs: tuple[ComingBack, ...] = ()
    more: tuple[Act, ...] = ()
    then: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Story:
    """`modes` are the numbers of the ways to go wrong that it tells of.

    At the end so much was `taken` for the payment (where it hangs on who came first: one of these), went `back`, was
    `charged_back`, in what it was `sold_in`, and stands for no order (`unapplied`, in that currency); the `findings`
    are a person's to look at; that it is paid was `heard` so often, where it is not once if anything was taken. `lie`:
    the gateway's answers and its journal differ by so much. `pending` is reserved for a movement that only a person can
    clear. `crashes` of the worker come first; `late`, nothing is told before then; `long` goes by at the end.
    """

    name: str
    modes: tuple[int, ...]
    happen: Callable[[Till], Told]
    gateways: tuple[str, ...] = EVERYWHERE
    taken: tuple[int, ...] = (9200,)
    back: int = 0
    charged_back: int = 0
    sold_in: str = "SAR"
    unapplied: int = 0
    currency: str = "SAR"
    findings: tuple[str, ...] = ()
    heard: int | None = None
    lie: int = 0
    pending: int = 0
    crashes: int = 0
    late: timedelta = timedelta()
    long: timedelta = timedelta()

    def __str__(self) -> str:
        return " ".join([*(f"F{mode}" for mode in self.modes), self.name])


def paid(till: Till) -> Told:
    payment_id, back = till.paid()
    return Told(payment_id, (back,))


def paid_at_once_by_two_sweeps(till: Till) -> Told:
    payment_id, back = till.paid()
    return Told(payment_id, (back,), more=(sweep_now,))


def sweep_now() -> None:
    reconcile_payments(now=clock.now() + 3 * MINUTE)


def refused_and_paid(till: Till) -> Told:
    """At the same page, with another card."""
    payment_id = till.owed()
    page = till.start(payment_id)
    refused = till.pay(page, "refuse")
    return Told(payment_id, (refused, till.pay(page)))


def refused_and_paid_after_all(till: Till) -> Told:
    """Whoever came back refused still has the page open in another tab, and nobody tells of it."""
    till.simulator.fault("webhook_never", till.gateway, "webhook", times=-1)
    till.simulator.fault("page_stays_open", till.gateway, "pay", times=-1)
    payment_id = till.owed()
    page = till.start(payment_id)
    till.come_back(payment_id, till.pay(page, "refuse"))
    till.simulator.control("clock", seconds=61)
    till.pay(page)
    return Told(payment_id, more=(sweep_now,))


OUT_OF_SIGHT = "elsewhere"


def told_before_our_own_commit(till: Till) -> Told:
    """The attempt's row is out of sight, as it is to everybody else before its commit."""
    payment_id, _ = till.paid()
    (attempt,) = attempts()
    known = {"gateway_key": attempt.gateway_key, "gateway_reference": attempt.gateway_reference}
    write(attempt, gateway_key=uuid.uuid4(), gateway_reference=OUT_OF_SIGHT)
    return Told(payment_id, more=(lambda: write(attempt, OUT_OF_SIGHT, **known),))


def write(attempt: PaymentAttempt, instead_of: str = "", **columns: Any) -> None:
    """Once: a commit does not undo what came of it."""
    with transaction.atomic():
        attempts = PaymentAttempt.objects.filter(pk=attempt.pk)
        (attempts.filter(gateway_reference=instead_of) if instead_of else attempts).update(**columns)


def clicked_again(till: Till) -> Told:
    payment_id = till.owed()
    page = till.start(payment_id)
    return Told(payment_id, more=(lambda: till.start(payment_id),), then=(lambda: till.pay(page),))


def paid_twice(till: Till) -> Told:
    """Whoever was refused is shown a second page, and has the first open in another tab."""
    till.simulator.fault("page_stays_open", till.gateway, "pay", times=-1)
    payment_id = till.owed()
    first = till.start(payment_id)
    till.come_back(payment_id, till.pay(first, "refuse"))
    till.simulator.control("clock", seconds=61)
    second = till.start(payment_id)
    assert len(attempts()) == 2
    return Told(payment_id, (till.pay(first), till.pay(second)))


def started_in_the_dark(till: Till) -> Told:
    """Whoever sends the start again at once is refused as a repeat, and has the page later."""
    payment_id = till.owed()
    till.simulator.fault("drop_after", till.gateway, "page")
    assert till.start(payment_id) is None
    assert till.start(payment_id) is None
    till.simulator.control("clock", seconds=121)
    return Told(payment_id, (till.pay(till.start(payment_id)),), more=(lambda: till.start(payment_id),))


def in_another_amount(till: Till) -> Told:
    payment_id, back = till.paid()
    for operation in LOOKS:
        till.simulator.fault("tamper_amount", till.gateway, operation, value="+1", times=-1)
    return Told(payment_id, (back,))


def at_a_page_for_another_amount(till: Till) -> Told:
    """As if it had been prepared for what the cart costs by now."""
    payment_id = till.owed()
    prepared = starting._commit_intent

    def dearer(*facts: Any) -> Any:
        intent: Any = prepared(*facts)
        return replace(intent, request=replace(intent.request, amount=sar(9300)))

    with pytest.MonkeyPatch.context() as careless:
        careless.setattr(starting, "_commit_intent", dearer)
        page = till.start(payment_id)
    return Told(payment_id, (till.pay(page),))


def in_another_currency(till: Till) -> Told:
    payment_id, back = till.paid()
    for operation in LOOKS:
        till.simulator.fault("tamper_currency", till.gateway, operation, value="USD", times=-1)
    return Told(payment_id, (back,))


def of_the_other_mode(till: Till) -> Told:
    payment_id, back = till.paid()
    for operation in LOOKS:
        till.simulator.fault("other_mode", till.gateway, operation, times=-1)
    return Told(payment_id, (back,))


def with_the_way_back_of_another(till: Till) -> Told:
    """Whoever paid one order brings its way back to another's address as well."""
    payment_id, back = till.paid()
    other = till.owed("order:2")
    till.start(other)
    return Told(payment_id, (back,), more=(lambda: till.come_back(other, back),))


def with_paths_that_lead_elsewhere(till: Till) -> Told:
    payment_id, back = till.paid()
    query = urlencode({"resourcePath": "//evil.example/v1/checkouts/1/payment"})
    elsewhere = ComingBack("GET", f"{BACK}?{query}")
    return Told(payment_id, (back,), more=(lambda: till.come_back(payment_id, elsewhere),))


def with_unsigned_ways_back(till: Till) -> Told:
    payment_id, back = till.paid()
    unsigned = ComingBack("POST", BACK, b"respStatus=E&tranRef=")
    return Told(payment_id, (back,), more=(lambda: till.come_back(payment_id, unsigned),))


def with_words_nobody_knows(till: Till) -> Told:
    """The first answer bears a status nobody knows, and events of an unknown kind come in between."""
    payment_id, back = till.paid()
    till.simulator.fault("unknown_code", till.gateway)
    sent = till.sent()[0]
    strange = of_an_unknown_kind(till.gateway, sent)
    return Told(payment_id, (back,), more=(lambda: arrive(sent, till.address, **strange),))


def throttled(till: Till) -> Told:
    payment_id, back = till.paid()
    till.simulator.fault("throttle", till.gateway, STATUS[till.gateway], times=2)
    return Told(payment_id, (back,), more=(sweep_now,))


def gone_though_paid(till: Till) -> Told:
    payment_id, back = till.paid()
    till.simulator.control("clock", seconds=3600)
    return Told(payment_id, (back,))


def without_webhooks(till: Till) -> Told:
    till.simulator.fault("webhook_never", till.gateway, "webhook", times=-1)
    payment_id, back = till.paid()
    return Told(payment_id, (back,), more=(sweep_now,))


def under_an_older_secret(till: Till) -> Told:
    payment_id, back = till.paid()
    connect(till.gateway, secrets={"webhook": "ab" * 32}, now=clock.now())
    return Told(payment_id, (back,))


def in_review(till: Till) -> Told:
    payment_id = till.owed()
    page = till.start(payment_id)
    till.simulator.fault("review", till.gateway, "pay")
    return Told(payment_id, (till.pay(page),))


def let_through(till: Till) -> Told:
    told = in_review(till)
    till.come_back(told.payment_id, *told.backs)
    sold = attempts()[0].gateway_reference
    return replace(told, then=(lambda: till.simulator.control("approve", reference=sold),))


def decided_late(till: Till) -> Told:
    payment_id = till.owed()
    page = till.start(payment_id)
    till.simulator.fault("long_pending", till.gateway, "pay", value="approved")
    return Told(payment_id, (till.pay(page),), then=(lambda: till.simulator.control("settle"),))


def called_off(till: Till) -> Told:
    payment_id, back = till.paid()
    cancel_payment(payment_id=payment_id, now=clock.now() + MINUTE)
    return Told(payment_id, (back,), more=(sweep_now,))


def called_off_as_it_is_told(till: Till) -> Told:
    payment_id, back = till.paid()
    call_off = lambda: cancel_payment(payment_id=payment_id, now=clock.now() + MINUTE)  # noqa: E731
    return Told(payment_id, (back,), then=(call_off,))


def called_off_after_the_settlement(till: Till) -> Told:
    payment_id = take(till)
    till.simulator.control("settle-day")
    cancel_payment(payment_id=payment_id, now=clock.now())
    return Told(payment_id, more=(sweep_now,))


def held_and_called_off(till: Till) -> Told:
    payment_id = till.owed()
    checkout = Checkout("1001", "ar", BACK, captures_later=True)
    back = till.pay(start_payment(payment_id=payment_id, checkout=checkout, now=clock.now()))
    cancel_payment(payment_id=payment_id, now=clock.now() + MINUTE)
    return Told(payment_id, (back,))


def captured(till: Till) -> Told:
    payment_id = held(till)
    return Told(payment_id, then=(lambda: capture_payment(payment_id=payment_id, now=clock.now()),))


def captured_or_voided(till: Till) -> Told:
    payment_id = held(till)
    capture = lambda: capture_payment(payment_id=payment_id, now=clock.now())  # noqa: E731
    void = lambda: void_payment(payment_id=payment_id, now=clock.now())  # noqa: E731
    return Told(payment_id, more=(capture, void))


def taken_with_the_shipment_and_by_hand(till: Till) -> Told:
    payment_id = held(till)
    capture = lambda: capture_payment(payment_id=payment_id, now=clock.now())  # noqa: E731
    take_sent = lambda: take_when_sent(payment_id=payment_id, now=clock.now())  # noqa: E731
    return Told(payment_id, more=(take_sent, capture))


def captured_in_two_parts(till: Till) -> Told:
    """The second part, and more than is held, are nobody's."""
    payment_id = held(till)
    parts = [
        lambda minor=minor: capture_payment(payment_id=payment_id, amount=sar(minor), now=clock.now())
        for minor in (5000, 4200, 9201)
    ]
    return Told(payment_id, more=tuple(parts))


def let_go_by_the_bank(till: Till) -> Told:
    """And nobody is told."""
    payment_id = held(till)
    till.simulator.control("lapse", reference=attempts()[0].gateway_reference.removeprefix("payments/"))
    return Told(payment_id, then=(lambda: capture_payment(payment_id=payment_id, now=clock.now()),))


def held_until_it_is_over(till: Till) -> Told:
    """Nobody takes it or lets it go."""
    return Told(held(till), more=(sweep_now,))


def captured_in_the_dark(till: Till) -> Told:
    payment_id = held(till)
    till.simulator.fault("drop_after", till.gateway, "capture")
    return Told(payment_id, then=(lambda: capture_payment(payment_id=payment_id, now=clock.now()),))


def voided_in_the_dark(till: Till) -> Told:
    payment_id = held(till)
    till.simulator.fault("drop_after", till.gateway, "void")
    return Told(payment_id, then=(lambda: void_payment(payment_id=payment_id, now=clock.now()),))


def refunded_in_the_dark(till: Till) -> Told:
    return refunded_with("drop_after", till)


def refunded_with_half_an_answer(till: Till) -> Told:
    return refunded_with("half_body", till)


def refunded_by_a_call_that_never_arrived(till: Till) -> Told:
    return refunded_with("drop_before", till)


def refunded_with(fault: str, till: Till) -> Told:
    payment_id = take(till)
    refund(payment_id, 200)
    till.simulator.control("clock", seconds=61)
    till.simulator.fault(fault, till.gateway, "refund")
    return Told(payment_id, then=(lambda: refund(payment_id, 4000),))


def refunded_to_the_minor_unit(till: Till) -> Told:
    payment_id = take(till)
    return Told(payment_id, then=(lambda: refund(payment_id, 1),))


def in_coins_of_three_decimals(till: Till) -> Told:
    """And one of the smallest goes back."""
    payment_id = till.owed(amount=Money(9200, "KWD"))
    back = till.pay(till.start(payment_id))
    till.come_back(payment_id, back)
    till.simulator.control("clock", seconds=61)
    return Told(payment_id, (back,), then=(lambda: refund(payment_id, 1, "KWD"),))


def moved_by_everybody_at_once(till: Till) -> Told:
    """Each locks what it moves, and its neighbours."""
    payment_id, key = take(till), uuid.uuid4()
    call_off = lambda: cancel_payment(payment_id=payment_id, now=clock.now() + MINUTE)  # noqa: E731
    give_back = lambda: refund(payment_id, 1000, key=key)  # noqa: E731
    ask = lambda: refresh_payment(payment_id=payment_id, now=clock.now() + 2 * MINUTE)  # noqa: E731
    return Told(payment_id, more=(give_back, sweep_now, call_off, ask))


def refunded_too_much(till: Till) -> Told:
    """Each fits alone, and any two are more than was taken."""
    payment_id = take(till)
    return Told(payment_id, more=(lambda: refund(payment_id, 6000), lambda: refund(payment_id, 6000)))


def refund_refused_late(till: Till) -> Told:
    payment_id = take(till)
    till.simulator.fault("pending", till.gateway, "refund", value="declined")
    refund(payment_id, 4000)
    return Told(payment_id, then=(lambda: till.simulator.control("settle"),))


def refunded_elsewhere(till: Till) -> Told:
    payment_id = take(till)
    return Told(payment_id, then=(lambda: elsewhere(till, "refund", 2000),))


def refunded_elsewhere_and_nobody_told(till: Till) -> Told:
    payment_id = take(till)
    till.simulator.fault("webhook_never", till.gateway, "webhook", times=-1)
    return Told(payment_id, then=(lambda: elsewhere(till, "refund", 2000),))


def refunded_elsewhere_while_ours_is_unclear(till: Till) -> Told:
    payment_id = take(till)
    till.simulator.fault("drop_before", till.gateway, "refund")
    refund(payment_id, 3000)
    return Told(payment_id, then=(lambda: elsewhere(till, "refund", 2000),))


def charged_back(till: Till) -> Told:
    payment_id = take(till)
    return Told(payment_id, then=(lambda: elsewhere(till, "chargeback", 5000),))


def charged_back_and_won(till: Till) -> Told:
    payment_id = take(till)
    elsewhere(till, "chargeback", 9200)
    elsewhere(till, "chargeback_reversal", 9200)
    return Told(payment_id)


def elsewhere(till: Till, kind: str, minor: int) -> None:
    """At the gateway, without us: of the last that was paid."""
    sale = [line for line in till.simulator.journal() if line["kind"] == "sale"][-1]
    till.simulator.control("elsewhere", reference=sale["movement"], kind=kind, minor=minor)


STORIES = (
    Story("paid", (1, 2, 3), paid, WITH_MADA),
    Story("while sweeps ask too", (3, 45), paid_at_once_by_two_sweeps),
    Story("told before our own commit", (4,), told_before_our_own_commit),
    Story("refused and paid", (5,), refused_and_paid, TRYING_AGAIN),
    Story("refused and paid after all", (5, 33), refused_and_paid_after_all),
    Story("held and captured", (6,), captured, HOLDING_AND_MADA),
    Story("captured in the dark", (7,), captured_in_the_dark, HOLDING_AND_MADA),
    Story("voided in the dark", (7, 42), voided_in_the_dark, HOLDING_AND_MADA, taken=(0,)),
    Story("a refund that never arrived", (8,), refunded_by_a_call_that_never_arrived, back=4200),
    Story("refunded in the dark", (7, 9), refunded_in_the_dark, back=4200),
    Story("clicked again", (10,), clicked_again),
    Story("paid twice", (11,), paid_twice, SHOWING_ANOTHER, findings=("paid_twice",)),
    Story("started in the dark", (12,), started_in_the_dark, ("paytabs",)),
    Story(
        "in another amount",
        (13,),
        in_another_amount,
        taken=(0,),
        unapplied=9201,
        lie=1,
        findings=("contradiction",),
    ),
    Story(
        "in another currency",
        (14,),
        in_another_currency,
        taken=(0,),
        unapplied=9200,
        currency="USD",
        lie=-9200,
        findings=("contradiction",),
    ),
    Story(
        "at a page for another amount",
        (15,),
        at_a_page_for_another_amount,
        taken=(0,),
        unapplied=9300,
        findings=("contradiction",),
    ),
    Story("with another's way back", (17,), with_the_way_back_of_another),
    Story("with paths that lead elsewhere", (20,), with_paths_that_lead_elsewhere, ("hyperpay",)),
    Story("refunded too much", (21, 22), refunded_too_much, back=6000),
    Story("captured or voided", (23,), captured_or_voided, HOLDING, taken=(0, 9200)),
    Story("taken with the shipment and by hand", (24,), taken_with_the_shipment_and_by_hand, HOLDING_AND_MADA),
    Story("captured in two parts", (24,), captured_in_two_parts, HOLDING, taken=(4200, 5000)),
    Story("called off", (25, 45), called_off, back=9200),
    Story("called off as it is told", (25,), called_off_as_it_is_told, back=9200),
    Story("held and called off", (25,), held_and_called_off, HOLDING, taken=(0,)),
    Story("decided late", (26,), decided_late, HOLDING),
    Story("in review", (27,), in_review, ("hyperpay",), heard=0, findings=("in_review",)),
    Story("in review, and let through", (27,), let_through, ("paytabs",), findings=("in_review",)),
    Story("refunded elsewhere", (28,), refunded_elsewhere, back=2000, findings=("refunded_elsewhere",)),
    Story(
        "refunded elsewhere and nobody told",
        (28, 33),
        refunded_elsewhere_and_nobody_told,
        back=2000,
        findings=("refunded_elsewhere",),
    ),
    Story("refund refused late", (29,), refund_refused_late, HOLDING, findings=("not_returned",)),
    Story("charged back", (30,), charged_back, ("hyperpay",), charged_back=5000, findings=("charged_back",)),
    Story("charged back and won", (30,), charged_back_and_won, ("hyperpay",), findings=("charged_back",)),
    Story("with a worker that crashes", (31,), paid, crashes=2),
    Story("a month late", (32,), paid, late=timedelta(days=30)),
    Story("without any webhook", (33,), without_webhooks),
    Story(
        "of the other mode",
        (34,),
        of_the_other_mode,
        HOLDING,
        taken=(0,),
        lie=-9200,
        findings=("contradiction",),
    ),
    Story("gone though paid", (35,), gone_though_paid, ("hyperpay",)),
    Story("throttled", (36,), throttled),
    Story(
        "held until it is over",
        (37,),
        held_until_it_is_over,
        HOLDING_AND_MADA,
        taken=(0,),
        long=timedelta(days=8),
    ),
    Story(
        "let go by its bank",
        (37,),
        let_go_by_the_bank,
        HOLDING_AND_MADA,
        taken=(0,),
        findings=("not_moved",),
        long=timedelta(days=8),
    ),
    Story("refunded to the minor unit", (38,), refunded_to_the_minor_unit, AT_MOYASAR, back=1),
    Story("called off after the settlement", (39,), called_off_after_the_settlement, AT_MOYASAR, back=9200),
    Story("under an older secret", (40,), under_an_older_secret, WITH_A_SECRET_OF_WEBHOOKS),
    Story("in coins of three decimals", (41,), in_coins_of_three_decimals, TAKING_DINARS, back=1, sold_in="KWD"),
    Story("refunded with half an answer", (42,), refunded_with_half_an_answer, back=4200),
    Story("with words nobody knows", (43,), with_words_nobody_knows),
    Story("with unsigned ways back", (44,), with_unsigned_ways_back),
    Story("moved by everybody at once", (47,), moved_by_everybody_at_once, back=9200),
    Story(
        "refunded elsewhere while ours is unclear",
        (46,),
        refunded_elsewhere_while_ours_is_unclear,
        AT_MOYASAR,
        pending=3000,
        findings=("outcome_unknown", "not_settled"),
        lie=2000,
    ),
)
