"""Small pieces of HTML that must be the same wherever they appear: amounts and pictures."""

import re
from collections.abc import Mapping

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commerce.core.money import Money

_NUMBER = re.compile(r"[0-9X]+(?: [0-9X]+)+")

# Drawn as a sign because no font carries U+20C1 yet; the symbol lies in partials/symbols.html.
_RIYAL = SafeString(
    '<svg class="riyal" viewBox="0 0 112 126" aria-hidden="true" focusable="false"><use href="#riyal"></use></svg>'
)


def amount_text(amount: Money) -> str:
    """The number alone: Western digits, comma between thousands, as many decimals as the currency has."""
    whole, part = divmod(abs(amount.minor), 10**amount.exponent)
    decimals = f".{part:0{amount.exponent}d}" if amount.exponent else ""
    return f"{whole:,}{decimals}"


def amount_plain(amount: Money) -> str:
    """As programs read it: a point before the decimals and nothing else."""
    return f"{amount.decimal:.{amount.exponent}f}"


def amount_markup(amount: Money) -> SafeString:
    """The amount as a left-to-right island: sign or code, then the number, in every language alike.

    Riyals get the drawn sign and, for those who listen, the spoken name after the number.
    """
    minus = "\N{MINUS SIGN}" if amount.is_negative else ""
    number = amount_text(amount)
    if amount.currency == "SAR":
        return format_html(
            '<bdi class="money" dir="ltr">{}{}\N{NO-BREAK SPACE}{}<span class="unseen"> {}</span></bdi>',
            minus, _RIYAL, number, gettext("riyals"),
        )  # fmt: skip
    return format_html(
        '<bdi class="money" dir="ltr">{}<span class="money-code">{}</span>\N{NO-BREAK SPACE}{}</bdi>',
        minus, amount.currency, number,
    )  # fmt: skip


def hint_markup(text: str) -> SafeString:
    """A hint whose example of a number stays on one line and reads from the left."""
    return mark_safe(  # noqa: S308 - escaped here
        _NUMBER.sub(r'<bdi class="unbroken" dir="ltr">\g<0></bdi>', escape(text))
    )


def tag_markup(name: str, attributes: Mapping[str, object]) -> SafeString:
    """An empty element with the attributes that have a value; None and the empty srcset stay out."""
    written = format_html_join(
        "", ' {}="{}"', ((key, str(value)) for key, value in attributes.items() if value is not None)
    )
    return format_html("<{}{}>", name, written)
