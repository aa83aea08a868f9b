"""The form's script: `Moyasar.init({element, …})` draws buttons that create a payment from the browser."""

from __future__ import annotations

import json

from tests.simulators.gateways.cards import CHOICES
from tests.simulators.gateways.pages import WORDS

_SCRIPT = """
window.Moyasar = {
  init(options) {
    const words = %(words)s, cards = %(cards)s;
    const said = words[(options.language || "en").slice(0, 2)] || words.en;
    const root = typeof options.element === "string" ? document.querySelector(options.element) : options.element;
    const pay = async (choice) => {
      const answer = await fetch(%(base)s + "/v1/payments", {
        method: "POST",
        headers: {"Content-Type": "application/json", Authorization: "Basic " + btoa(options.publishable_api_key +
        ":")}, body: JSON.stringify({
          amount: Number(options.amount), currency: options.currency, description: options.description,
          callback_url: options.callback_url, metadata: options.metadata,
          source: {type: "creditcard", name: "Sara Ahmed", number: cards[choice], month: "05", year: "2030", cvc:
          "123"}, }),
      });
      location.href = (await answer.json()).source.transaction_url;
    };
    root.replaceChildren(...Object.keys(cards).map((choice) => {
      const button = Object.assign(document.createElement("button"), {type: "button", textContent: said[choice]});
      button.addEventListener("click", () => pay(choice));
      return button;
    }));
  },
};
"""


def source(base: str) -> str:
    return _SCRIPT % {
        "words": json.dumps(WORDS, ensure_ascii=False),
        "cards": json.dumps(CHOICES),
        "base": json.dumps(base),
    }
