"""Orders by the dice: paid by every way there is, held first or not, called off as a whole or but for what was sent,
sent at once or in parts, refused in part at the door, given back in parts and as a whole, by banks that agree at once,
later, or not at all."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from commerce.carts.application.pricing import Asker
from commerce.carts.application.queries import cart_by_ways
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.application.use_cases.enter_code import enter_code
from commerce.carts.domain.values import Shopper
from commerce.catalog.application.use_cases.change_pricing_settings import change_pricing_settings
from commerce.catalog.domain.pricing import VatCode
from commerce.catalog.models import Product, VatCategory
from commerce.core import clock
from commerce.core.actors import GUEST, Actor, ActorKind
from commerce.core.bilingual import Bilingual
from commerce.core.events import Event
from commerce.core.money import Money
from commerce.core.outbox import deliver_due
from commerce.orders.application.return_queries import pieces_to_return
from commerce.orders.application.use_cases.call_off_rest import call_off_rest
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.confirm_transfer import confirm_transfer
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.give_up_order import give_up_order
from commerce.orders.application.use_cases.pack_fulfilment import pack_fulfilment
from commerce.orders.application.use_cases.pay_order import pay_order
from commerce.orders.application.use_cases.place_order import OrderRequest, place_order
from commerce.orders.application.use_cases.plan_fulfilment import plan_fulfilment
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.refuse_return import refuse_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.application.use_cases.ship_fulfilment import ship_fulfilment
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.domain.events import FulfilmentMoved, OrderMoved, OrderPlaced, ReturnMoved
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.domain.values import Contact, DeliveryAddress
from commerce.orders.models import Order, OrderLine, Return, ReturnLine
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.use_cases.arrange_payment_ways import arrange_payment_ways
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.note_return import note_return
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.return_payments import return_payments
from commerce.payments.application.use_cases.save_bank_details import save_bank_details
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.domain.accounts import Taking
from commerce.payments.domain.conversations import RawRequest
from commerce.payments.domain.events import RefundSucceeded
from commerce.payments.domain.operations import RefundSource, RefundStatus
from commerce.payments.domain.values import ClientToken
from commerce.payments.models import GatewayAccount, Payment, Refund
from commerce.promotions.domain.actions import Action, AmountOffOrder, BuyGet, PercentOffOrder
from commerce.promotions.domain.values import Promotion
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.payments.failures.money import HOLDING
from tests.commerce.payments.tills import ACCOUNTS, CARDS, connect, pay_at
from tests.commerce.promotions.builders import draft, published, shared
from tests.simulators.gateways.running import Simulator
from wasla_site import events

# Nobody writes letters here; everything else is told as in the site.
HANDLERS: dict[type[Event], tuple[str, ...]] = {
    **events.HANDLERS,
    **dict.fromkeys((OrderPlaced, OrderMoved, RefundSucceeded), ()),
    FulfilmentMoved: ("commerce.orders.interfaces.handlers.on_fulfilment_sent",),
    ReturnMoved: ("commerce.orders.interfaces.handlers.on_return_moved",),
}
STAFF = Actor(ActorKind.STAFF, "7")
CONTACT = Contact(name="سارة العتيبي", phone="+966551234567", email="sara@example.com")
ADDRESS = DeliveryAddress(city="الرياض", short_address="RRRD2929")
BACK = "http://noor.localhost/back/"
OPENING = 1_000_000
# Minor units: what splits badly, what costs nothing, what is dear.
PRICES = (4999, 12345, 333, 100, 87550, 0)
CASH_FEE = 1151
CODES = ("SEVEN", "NOTHING")
BY_HAND = ("cash_on_delivery", "bank_transfer")
TAKINGS = (Taking.AT_ONCE, Taking.WHEN_SENT, Taking.WHEN_SENT, Taking.BY_HAND)


class Hold(StrEnum):
    """What became of money that was held first."""

    TAKEN_WHEN_SENT = "taken when sent"
    TAKEN_BY_HAND = "taken by hand"
    TAKEN_IN_PART = "taken in part"
    LET_GO = "let go by hand"
    CALLED_OFF = "held and called off"


class Turn(StrEnum):
    """What an order met on its way that most do not."""

    PAID_IN_PART = "collected in part"
    BACK_EARLY = "a return before the courier"
    AGREED_LATE = "a refund the bank agreed to late"
    REFUSED_LATE = "a refund the bank refused late"
    NOT_TAKEN_BACK = "a return refused when it had arrived"
    SENT_IN_PARTS = "sent in parts"
    REST_CALLED_OFF = "the rest called off"


_FATES = (Hold.TAKEN_WHEN_SENT,) * 3 + (Hold.TAKEN_BY_HAND, Hold.TAKEN_IN_PART, Hold.LET_GO, Hold.LET_GO)


@dataclass(eq=False)
class Bought:
    """`asked_back` is what was asked for by amount; `is_all_back`: everything was to go back in the end. Of held money
    so much was to be `taken`, and of what is paid at the door; `back_early` are the pieces, by line, that came back
    before anybody paid for them. `is_by_form`: at Moyasar's form instead of its invoice. `is_taken_late`: of the hold a
    part, when pieces had been given back for already."""

    order_id: int
    payment_id: int
    method: str
    hold: Hold | None = None
    taken: int = 0
    asked_back: int = 0
    is_all_back: bool = False
    is_called_off: bool = False
    is_by_form: bool = False
    is_taken_late: bool = False
    turns: set[Turn] = field(default_factory=set)
    back_early: dict[int, int] = field(default_factory=dict)


@dataclass
class Buyers:
    """Of one store, which takes these ways to pay. Its gateways' journal begins anew with each crowd of buyers."""

    store: Tenant
    simulator: Simulator
    methods: tuple[str, ...]
    dice: random.Random
    variants: list[int] = field(default_factory=list)
    number: int = 0
    taking: Taking = Taking.AT_ONCE
    waiting: list[Bought] = field(default_factory=list)

    def furnish(self, standard_rate: int) -> None:
        """The store has accounts, goods of both kinds of VAT, a fee for cash, and promotions of every layer."""
        for provider in sorted({ACCOUNTS.get(method, method) for method in self.methods} - set(BY_HAND)):
            connect(provider, self.store.slug)
        save_bank_details(bank_name="Al Rajhi", account_holder="Noor", iban="SA0380000000608010167519")
        arrange_payment_ways(ways=[(method, True) for method in self.methods])
        with transaction.atomic():
            change_pricing_settings(
                standard_rate=standard_rate,
                default_vat=VatCode.STANDARD,
                floor=None,
                cash_fee_minor=CASH_FEE,
                cash_fee_vat=VatCode.STANDARD,
            )
            self.variants = [put_on_shelf(f"V{n}", pieces=OPENING, price_minor=p) for n, p in enumerate(PRICES)]
            zero = VatCategory.objects.get(code=VatCode.ZERO)
            Product.objects.filter(variants__in=self.variants[1::3]).update(vat_category=zero)
            names = ("seven", "third", "off", "nothing")
            seven, third, off, nothing = (Bilingual(name, name) for name in names)
            published(draft(seven, share=700), coupons=[shared("SEVEN")], source="campaign:seven:1")
            published(with_action(draft(third), BuyGet(2, 1, 3333)), source="campaign:third:1")
            published(with_action(draft(off, minimum_spend=9000), AmountOffOrder(331)), source="campaign:off:1")
            free = with_action(draft(nothing), PercentOffOrder(10_000))
            published(free, coupons=[shared("NOTHING")], source="campaign:nothing:1")

    def open(self) -> None:
        self.simulator.control("reset")
        self.waiting.clear()
        self._calm_down()

    def _calm_down(self) -> None:
        """Nothing goes wrong but that no gateway tells anything."""
        self.simulator.control("calm")
        self.simulator.fault("webhook_never", times=-1)

    def buy(self) -> Bought:
        """Somebody orders something, and what becomes of it."""
        self.number += 1
        now = clock.now()
        shopper = Shopper(guest_key=f"buyer-{uuid.uuid4()}")
        for variant in self.dice.sample(self.variants, self.dice.randint(1, 4)):
            add_to_cart(shopper=shopper, variant_id=variant, quantity=self.dice.randint(1, 5), now=now)
        if self.dice.random() < 0.35:
            enter_code(shopper=shopper, code=self.dice.choice(CODES), now=now)
        method, total = self._way(shopper, now)
        request = OrderRequest(CONTACT, ADDRESS, method, total, self.dice.choice(("ar", "en")))
        order_id = place_order(shopper=shopper, request=request, idempotency_key="k", now=now)
        bought = Bought(order_id, order(order_id).payment_id, method)
        with transaction.atomic():
            holding = GatewayAccount.objects.filter(provider__in=HOLDING)
            self.taking = self.dice.choice(TAKINGS)
            holding.update(taking=self.taking)
        self.work()
        self._live(bought)
        return bought

    def _way(self, shopper: Shopper, now: datetime) -> tuple[str, Money]:
        """How they pay, and how much it then is: by some ways so little can't be paid."""
        for method in self.dice.sample(self.methods, len(self.methods)):
            with transaction.atomic():
                asker = Asker(phone=CONTACT.phone, city=ADDRESS.city, payment_method=method)
                _, totals = cart_by_ways(shopper, [method], now=now, asker=asker)
            if gateway_for(method).method.capabilities.takes_amount(totals[method]):
                return method, totals[method]
        raise AssertionError("what they ordered can't be paid for in any way")

    def work(self) -> None:
        while deliver_due(now=clock.now()):
            continue

    def _live(self, bought: Bought) -> None:
        luck = self.dice.random()
        if luck < 0.05:
            self._call_off(bought)
            return
        self._get_paid(bought)
        if held_of(bought):
            self._decide_on_the_hold(bought, luck)
        if order(bought.order_id).status != "confirmed":
            return
        if luck < 0.17:
            self._call_off(bought)
            return
        self._send(bought)
        if held_of(bought) and self.taking is Taking.BY_HAND:
            bought.is_taken_late = Turn.REST_CALLED_OFF in bought.turns and held_of(bought) > 1
            self._take(bought, Hold.TAKEN_IN_PART if bought.is_taken_late else Hold.TAKEN_BY_HAND)
        if bought.method == "cash_on_delivery":
            self._meet_the_courier(bought)
        elif luck < 0.8:
            deliver_order(order_id=bought.order_id, actor=STAFF, reason="", now=clock.now())
        self._think_again(bought)

    def _send(self, bought: Bought) -> None:
        """All at once, or a part, and then the others; or those are called off."""
        with transaction.atomic():
            whole = dict(OrderLine.objects.filter(order_id=bought.order_id).values_list("pk", "quantity"))
        part = {line: self.dice.randint(0, most) for line, most in whole.items()}
        if self.dice.random() < 0.4 and any(part.values()) and part != whole:
            self._send_part(bought, part)
            if bought.method != "cash_on_delivery" and self.dice.random() < 0.6:
                self._call_off_rest(bought)
                return
        ship_order(order_id=bought.order_id, actor=STAFF, reason="", now=clock.now())
        self.work()

    def _send_part(self, bought: Bought, part: dict[int, int]) -> None:
        now = clock.now()
        parcel = plan_fulfilment(order_id=bought.order_id, pieces=part, actor=STAFF, now=now)
        pack_fulfilment(fulfilment_id=parcel, actor=STAFF, now=now)
        ship_fulfilment(fulfilment_id=parcel, tracking_number="", actor=STAFF, now=now)
        self.work()
        bought.turns.add(Turn.SENT_IN_PARTS)

    def _call_off_rest(self, bought: Bought) -> None:
        """What came by transfer staff send back, and say so."""
        call_off_rest(order_id=bought.order_id, actor=STAFF, reason="", now=clock.now())
        bought.turns.add(Turn.REST_CALLED_OFF)
        with transaction.atomic():
            waiting = Return.objects.filter(order_id=bought.order_id, status=ReturnStatus.RECEIVED).first()
        assert (waiting is not None) == (bought.method == "bank_transfer")
        if waiting is not None:
            refund_return(return_id=waiting.pk, actor=STAFF, now=clock.now())
        self.work()

    def _think_again(self, bought: Bought) -> None:
        for _ in range(self.dice.choice((0, 0, 1, 2, 3))):
            self._let_the_bank_wait(bought)
            if self.dice.random() < 0.5:
                self._give_back(bought, self._some(left_of(bought)))
            else:
                self._send_back(bought, is_all=False)
            self._calm_down()
        if self.dice.random() < 0.4:
            self._send_back(bought, is_all=True)
            self._give_back(bought, left_of(bought))
            bought.is_all_back = True

    def _meet_the_courier(self, bought: Bought) -> None:
        """Who pays at the door pays all, or not for some pieces that go back with the courier, or not enough."""
        luck, total = self.dice.random(), order(bought.order_id).total
        if luck < 0.2 and total.minor > 1:
            bought.turns.add(Turn.PAID_IN_PART)
            bought.taken = self.dice.randint(1, total.minor - 1)
            collected = Money(bought.taken, total.currency)
            deliver_order(order_id=bought.order_id, actor=STAFF, reason="", now=clock.now(), collected=collected)
            return
        return_id = self._bring_back(bought, is_all=False) if luck < 0.45 and total.minor else None
        deliver_order(order_id=bought.order_id, actor=STAFF, reason="", now=clock.now())
        if return_id is not None:
            bought.turns.add(Turn.BACK_EARLY)
            bought.back_early, bought.taken = pieces_of(return_id), left_of(bought)
            refund_return(return_id=return_id, actor=STAFF, now=clock.now())
            self.work()

    def _let_the_bank_wait(self, bought: Bought) -> None:
        """The payer's bank decides about the next refund when the day is over."""
        gateway = ACCOUNTS.get(bought.method, bought.method)
        if gateway in HOLDING and self.dice.random() < 0.6:
            verdict = self.dice.choice(("approved", "declined"))
            self.simulator.fault("pending", gateway, "refund", value=verdict)
            self.waiting.append(bought)

    def _get_paid(self, bought: Bought) -> None:
        now = clock.now()
        if bought.method == "cash_on_delivery":
            if order(bought.order_id).status == "created":
                confirm_order(order_id=bought.order_id, actor=STAFF, reason="", now=now)
        elif bought.method == "bank_transfer":
            self._see_the_transfer(bought, now)
        else:
            self._pay_online(bought, now)
        self.work()

    def _decide_on_the_hold(self, bought: Bought, luck: float) -> None:
        """It is taken or let go before anything is sent; or it is called off with its order, or taken with the
        shipment."""
        fate = Hold.CALLED_OFF if luck < 0.17 else self.dice.choice(_FATES)
        bought.hold, bought.taken = fate, held_of(bought)
        if fate in {Hold.TAKEN_BY_HAND, Hold.TAKEN_IN_PART}:
            self._take(bought, fate)
        elif fate is Hold.LET_GO:
            void_payment(payment_id=bought.payment_id, now=clock.now())
            self.work()
        if fate in {Hold.LET_GO, Hold.CALLED_OFF}:
            bought.taken = 0

    def _take(self, bought: Bought, how: Hold) -> None:
        held = held_of(bought)
        part = self.dice.randint(1, held - 1) if how is Hold.TAKEN_IN_PART and held > 1 else held
        bought.hold, bought.taken = how, part
        amount = Money(part, order(bought.order_id).currency)
        capture_payment(payment_id=bought.payment_id, amount=amount, now=clock.now())
        self.work()

    def _see_the_transfer(self, bought: Bought, now: datetime) -> None:
        total = order(bought.order_id).total
        if total.minor and self.dice.random() < 0.9:
            reference = f"FT{self.store.pk}{self.number}{uuid.uuid4()}"[:40]
            confirm_transfer(order_id=bought.order_id, amount=total, bank_reference=reference, now=now)

    def _pay_online(self, bought: Bought, now: datetime) -> None:
        provider = ACCOUNTS.get(bought.method, bought.method)
        has_script = provider == "hyperpay" or (provider == "moyasar" and self.dice.random() < 0.5)
        action = pay_order(order_id=bought.order_id, actor=GUEST, return_url=BACK, now=now, has_script=has_script)
        bought.is_by_form = isinstance(action, ClientToken)
        if action is not None:
            choice = self.dice.choice([CARDS.get(bought.method, "approve")] * 7 + ["refuse"] * 2 + ["abandon"])
            pay_at(action, choice)
            if choice == "refuse":  # who stays at the page may try another card
                note_return(payment_id=bought.payment_id, request=RawRequest("GET", {}, b"", ""), now=now)
            refresh_payment(payment_id=bought.payment_id, now=now)
            if choice == "refuse" and self.dice.random() < 0.7:  # and would rather pay another way
                give_up_order(order_id=bought.order_id, actor=GUEST, now=now)

    def _call_off(self, bought: Bought) -> None:
        cancel_order(order_id=bought.order_id, actor=STAFF, reason="", now=clock.now())
        bought.is_called_off = True
        if bought.method in BY_HAND:  # what nobody but staff can send
            self._give_back(bought, left_of(bought))

    def _some(self, left: int) -> int:
        return self.dice.choice((0, 1, left // 3, left // 2, left - 1)) if left > 1 else 0

    def _give_back(self, bought: Bought, minor: int) -> None:
        if minor <= 0:
            return
        currency = order(bought.order_id).currency
        request = RefundRequest(amount=Money(minor, currency), key=uuid.uuid4())
        refund_payment(payment_id=bought.payment_id, request=request, now=clock.now())
        bought.asked_back += minor

    def _send_back(self, bought: Bought, *, is_all: bool) -> None:
        """Some pieces come back, or all that are left; a return in seven is refused as it is asked for, another when
        it has arrived."""
        refused = 0 if is_all else self.dice.randint(0, 6)
        return_id = self._bring_back(bought, is_all=is_all, has_arrived=refused != 1)
        if return_id is None:
            return
        if refused in {1, 2}:
            refuse_return(return_id=return_id, actor=STAFF, reason="", now=clock.now())
            bought.turns |= {Turn.NOT_TAKEN_BACK} if refused == 2 else set()
            return
        refund_return(return_id=return_id, actor=STAFF, now=clock.now())
        self.work()

    def _bring_back(self, bought: Bought, *, is_all: bool, has_arrived: bool = True) -> int | None:
        """The return, whose pieces are there unless it has not arrived; None where no piece is left or sent."""
        now = clock.now()
        with transaction.atomic():
            left = {piece.line_id: piece.quantity for piece in pieces_to_return(bought.order_id)}
        pieces = left if is_all else {line: self.dice.randint(0, most) for line, most in left.items()}
        if not any(pieces.values()):
            return None
        return_id = request_return(order_id=bought.order_id, pieces=pieces, actor=STAFF, reason="", now=now)
        if has_arrived:
            receive_return(return_id=return_id, restock=self.dice.random() < 0.6, actor=STAFF, now=now)
        return return_id

    def end(self) -> None:
        """What is owed back goes back; banks have decided, and what they refused is sent once more where all was to."""
        while return_payments(now=clock.now()):
            continue
        self.work()
        self._hear_from_the_banks()
        for bought in dict.fromkeys(self.waiting):
            self._look_at_refunds(bought)

    def _hear_from_the_banks(self) -> None:
        self.simulator.control("settle")
        for hours in range(1, 5):
            self.simulator.control("clock", seconds=3600)
            with clock.as_of(clock.now() + timedelta(hours=hours)):
                self.work()
                reconcile_payments(now=clock.now())
                self.work()

    def _look_at_refunds(self, bought: Bought) -> None:
        """What its bank refused staff asked for in vain; and once more, where everything was to go back."""
        with transaction.atomic():
            refused = list(Refund.objects.filter(payment_id=bought.payment_id, status=RefundStatus.FAILED))
            agreed = Refund.objects.filter(payment_id=bought.payment_id, status=RefundStatus.SUCCEEDED)
            has_waited = agreed.filter(operation__checks__gt=0).exists()
        bought.asked_back -= sum(one.amount_minor for one in refused if one.source == RefundSource.STAFF)
        bought.turns |= ({Turn.REFUSED_LATE} if refused else set()) | ({Turn.AGREED_LATE} if has_waited else set())
        if bought.is_all_back:
            self._give_back(bought, left_of(bought))


def with_action(promotion: Promotion, action: Action) -> Promotion:
    return replace(promotion, actions=(action,))


def order(order_id: int) -> Order:
    with transaction.atomic():
        found: Order = Order.objects.defer("trace").get(pk=order_id)
        return found


def pieces_of(return_id: int) -> dict[int, int]:
    with transaction.atomic():
        return dict(ReturnLine.objects.filter(parcel_id=return_id).values_list("line_id", "quantity"))


def held_of(bought: Bought) -> int:
    with transaction.atomic():
        return int(Payment.objects.get(pk=bought.payment_id).authorised_minor)


def left_of(bought: Bought) -> int:
    with transaction.atomic():
        return int(Payment.objects.get(pk=bought.payment_id).refundable.minor)
