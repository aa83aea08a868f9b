import re

import pytest
from django.template import Context, Template
from django.utils import translation

from commerce.core.money import Money

LARGEST = 10**15


def rendered(amount: Money | None, language: str = "ar") -> str:
    with translation.override(language):
        return Template("{% load storefront %}{% money amount %}").render(Context({"amount": amount}))


def visible(html: str) -> str:
    """What the eye reads; the sign of the riyal stands as ⃁."""
    html = re.sub(r"<svg.*?</svg>", "\N{WHITE CIRCLE}", html)
    html = re.sub(r'<span class="unseen">.*?</span>', "", html)
    return re.sub(r"<[^>]+>", "", html).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (24900, "SAR", "○ 249.00"),
        (5, "SAR", "○ 0.05"),
        (0, "SAR", "○ 0.00"),
        (124950, "SAR", "○ 1,249.50"),
        (123456750, "SAR", "○ 1,234,567.50"),
        (LARGEST, "SAR", "○ 10,000,000,000,000.00"),
        (-4900, "SAR", "−○ 49.00"),
        (1250, "KWD", "KWD 1.250"),
        (1234567005, "KWD", "KWD 1,234,567.005"),
        (-1, "BHD", "−BHD 0.001"),
        (1500, "JPY", "JPY 1,500"),
        (7, "JPY", "JPY 7"),
        (99, "USD", "USD 0.99"),
    ],
)
def test_amounts_read_the_same_in_both_languages(minor: int, currency: str, text: str, language: str) -> None:
    assert visible(rendered(Money(minor, currency), language)) == text


@pytest.mark.parametrize("currency", ["SAR", "KWD", "JPY"])
def test_an_amount_is_one_left_to_right_island(currency: str) -> None:
    html = rendered(Money(-124950, currency))
    assert html.startswith('<bdi class="money" dir="ltr">')
    assert html.endswith("</bdi>")
    assert html.count("<bdi") == 1


def test_the_drawn_sign_is_hidden_from_listeners_and_the_name_is_spoken() -> None:
    assert 'aria-hidden="true"' in rendered(Money(100, "SAR"))
    assert '<span class="unseen"> ريال</span>' in rendered(Money(100, "SAR"), "ar")
    assert '<span class="unseen"> riyals</span>' in rendered(Money(100, "SAR"), "en")
    assert "\N{RIAL SIGN}" not in rendered(Money(100, "SAR"))


def test_nothing_is_drawn_for_no_amount() -> None:
    assert rendered(None) == ""


def test_the_sign_refers_to_a_symbol_every_shell_has() -> None:
    symbols = Template('{% include "storefront/partials/symbols.html" %}').render(Context())
    assert 'id="riyal"' in symbols
    assert 'href="#riyal"' in rendered(Money(100, "SAR"))


@pytest.mark.parametrize(
    ("price", "before", "percent"),
    [(4900, 6900, 28), (6801, 6900, 1), (6899, 6900, 0), (6900, 6900, 0), (7000, 6900, 0), (0, 6900, 100), (1, 0, 0)],
)
def test_a_reduction_is_never_overstated(price: int, before: int, percent: int) -> None:
    template = Template("{% load storefront %}{{ price|percent_below:before }}")
    values = {"price": Money(price, "SAR"), "before": Money(before, "SAR")}
    assert template.render(Context(values)) == str(percent)
