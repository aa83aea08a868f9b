"""Shoppers with browsers that run no script: each fills a cart, orders, pays at the gateway and comes back, and sends
again what was not answered.

Who does not know whether they have paid presses Pay again, as often as the shop lets them, and some go about it in two
tabs at once: that nobody is charged twice is the shop's doing, and not their care.

But for Moyasar's form, which pays as often as it is sent: no shop can keep it from that, and gives back what came
twice, days later (tests/commerce/payments/failures/test_beside.py). So who has paid there leaves it at that.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from urllib.parse import urlsplit

import httpx

from tests.faults.crashes.facts import SHOPS, WAYS
from tests.faults.crashes.stage import Stage
from tests.simulators.gateways.payer import TLS, ComingBack, pay_in_form, pay_in_widget, pay_on_page

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
WIDGET = re.compile(r'action="([^"]*/returned/)".*?src="([^"]*paymentWidgets\.js[^"]*)"', re.DOTALL)
FORM = re.compile(r'data-payment-form data-key="([^"]+)"([^>]*)>.*?src="([^"]*moyasar\.js)"', re.DOTALL)
PARAMETER = re.compile(r'data-param-\d+="([^="]+)=([^"]*)"')
TOKEN = re.compile(r"/orders/([^/]+)/")
DETAILS = {
    "name": "سارة العتيبي",
    "phone": "٠٥٥١٢٣٤٥٦٧",
    "email": "sara@example.com",
    "city": "الرياض",
    "short_address": "RRRD2929",
}
CHOICES = (("approve", 78), ("challenge", 8), ("refuse", 8), ("abandon", 6))
# A page is asked for again after so long, and after so many tries the shopper goes home.
PAUSE, TRIES = 0.3, 40
TIME_LIMIT = 20.0
# So often somebody pays who was not told that they have paid.
MOST_PAYMENTS = 4
IN_TWO_TABS = 0.25
# Of who pays with Moyasar, so many have a browser that draws its form; who is told how to pay has none.
BY_FORM = 0.5


class WentHome(Exception):
    """Nobody answered for too long, or the goods were gone; or the shopper thought better of it."""


@dataclass
class Told:
    """What the shoppers were told: tokens of orders, how their visits ended, and when it is time to go home."""

    tokens: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    is_closing: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self, token: str) -> None:
        with self._lock:
            self.tokens.append(token)

    def end(self, how: str) -> None:
        with self._lock:
            self.ends[how] += 1


@dataclass(frozen=True)
class Page:
    status: int
    location: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        return {name: unescape(value) for name, value in HIDDEN.findall(self.text)}


class Shopper:
    """One who `vanishes` pays, and neither comes back nor is heard of again. `shop`, `way` and `tabs` are drawn, unless
    they are told: where and how it is paid, and in how many tabs at once."""

    def __init__(
        self,
        stage: Stage,
        told: Told,
        seed: str,
        *,
        vanishes: bool = False,
        shop: str = "",
        way: str = "",
        tabs: int = 0,
    ) -> None:
        self.vanishes = vanishes
        self.dice = random.Random(seed)  # noqa: S311 - a visit, no secret
        self.slug = shop or self.dice.choice(SHOPS)
        self.stage, self.told = stage, told
        self.variants: dict[str, int] = stage.shops[self.slug]["variants"]
        self.browser = httpx.Client(base_url=stage.site, timeout=TIME_LIMIT, trust_env=False, verify=TLS)
        self.browser.headers["Host"] = f"{self.slug}.localhost:{stage.facts.port}"
        self.way = way or self.dice.choice(WAYS)
        is_by_form = self.way == "moyasar" and not way and self.dice.random() < BY_FORM
        self.has_script = is_by_form or self.way.startswith("hyperpay")
        self.tabs = 1 if is_by_form else tabs or (2 if self.dice.random() < IN_TWO_TABS and not vanishes else 1)
        drawn = self.dice.choices([name for name, _ in CHOICES], [weight for _, weight in CHOICES])[0]
        self.choice = "approve" if way or vanishes else drawn
        self.token = ""
        self.ordered: dict[str, str] = {}

    def visit(self) -> None:
        with self.browser:
            try:
                how = self._shop()
            except WentHome as reason:
                how = str(reason)
        self.told.end(how)

    def _shop(self) -> str:
        self._fill_cart()
        answer = self._order()
        if self.way == "cash_on_delivery":
            return "ordered, to pay at the door"
        if self.tabs == 1:
            return self._pay(answer)
        answers = [answer, *(self._begin_again() for _ in range(self.tabs - 1))]
        with ThreadPoolExecutor(self.tabs) as tabs:
            for _ in tabs.map(self._pay_in_a_tab, answers):
                pass
        return "paid in two tabs"

    def _fill_cart(self) -> None:
        for sku in self.dice.sample(sorted(self.variants), self.dice.randint(1, 2)):
            page = self._ask("GET", f"/products/{sku.lower()}/")
            facts = {"variant_id": str(self.variants[sku]), "quantity": str(self.dice.randint(1, 3))}
            if "csrfmiddlewaretoken" not in page.hidden:
                continue  # it is sold out
            self._ask("POST", "/cart/add/", page.hidden | facts)

    def _order(self) -> Page:
        form = self._ask("GET", "/checkout/")
        if form.status != 200:
            raise WentHome("nothing in the cart")
        for _ in range(5):
            self.ordered = _filled(form, self.way, has_script=self.has_script)
            answer = self._ask("POST", "/checkout/", self.ordered)
            if answer.status in {302, 303}:
                return self._placed(answer)
            if answer.status == 422 or "idempotency_key" not in answer.hidden:
                raise WentHome(f"the checkout answered {answer.status}")
            form = answer  # the total moved: it is looked at and sent again
        raise WentHome("the total kept moving")

    def _placed(self, answer: Page) -> Page:
        if (named := TOKEN.search(answer.location)) is not None:
            self._note(named[1])
        elif urlsplit(answer.location).path == "/cart/":
            raise WentHome("sold out")
        return answer

    def _note(self, token: str) -> None:
        if not self.token:
            self.token = token
            self.told.order(token)

    def _pay_in_a_tab(self, answer: Page) -> str:
        try:
            return self._pay(answer)
        except WentHome as reason:
            return str(reason)

    def _pay(self, answer: Page) -> str:
        """Until the shop says that it is paid or being looked at, or wants no more of it."""
        how = "could not begin to pay"
        for _ in range(MOST_PAYMENTS):
            paid = self._paid_at(answer)
            if paid is not None:
                how, is_asked_again = paid
                if not is_asked_again:
                    return how
            time.sleep(PAUSE)
            answer = self._begin_again()
            if not answer.location:
                return how
        return how

    def _paid_at(self, answer: Page) -> tuple[str, bool] | None:
        """How it went where this answer leads, and whether the shopper is to pay, or does not know; None where it leads
        to no gateway."""
        if answer.location.startswith(self.stage.gateways.address):
            return self._at_the_gateway(partial(pay_on_page, answer.location, self._card))
        if "/payment/" in answer.location:
            return self._at_our_page(answer)
        return None

    def _begin_again(self) -> Page:
        """From the order's page; who was never told its address goes back to the checkout and sends it once more."""
        if not self.token:
            return self._placed(self._ask("POST", "/checkout/", self.ordered))
        page = self._ask("GET", f"/orders/{self.token}/")
        if not _offers_to_pay(page):
            return Page(page.status, "", "")  # it is not to be paid any more, or being looked at
        return self._ask("POST", f"/orders/{self.token}/pay/", page.hidden | {"has_script": "1" * self.has_script})

    def _at_our_page(self, answer: Page) -> tuple[str, bool]:
        """On which the gateway's script draws what is paid at."""
        page = self._ask("GET", urlsplit(answer.location).path)
        if (found := FORM.search(page.text)) is not None:
            return self._at_the_form(*map(unescape, found.groups()))
        if (found := WIDGET.search(page.text)) is not None:
            back, script = unescape(found[1]), unescape(found[2])
            return self._at_the_gateway(partial(pay_in_widget, script, back, self._card))
        return "nothing to pay at", True

    def _at_the_form(self, key: str, facts: str, script: str) -> tuple[str, bool]:
        choice, params = self._card, dict(PARAMETER.findall(facts))
        how, is_asked_again = self._at_the_gateway(partial(pay_in_form, script, key, params, choice))
        return f"by form, {how}", is_asked_again and choice in {"refuse", "abandon"}

    @property
    def _card(self) -> str:
        return "mada" if self.way == "hyperpay_mada" and self.choice == "approve" else self.choice

    def _at_the_gateway(self, pay: Callable[[], ComingBack]) -> tuple[str, bool]:
        """Whoever sees a broken page there, or one that is closed, does not know whether they have paid."""
        try:
            back = pay()
        except (AssertionError, httpx.HTTPError):
            return "the gateway's page broke", not self.vanishes
        if self.vanishes or (self.dice.random() < 0.15 and self.tabs == 1):
            return "never came back", False
        how, is_asked_again = f"came back after {self.choice}", self._come_back(back)
        if self.choice == "abandon" and self.dice.random() < 0.5:
            self.choice = "approve"  # on second thoughts
        return how, is_asked_again and self.choice != "abandon"

    def _come_back(self, back: ComingBack) -> bool:
        """Whether the order's page wants to be paid then."""
        parts = urlsplit(back.url)
        page = self._ask(back.method, f"{parts.path}?{parts.query}", back.body)
        named = TOKEN.search(page.location)
        if named is None:
            return False
        self._note(named[1])
        for _ in range(2):
            self._ask("GET", f"/orders/{named[1]}/check/")
            time.sleep(PAUSE)
        return _offers_to_pay(self._ask("GET", f"/orders/{named[1]}/"))

    def _ask(self, method: str, path: str, said: dict[str, str] | bytes | None = None) -> Page:
        """The answer, however often it has to be asked for. One in thirty does not wait for it and goes home."""
        for _ in range(TRIES):
            if self.told.is_closing.is_set():
                raise WentHome("sent home at closing time")
            try:
                reply = self._once(method, path, said)
            except httpx.HTTPError:
                reply = None
            if reply is not None and reply.status_code < 500 and reply.status_code != 409:
                return Page(reply.status_code, reply.headers.get("Location", ""), reply.text)
            if self.dice.random() < 0.03:
                raise WentHome("lost patience")
            time.sleep(PAUSE)
        raise WentHome(f"no answer from {urlsplit(path).path}")

    def _once(self, method: str, path: str, said: dict[str, str] | bytes | None) -> httpx.Response:
        if isinstance(said, bytes):
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            return self.browser.request(method, path, content=said, headers=kind if said else {})
        return self.browser.request(method, path, data=said)


def _offers_to_pay(order: Page) -> bool:
    return "has_script" in order.hidden


def _filled(form: Page, way: str, *, has_script: bool) -> dict[str, str]:
    """What a browser sends: the hidden fields, what was typed, and whether it runs scripts."""
    return form.hidden | DETAILS | {"payment_method": way} | ({"has_script": "1"} if has_script else {})
