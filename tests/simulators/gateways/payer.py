"""A payer without a browser: goes where the next action leads, chooses, and comes back."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from tests.simulators.gateways.cards import CHOICES

# Made once: to read the authorities costs more than all else a payer does here.
TLS = ssl.create_default_context()


@dataclass(frozen=True)
class ComingBack:
    """The request with which the payer's browser arrives at the shop."""

    method: str
    url: str
    body: bytes = b""

    @property
    def query(self) -> str:
        return urlsplit(self.url).query


def pay_in_widget(script_url: str, back: str, choice: str = "approve", answer: str = "pass") -> ComingBack:
    """HyperPay's form, drawn by its script."""
    parts = urlsplit(script_url)
    base = f"{parts.scheme}://{parts.netloc}/hyperpay"
    checkout = parts.query.removeprefix("checkoutId=")
    with httpx.Client(trust_env=False, verify=TLS) as client:
        assert "paymentWidgets" in client.get(script_url).text
        reply = client.post(f"{base}/pay/{checkout}", data={"choice": choice, "back": back})
        if "Location" not in reply.headers and reply.status_code == 200:
            asked = {"number": CHOICES[choice], "back": back, "answer": answer}
            reply = client.post(f"{base}/pay/{checkout}", data=asked)
    assert reply.status_code == 303, reply.text
    return ComingBack("GET", reply.headers["Location"])


def pay_in_form(
    script_url: str, key: str, params: Mapping[str, str], choice: str = "approve", answer: str = "pass"
) -> ComingBack:
    """Moyasar's form, drawn by its script: the browser begins the payment and goes to its bank's check. Who abandons it
    goes back by hand, and brings nothing along."""
    with httpx.Client(trust_env=False, verify=TLS) as client:
        assert "Moyasar" in client.get(script_url).text
    if choice == "abandon":
        return ComingBack("GET", params["callback_url"])
    begun = begin_in_form(script_url, key, params, CHOICES[choice])
    return pass_check(begun["source"]["transaction_url"], answer)


def begin_in_form(
    script_url: str, key: str, params: Mapping[str, str], number: str, minor: int | None = None, **source: Any
) -> dict[str, Any]:
    """The payment that Moyasar's form makes of a card. `minor`: somebody changed the sum in their browser."""
    body = {
        "amount": minor or int(params["amount"]),
        "currency": params["currency"],
        "callback_url": params["callback_url"],
        "description": params["description"],
        "source": {"type": "creditcard", "number": number, **source},
        "metadata": {"attempt": params["metadata[attempt]"]},
    }
    address = f"{script_url.removesuffix('/moyasar.js')}/v1/payments"
    answer = httpx.post(address, json=body, auth=(key, ""), trust_env=False, verify=TLS)
    assert answer.status_code == 201, answer.text
    begun: dict[str, Any] = answer.json()
    return begun


def pay_on_page(url: str, choice: str = "approve", answer: str = "pass") -> ComingBack:
    """PayTabs' page, Moyasar's invoice, and the bank's check behind either."""
    with httpx.Client(trust_env=False, verify=TLS) as client:
        shown = client.get(url)
        assert shown.status_code == 200, shown.text
        reply = client.post(url, data={"choice": choice})
        if reply.status_code == 303 and "/transaction_auths/" in reply.headers["Location"]:
            return pass_check(reply.headers["Location"], answer)
        if 'name="answer"' in reply.text:
            reply = client.post(url, data={"number": CHOICES[choice], "answer": answer})
    if reply.status_code == 303:
        return ComingBack("GET", reply.headers["Location"])
    return _posted(reply.text)


def pass_check(url: str, answer: str = "pass") -> ComingBack:
    """The bank's own page of 3-D Secure."""
    with httpx.Client(trust_env=False, verify=TLS) as client:
        assert 'name="answer"' in client.get(url).text
        reply = client.post(url, data={"answer": answer})
    assert reply.status_code == 303, reply.text
    return ComingBack("GET", reply.headers["Location"])


def _posted(html: str) -> ComingBack:
    action = re.search(r'<form id="back" method="post" action="([^"]*)"', html)
    assert action is not None, html
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html)
    body = urlencode([(unescape(name), unescape(value)) for name, value in fields]).encode()
    return ComingBack("POST", unescape(action[1]), body)
