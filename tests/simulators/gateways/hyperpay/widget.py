"""The widget's script: it turns the shop's form into one that pays here and leads back there."""

from __future__ import annotations

import base64
import hashlib
import json

from tests.simulators.gateways.pages import CHOICES, WORDS

_SCRIPT = """
(() => {
  const words = %(words)s, choices = %(choices)s;
  const draw = () => document.querySelectorAll("form.paymentWidgets").forEach((form) => {
    const back = new URL(form.getAttribute("action"), location.href).href;
    const language = (window.wpwlOptions || {}).locale || document.documentElement.lang || "en";
    const said = words[language.slice(0, 2)] || words.en;
    form.method = "post";
    form.action = %(action)s;
    const field = Object.assign(document.createElement("input"), {type: "hidden", name: "back", value: back});
    form.replaceChildren(field, ...choices.map((choice) => Object.assign(document.createElement("button"), {
      name: "choice", value: choice, textContent: said[choice], className: "wpwl-button",
    })));
  });
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", draw) : draw();
})();
"""


def integrity(script: str) -> str:
    """By which a browser knows that it was given this script and no other."""
    return f"sha384-{base64.b64encode(hashlib.sha384(script.encode()).digest()).decode()}"


def source(base: str, checkout: str) -> str:
    return _SCRIPT % {
        "words": json.dumps(WORDS, ensure_ascii=False),
        "choices": json.dumps(CHOICES),
        "action": json.dumps(f"{base}/pay/{checkout}"),
    }
