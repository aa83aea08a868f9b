import json
import re
from html.parser import HTMLParser

import pytest
from django.template.loader import get_template

from commerce.core.bilingual import Bilingual
from tests.themes.base import sample
from tests.themes.base.conftest import Render
from tests.themes.base.places import TEMPLATES
from tests.themes.base.sample_values import product
from themes.base.product_data import product_data
from wasla_site.storefront.blocks import PageBody

STATES = sorted(sample.pages())
STANDALONE = {
    "not-found", "closed", "unknown-host", "server-error", "refused", "sign-up", "opened", "busy", "under-way",
    "password-letter", "order-letter", "out-of-date", "preview-ended",
    "order-letter-paid", "order-letter-unpaid", "order-letter-shipped", "order-letter-delivered",
    "order-letter-cancelled", "order-letter-refunded", "order-letter-held",
    "order-letter-rest",
}  # fmt: skip
VOID = {"meta", "link", "input", "img", "br", "hr", "path", "rect", "circle"}


class Outline(HTMLParser):
    """What a page is made of: ids, headings, labelled fields, and whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.pictures: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label" and "for" in values:
            self.labels.add(values["for"] or "")
        if tag in {"input", "select", "textarea"} and values.get("type") not in {"hidden", "radio"}:
            self.controls.append(values)
        if tag == "img":
            self.pictures.append(values)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def outlined(html: str) -> Outline:
    outline = Outline()
    outline.feed(html)
    return outline


def test_every_template_compiles() -> None:
    names = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")]
    assert names
    for name in names:
        get_template(name)


# What others fill in, and nobody shows by itself.
LAYOUTS = {"platform/layout.html", "letters/order_news.html"}


def test_the_sample_shows_every_page_and_block() -> None:
    shown = {template for template, _ in sample.pages().values()}
    folders = ("layouts", "partials", "blocks")
    pages = {str(path.relative_to(TEMPLATES / "storefront")) for path in TEMPLATES.rglob("*.html")}
    assert {name for name in pages if not name.startswith(folders)} - shown == LAYOUTS
    blocks = {path.stem for path in (TEMPLATES / "storefront" / "blocks").glob("*.html")}
    assert blocks == set(PageBody().child_blocks)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_page_is_well_made_in_both_languages(render: Render, state: str, language: str) -> None:
    html = render(state, language)
    outline = outlined(html)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.headings.count(1) == 1
    steps = zip([0, *outline.headings], outline.headings, strict=False)
    assert all(deeper - before <= 1 for before, deeper in steps), outline.headings
    assert all(control.get("id") in outline.labels for control in outline.controls)
    assert all({"alt", "width", "height", "src"} <= set(picture) for picture in outline.pictures)
    if state not in STANDALONE:
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html


@pytest.mark.parametrize("state", sorted(set(STATES) - STANDALONE))
def test_fields_of_forms_that_change_something_carry_the_token(render: Render, state: str) -> None:
    """And one that leads to a payment company carries none."""
    html = render(state, "ar")
    outside = html.count('method="post" action="https://')
    assert html.count('method="post"') - outside == html.count("csrfmiddlewaretoken")


def test_error_pages_speak_both_languages_and_need_no_store(render: Render) -> None:
    for state in ("not-found", "closed", "unknown-host", "server-error"):
        html = render(state, "ar")
        assert 'lang="ar" dir="rtl"' in html
        assert 'lang="en" dir="ltr"' in html


def test_choosing_an_option_is_a_link_that_keeps_the_other_choices(render: Render) -> None:
    html = render("product", "en")
    # Rows 1 and 2 stand at their first values, 10 and 20.
    for query in ("option=20&amp;option=11", "option=10&amp;option=21"):
        assert f'href="?{query}"' in html


def test_what_is_sold_out_is_shown_and_cannot_be_added(render: Render) -> None:
    html = render("product-sold-out", "en")
    assert "Sold out" in html
    assert 'action="/cart/add/"' not in html
    assert 'action="/cart/add/"' in render("product", "en")


def test_numbers_in_fields_and_addresses_are_plain(render: Render, settings: object) -> None:
    settings.USE_THOUSAND_SEPARATOR = True  # type: ignore[attr-defined]
    html = render("cart", "ar") + render("product", "ar") + render("checkout", "ar") + render("order", "ar")
    assert 'action="/cart/lines/1000/"' in html
    assert 'name="variant_id" value="1000"' in html
    assert 'name="seen_total" value="102100"' in html
    assert "10042" in html
    assert not re.search(r'(value|min|max|href|action|id|for)="[^"]*\d[,٬]\d{3}', html)


def test_errors_of_the_checkout_lead_to_their_fields(render: Render) -> None:
    html = render("checkout-errors", "ar")
    links = re.findall(r'href="#(id_\w+)"', html)
    assert links
    assert set(links) <= set(outlined(html).ids)
    assert re.search(r"<title>\s*خطأ:", html)
    for name in ("city", "email"):
        assert re.search(rf'<input[^>]*aria-describedby="[^"]*id_{name}-error"[^>]*id="id_{name}"', html)
    assert 'value="bank_transfer" checked' in html
    assert 'value="05"' in html


def test_a_moved_total_is_told_before_anything_is_ordered(render: Render) -> None:
    html = render("checkout-errors", "en")
    assert "The total changed" in html
    assert "996.00" in html


def test_only_the_first_pictures_of_a_page_load_at_once(render: Render) -> None:
    for state, most in (("home", 1), ("list", 2), ("product", 1)):
        pictures = outlined(render(state, "ar")).pictures
        assert len([picture for picture in pictures if "loading" not in picture]) == most


def test_a_page_in_the_other_language_is_one_link_away(render: Render) -> None:
    assert 'href="/en/products/" lang="en"' in render("home", "ar")
    assert 'href="/products/" lang="ar"' in render("home", "en")


def test_pages_of_a_list_keep_its_order(render: Render) -> None:
    html = render("list", "ar")
    assert 'href="?sort=price&amp;page=3"' in html
    assert 'href="?sort=price&amp;page=1"' in html


def test_a_product_tells_search_engines_the_price_on_its_page(render: Render) -> None:
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', render("product", "ar"), re.S)
    told = json.loads(text)
    assert told["name"] == "عطر ليل الرياض"
    assert [(offer["price"], offer["priceCurrency"]) for offer in told["offers"]] == [("249.00", "SAR")]
    assert told["offers"][0]["availability"].endswith("InStock")


def test_a_name_does_not_end_the_data() -> None:
    page = product(title=Bilingual("</script><b>", ""))
    text = str(product_data(page, "https://noor.example/", str, "ar"))
    assert text.count("</script>") == 1
    assert "<b>" not in text
