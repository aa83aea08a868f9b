"""Pages on which a person, or a browser that is driven, plays the payer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from tests.simulators.gateways.wire import Reply, page

_STYLE = """
body{font:16px/1.6 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem;color:#222}
button{display:block;width:100%;margin:.5rem 0;padding:.8rem;font:inherit;border:1px solid #888;border-radius:.4rem;
background:#fff;cursor:pointer}
button.main{background:#14532d;color:#fff;border-color:#14532d}
small{color:#666}h1{font-size:1.2rem}
"""
WORDS = {
    "en": {
        "approve": "Pay",
        "mada": "Pay with mada",
        "refuse": "A card that is refused",
        "challenge": "A card that asks for 3-D Secure",
        "technical": "A card whose bank breaks down",
        "abandon": "Go back without paying",
        "pass": "Confirm",
        "fail": "Fail the check",
        "bank": "Your bank asks whether it is you",
        "closed": "This page is closed.",
        "note": "A simulator: no money moves.",
        "back": "Back to the shop",
    },
    "ar": {
        "approve": "ادفع",
        "mada": "ادفع بمدى",
        "refuse": "بطاقة مرفوضة",
        "challenge": "بطاقة تطلب التحقق الإضافي",
        "technical": "بطاقة يتعطل مصرفها",
        "abandon": "عد دون دفع",
        "pass": "أؤكد",
        "fail": "أفشل التحقق",
        "bank": "مصرفك يسأل: هل هذا أنت؟",
        "closed": "أُغلقت هذه الصفحة.",
        "note": "محاكاة: لا يُحوَّل أي مبلغ.",
        "back": "عودة إلى المتجر",
    },
}
CHOICES = ("approve", "mada", "refuse", "challenge", "technical")


def pay_page(title: str, amount: str, action: str, language: str = "en") -> Reply:
    words = WORDS.get(language, WORDS["en"])
    buttons = "".join(_button("choice", choice, words[choice], is_main=choice == "approve") for choice in CHOICES)
    abandon = _button("choice", "abandon", words["abandon"])
    form = f'<form method="post" action="{escape(action)}">{buttons}{abandon}</form>'
    return _page(title, f"<h1>{escape(title)}</h1><p><strong>{escape(amount)}</strong></p>{form}", language)


def challenge_page(title: str, action: str, language: str = "en", hidden: Mapping[str, str] | None = None) -> Reply:
    words = WORDS.get(language, WORDS["en"])
    buttons = _button("answer", "pass", words["pass"], is_main=True) + _button("answer", "fail", words["fail"])
    fields = _hidden(hidden or {})
    body = f'<h1>{words["bank"]}</h1><form method="post" action="{escape(action)}">{fields}{buttons}</form>'
    return _page(title, body, language)


def posting_page(title: str, action: str, fields: Mapping[str, str], language: str = "en") -> Reply:
    """A form to another site that sends itself, with a button for browsers without scripts."""
    words = WORDS.get(language, WORDS["en"])
    button = f'<button class="main">{words["back"]}</button>'
    form = f'<form id="back" method="post" action="{escape(action)}">{_hidden(fields)}{button}</form>'
    return _page(title, form + "<script>document.getElementById('back').submit()</script>", language)


def closed_page(title: str, language: str = "en") -> Reply:
    reply = _page(title, f"<p>{WORDS.get(language, WORDS['en'])['closed']}</p>", language)
    reply.status = 410
    return reply


def _hidden(fields: Mapping[str, str]) -> str:
    return "".join(f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in fields.items())


def _button(name: str, value: str, text: str, *, is_main: bool = False) -> str:
    kind = ' class="main"' if is_main else ""
    return f'<button{kind} name="{name}" value="{value}">{escape(text)}</button>'


def _page(title: str, body: str, language: str) -> Reply:
    direction = "rtl" if language == "ar" else "ltr"
    note = WORDS.get(language, WORDS["en"])["note"]
    return page(
        f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><meta charset="utf-8">'
        '<link rel="icon" href="data:,">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<body>{body}<p><small>{note}</small></p></body></html>"
    )
