from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import ProgrammingError, transaction
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.domain.values import NamedChoice
from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.limits import Limit
from commerce.core.scope import tenant_scope
from search_index.application import asking_limits, queries
from search_index.application.attribute_names import keep_names
from search_index.application.queries import Question
from search_index.application.use_cases.index_changes import index_changes
from search_index.domain.values import SearchRequest, SearchResult
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.interfaces import asked, bookmarks, web
from search_index.interfaces.bookmarks import Bookmark
from search_index.interfaces.price_problems import price_problems
from tests.commerce.catalog.builders import published
from tests.search_index.shelf import sell
from tests.search_index.test_product_facts import shirt
from tests.support.template_stores import OWNER_PASSWORD

TOLD = "خادم البحث لا يجيب الآن"
NOOR, SOUQ = "noor.localhost", "souq.localhost"


@pytest.fixture
def _shelves(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        for number in range(30):
            sell(f"عطر العود {number}", f"Oud perfume {number}", sku=f"OUD-{number}")
        sell("عطر المسك", "Musk", pieces=0)
    with tenant_scope(souq.pk), transaction.atomic():
        sell("عطر الصندل", "Sandalwood perfume")
    index_changes(now=clock.now())


def page(query: str, host: str = NOOR, path: str = "/search/", **more: str) -> Any:
    response = Client(headers={"host": host}).get(path, {"q": query, **more})
    assert response.status_code == 200
    return response


@pytest.mark.usefixtures("_shelves")
def test_the_page_shows_what_matches_in_this_store_alone() -> None:
    response = page("العطر")
    assert response.context["query"] == "العطر"
    assert response.context["slice"].total == 31
    assert "عطر العود" in response.text
    assert "الصندل" not in response.text
    assert "المسك" not in response.text, "what is sold out stands on the last page"
    assert "المسك" in page("العطر", page="2").text
    assert page("perfume", SOUQ).context["slice"].total == 1


@pytest.mark.parametrize(
    ("path", "heading"), [("/en/search/", "Search results for “candels”"), ("/search/", "نتائج البحث عن «candels»")]
)
def test_the_heading_says_what_was_looked_for(noor: Any, path: str, heading: str) -> None:
    found = BeautifulSoup(page("candels", path=path).content, "html.parser").h1
    assert found is not None
    assert " ".join(found.text.split()) == heading


@pytest.mark.sampled(every=3)
@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    ("number", "shown", "count"), [("1", 1, 24), ("2", 2, 6), ("99", 2, 6), ("0", 1, 24), ("x", 1, 24), ("٢", 1, 24)]
)
def test_pages_of_results(number: str, shown: int, count: int) -> None:
    found = page("عود", page=number).context["slice"]
    assert (found.number, len(found.items), found.total, found.pages) == (shown, count, 30, 2)


@pytest.mark.sampled(every=5)
@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "ضصثقف",
        "\0",
        "x" * 5000,
        "<script>alert(x)</script>",
        "%",
        "* \" '",
        "ًٌٍَُ",
        "😀🎁",
        "\u200f\u202e\u2067",
        "*",
        "[]{}()\\",
        "ق" * 5000,
    ],
)
def test_a_question_that_finds_nothing_gets_help_instead_of_an_error(query: str) -> None:
    response = page(query)
    assert response.context["slice"].total == 0
    assert "search-help" in response.text
    assert "<script>alert" not in response.text


@pytest.mark.usefixtures("_shelves")
def test_what_nothing_matches_is_helped_on_by_categories_spelling_and_another_way(noor: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        shelf = create_category(name=Bilingual("العطور", "Perfumes"))
        set_categories(product_id=sell("مسك أبيض", "White musk"), category_ids=[shelf])
    for path, words in (
        ("/search/", ("راجع الإملاء", "العطور", "ابحث بصورة")),
        ("/en/search/", ("Check the spelling", "Perfumes", "Search by a picture")),
    ):
        text = page("ضصثقف", path=path).text
        assert [word for word in words if word not in text] == []


@pytest.mark.usefixtures("_shelves")
def test_where_nothing_has_all_words_what_has_some_of_them_is_shown() -> None:
    for path, words in (
        ("/search/", ("لا يجمع منتج واحد كل هذه الكلمات", "منتجات فيها بعض هذه الكلمات")),
        ("/en/search/", ("No product has all of these words.", "These have some of the words")),
    ):
        response = page("العود والمسك", path=path)
        assert response.context["slice"].total == 0
        assert len(response.context["some"]) == web.INSTEAD
        assert [word for word in words if word not in response.text] == []
        assert "search-newest" not in response.text
    for alone in ("ضصثقف", "ضصثقف خهعغ"):
        response = page(alone)
        assert response.context["some"] == ()
        assert "لم نجد منتجًا بهذه الكلمات" in response.text
        assert "search-newest" in response.text


@pytest.mark.usefixtures("_shelves")
def test_what_found_something_is_asked_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(question: Question, **_: Any) -> tuple[()]:
        asked.append(question.text)
        return ()

    monkeypatch.setattr(web, "products_with_some_words", noted)
    for query, more in (("عطر العود", {}), ("ضصثقف خهعغ", {}), ("ضصثقف خهعغ", {"available": "1"}), ("", {"sale": "1"})):
        page(query, **more)
    assert asked == ["ضصثقف خهعغ"]


@pytest.mark.usefixtures("_shelves")
def test_the_english_page_finds_arabic_words_too() -> None:
    response = page("عود", path="/en/search/")
    assert response.context["slice"].total == 30
    assert "Oud perfume" in response.text


@pytest.mark.sampled(every=3)
@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    ("most", "asked"),
    [
        (16, {"q": "عود"}),
        (18, {"q": "عود", "category": "perfumes", "tag": "gifts", "option": "اللون=احمر", "available": "1"}),
        (18, {"category": "perfumes", "tag": "gifts", "option": "اللون=احمر", "available": "1"}),
        (16, {"available": "1"}),
        (21, {"q": "ضصثقف"}),
    ],
)
def test_the_page_keeps_to_its_statements(most: int, asked: dict[str, str], django_assert_max_num_queries: Any) -> None:
    """Beginnings and ends of transactions, which are savepoints in a test, count among them."""
    shopper = Client(headers={"host": NOOR})
    shopper.get("/search/", asked)
    with django_assert_max_num_queries(most):
        shopper.get("/search/", asked)


@pytest.mark.usefixtures("_shelves")
def test_only_reading_is_answered() -> None:
    assert Client(headers={"host": NOOR}).post("/search/").status_code == 405


@pytest.mark.usefixtures("_shelves")
def test_filters_narrow_and_can_be_taken_off_again() -> None:
    response = page("عود", **{"from": "٤٩", "to": "100", "sort": "price"})
    assert response.context["slice"].total == 30
    [chosen] = response.context["narrowing"].chosen
    assert chosen.address == "?q=%D8%B9%D9%88%D8%AF&sort=price"
    assert 'value="49"' in response.text
    nothing = page("عود", **{"from": "50"})
    assert nothing.context["slice"].total == 0
    assert nothing.context["cleared"] in nothing.text.replace("&amp;", "&")
    assert "search-input" in nothing.text
    assert "لا يوجد منتج يوافق هذه الكلمات ويجمع كل ما اخترته" in nothing.text


@pytest.mark.parametrize(
    ("path", "names"),
    [("/search/", ["من 20 إلى 49.99", "من 100 إلى 199.99"]), ("/en/search/", ["20 to 49.99", "100 to 199.99"])],
)
@pytest.mark.usefixtures("_shelves")
def test_ranges_of_prices_are_chosen_without_a_script_and_given_up_again(
    noor: Any, path: str, names: list[str]
) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        Product.objects.filter(pk=sell("عود هندي")).update(shelf_lowest_minor=150_00)
    index_changes(now=clock.now())
    response = page("عود", path=path, available="1", to="900")
    assert [(one.name, one.count) for one in response.context["prices"]] == [(names[0], 30), (names[1], 1)]
    links = BeautifulSoup(response.text, "html.parser").select("#filters .price-range")
    assert [link.get_text(" ", strip=True) for link in links] == [f"{names[0]} 30", f"{names[1]} 1"]
    dear = Client(headers={"host": NOOR}).get(f"{path}{links[1]['href']}")
    assert dear.context["slice"].total == 1, "as many as were counted"
    assert (dear.context["price_from"], dear.context["price_to"]) == ("100", "199.99"), "both fields say so"
    assert dear.context["asked"].question.filters.only_available, "what else was chosen stays"
    [chosen] = BeautifulSoup(dear.text, "html.parser").select("#filters .price-range[aria-current]")
    assert Client(headers={"host": NOOR}).get(f"{path}{chosen['href']}").context["slice"].total == 31


@pytest.mark.usefixtures("_shelves")
def test_one_range_alone_parts_nothing_and_is_not_offered() -> None:
    assert page("عود").context["prices"] == ()
    assert "price-range" not in page("عود").text


@pytest.mark.usefixtures("_shelves")
def test_categories_tags_and_options_are_chosen_by_what_they_are_called(noor: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        shelf = create_category(name=Bilingual("ملابس", "Clothes"))
        product = published(shirt(), stock=[1, 1])
        set_categories(product_id=product.pk, category_ids=[shelf])
        set_tags(product_id=product.pk, names=[Bilingual("هدايا", "Gifts")])
    index_changes(now=clock.now())
    response = page("قميص")
    facets = {facet.parameter: facet for facet in response.context["narrowing"].facets}
    assert facets["category"].shown[0].name == Bilingual("ملابس", "Clothes")
    assert facets["tag"].shown[0].value == "gifts"
    assert "أحمر" in response.text
    both = page("قميص", category="clothes", tag="gifts", option="اللون=احمر", path="/en/search/")
    assert both.context["slice"].total == 1
    assert [chosen.name.en for chosen in both.context["narrowing"].chosen] == ["Clothes", "Red", "Gifts"]
    assert page("قميص", option="اللون=اسود").context["slice"].total == 1, "a colour the store never had asks nothing"
    with tenant_scope(noor.pk), transaction.atomic():
        keep_names([NamedChoice(Bilingual("اللون", "Colour"), Bilingual("أسود", "Black"))])
    assert page("قميص", option="اللون=اسود").context["slice"].total == 0
    assert page("قميص", category="of-another-store").context["slice"].total == 1, "what is unknown asks nothing"


@pytest.mark.sampled(every=3)
@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    "junk",
    [
        {"from": "x"},
        {"from": "-5"},
        {"to": "9" * 40},
        {"option": "a"},
        {"option": "\0=x"},
        {"tag": "\0"},
        {"sort": "dearest"},
    ],
)
def test_what_can_not_be_read_asks_nothing(junk: dict[str, str]) -> None:
    assert page("عود", **junk).context["slice"].total == 30


@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    ("path", "words"),
    [("/search/", "من: اكتب سعرًا، مثل 49.50."), ("/en/search/", "From: Write a price, as in 49.50.")],
)
@pytest.mark.parametrize(
    ("typed", "query", "found"), [("abc", "عود", 30), ("-5", "عود", 30), ("49.999", "", 30), ("x", "ضصثقف", 0)]
)
def test_a_price_that_can_not_be_read_stays_in_its_field_which_says_why(
    path: str, words: str, typed: str, query: str, found: int
) -> None:
    response = page(query, path=path, **{"from": typed, "to": "50", "available": "1"} if found else {"from": typed})
    assert response.context["slice"].total == found, "what is found without it"
    read = BeautifulSoup(response.text, "html.parser")
    [low] = read.select("#price-from")
    assert (low["value"], low["aria-invalid"]) == (typed, "true")
    assert read.select_one(f"#{low['aria-describedby']}").text == words  # type: ignore[union-attr]
    [high] = read.select("#price-to")
    assert high["value"] == ("50" if found else "")
    assert not high.has_attr("aria-invalid")
    assert len(read.select("header .field-error[role=alert]")) == 1, "also where the filters are folded away"
    assert form_of(response.text, address=path)["from"] == typed


@pytest.mark.usefixtures("_shelves")
def test_a_price_without_words_that_can_not_be_read_stays_too() -> None:
    read = BeautifulSoup(page("", to="<b>").text, "html.parser")
    [high] = read.select("#price-to")
    assert (high["value"], high["aria-describedby"]) == ("<b>", "price-to-error")
    assert not read.select_one("#price-from").has_attr("aria-invalid")  # type: ignore[union-attr]


@pytest.mark.sampled(every=2)
@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    ("junk", "is_told"),
    [
        ({"category": "of-another-store"}, True),
        ({"tag": "x"}, True),
        ({"option": "colour"}, True),
        ({"option": "colour=plaid"}, True),
        ({"available": "yes"}, True),
        ({"sort": "dearest"}, False),
        ({"from": " "}, False),
        ({"available": "0", "to": "60"}, False),
    ],
)
def test_filters_that_were_left_out_are_told(junk: dict[str, str], is_told: bool) -> None:
    for path, words in (("/search/", "لم تُستعمل كل التصفية"), ("/en/search/", "Not every filter could be used")):
        response = page("عود", path=path, **junk)
        assert (words in response.text) is is_told
        assert response.context["slice"].total == 30


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (123250, "SAR", "1232.50"),
        (123200, "SAR", "1232"),
        (5, "SAR", "0.05"),
        (1232500, "KWD", "1232.500"),
        (1232000, "KWD", "1232"),
        (990, "JPY", "990"),
        (0, "SAR", "0"),
    ],
)
def test_amounts_in_fields_have_all_decimals_of_their_currency_or_none(minor: int, currency: str, written: str) -> None:
    assert asked.plain_amount(minor, currency) == written


@pytest.mark.parametrize(("currency", "example"), [("SAR", "49.50"), ("KWD", "49.500"), ("JPY", "49")])
def test_who_mistypes_a_price_is_shown_one_of_the_currency(currency: str, example: str) -> None:
    reading = asked.Asked(queries.Question(""), (), ("from",))
    with override("en"):
        assert price_problems(reading, currency) == {"from": f"Write a price, as in {example}."}


@pytest.mark.usefixtures("_shelves")
def test_empty_fields_show_what_can_be_asked(noor: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        Product.objects.filter(pk=sell("عود هندي")).update(shelf_lowest_minor=1232_50)
    index_changes(now=clock.now())
    fields = BeautifulSoup(page("عود").text, "html.parser").select("#price-from, #price-to")
    assert [field["placeholder"] for field in fields] == ["49", "1232.50"]


@pytest.mark.usefixtures("_shelves")
def test_deep_pages_are_led_to_by_signed_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_NUMBERED", 1)
    monkeypatch.setattr(web, "PAGE_SIZE", 12)
    seen: list[int] = []
    address = "?" + urlencode({"q": "عود", "sort": "price"})
    while address:
        response = Client(headers={"host": NOOR}).get(f"/search/{address}")
        seen += [card.id for card in response.context["slice"].items]
        address = response.context["next"]
        assert len(seen) <= 30
    assert len(seen) == len(set(seen)) == 30
    deep = Client(headers={"host": NOOR}).get("/search/", {"q": "عود", "sort": "price"}).context["next"]
    assert "after=" in deep
    for host, other in ((SOUQ, deep), (NOOR, deep.replace("sort=price", "sort=newest")), (NOOR, deep[:-2])):
        refused = Client(headers={"host": host}).get(f"/search/{other}")
        assert refused.status_code == 302
        assert "after" not in refused["Location"]
        assert "page" not in refused["Location"], "a page without a number"


@pytest.mark.usefixtures("_shelves")
def test_a_bookmark_that_leads_nowhere_leads_to_the_page_of_its_number() -> None:
    behind = page("عود", sort="price").context["next"]
    assert "page=2" in behind
    refused = Client(headers={"host": NOOR}).get(f"/search/{behind[:-2]}")
    assert refused["Location"].endswith("sort=price&page=2")
    assert Client(headers={"host": NOOR}).get(refused["Location"]).context["slice"].number == 2


@pytest.mark.usefixtures("_shelves")
def test_a_bookmark_of_the_engine_before_leads_to_the_page_of_its_number(noor: Any, settings: Any) -> None:
    settings.SEARCH_INDEX = "search_index.infrastructure.failing_over.FailingOverIndex"
    mark = server_wrote(noor)
    settings.SEARCH_INDEX = "search_index.infrastructure.postgresql.adapter.PostgresSearchIndex"
    with tenant_scope(noor.pk):
        assert bookmarks.read(mark, question_of(noor)) is None
    led = Client(headers={"host": NOOR}).get("/search/", {"q": "عود", "page": "2", "after": mark})
    assert (led.status_code, led["Location"].partition("page=")[2]) == (302, "2")
    assert browse(q="عود", page="2").context["slice"].number == 2


@pytest.mark.usefixtures("_shelves")
def test_were_it_read_as_its_own_the_engine_could_make_nothing_of_it(noor: Any) -> None:
    """The control."""
    with pytest.raises(ProgrammingError):
        Client(headers={"host": NOOR}).get("/search/", {"q": "عود", "after": server_wrote(noor)})


def server_wrote(store: Any) -> str:
    """A bookmark with one of the search server's places in it."""
    with tenant_scope(store.pk):
        return bookmarks.written(Bookmark(2, (123.0, 5)), question_of(store))


def question_of(store: Any) -> Question:
    with transaction.atomic():
        return asked.asked_by(QueryDict(urlencode({"q": "عود"})), store.currency, now=clock.now()).question


@pytest.fixture
def _categories(_shelves: None, noor: Any) -> None:
    """Two of the perfumes stand in a category, one in another."""
    with tenant_scope(noor.pk), transaction.atomic():
        perfumes = create_category(name=Bilingual("العطور", "Perfumes"))
        gifts = create_category(name=Bilingual("الهدايا", "Gifts"))
        set_categories(product_id=sell("عطر الورد", "Rose perfume"), category_ids=[perfumes])
        set_categories(product_id=sell("عطر الليمون", "Lemon perfume"), category_ids=[perfumes, gifts])
    index_changes(now=clock.now())


def browse(host: str = NOOR, path: str = "/search/", **asked: Any) -> Any:
    response = Client(headers={"host": host}).get(path, asked)
    assert response.status_code == 200
    return response


def form_of(text: str, *, address: str = "/search/", **changes: str) -> dict[str, Any]:
    """What the filters' form sends, as a browser without scripts does."""
    form = BeautifulSoup(text, "html.parser").select_one("form#filters")
    assert form is not None
    assert (form["method"], form["action"]) == ("get", address)
    boxes = [one for one in form.select("input") if one.get("type") != "checkbox" or one.has_attr("checked")]
    sent: dict[str, Any] = {str(one["name"]): one.get("value", "") for one in boxes}
    for choice in form.select("select"):
        [chosen] = choice.select("option[selected]") or choice.select("option")[:1]
        sent[str(choice["name"])] = chosen["value"]
    return sent | changes


@pytest.mark.sampled
@pytest.mark.usefixtures("_categories")
@pytest.mark.parametrize("sort", ["newest", "price", "-price"])
def test_who_sorts_a_list_and_then_filters_keeps_both(sort: str) -> None:
    for path in ("/products/", "/collections/perfumes/"):
        listed = browse(path=path, sort=sort)
        [link] = BeautifulSoup(listed.text, "html.parser").select("a.list-filter")
        response = Client(headers={"host": NOOR}).get(str(link["href"]).removesuffix("#filters"))
        assert (response.context["sort"], response.context["is_narrowed"]) == (sort, True)
        narrowed = browse(**form_of(response.text, **{"from": "10"}))
        assert narrowed.context["sort"] == sort
        assert narrowed.context["price_from"] == "10"
        resorted = browse(**form_of(narrowed.text, sort="popular"))
        assert (resorted.context["sort"], resorted.context["price_from"]) == ("popular", "10")
        assert len(resorted.context["narrowing"].chosen) == 2
        assert all("sort=popular" in one.address for one in resorted.context["narrowing"].chosen)


@pytest.mark.sampled
@pytest.mark.usefixtures("_categories")
@pytest.mark.parametrize("sort", ["", "title", '"><script>'])
def test_what_search_can_not_sort_by_is_left_out_of_the_way_to_the_filters(sort: str) -> None:
    for path, address in (("/products/", "available=1"), ("/collections/perfumes/", "category=perfumes")):
        [link] = BeautifulSoup(browse(path=path, sort=sort).text, "html.parser").select("a.list-filter")
        assert link["href"] == f"/search/?{address}#filters"


@pytest.mark.usefixtures("_categories")
def test_which_orders_a_list_takes_along_is_known_by_the_reading_of_a_search_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asked, "LISTED", ("price",))
    for sort, taken in (("price", "&sort=price"), ("newest", "")):
        [link] = BeautifulSoup(browse(path="/products/", sort=sort).text, "html.parser").select("a.list-filter")
        assert link["href"] == f"/search/?available=1{taken}#filters"


@pytest.mark.usefixtures("_categories")
def test_what_sells_most_can_come_first() -> None:
    response = page("عطر", sort="popular")
    assert '<option value="popular" selected>الأكثر رواجا</option>' in response.text
    assert "Most popular" in page("عطر", sort="popular", path="/en/search/").text
    assert "&sort=popular&page=2&after=" in response.context["next"]
    assert browse(available="1", sort="popular").context["cleared"] == "/products/", "the list of all has no such order"


@pytest.mark.usefixtures("_shelves")
def test_an_address_asks_the_page_only_so_often_and_the_api_counts_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    of_address, in_store = asking_limits.SEARCHES
    monkeypatch.setattr(asking_limits, "SEARCHES", (Limit(of_address.name, 2, of_address.window), in_store))
    shopper = Client(headers={"host": NOOR})
    assert [shopper.get("/search/", {"q": "عود"}).status_code for _ in range(3)] == [200, 200, 429]
    assert shopper.get("/api/store/search/", {"q": "عود"}).status_code == 429
    refused = shopper.get("/search/", {"q": "عود"})
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert 'value="عود"' in refused.text, "what was typed stays"
    assert "حاول" in refused.text
    english = shopper.get("/en/search/", {"q": "oud"})
    assert english.status_code == 429
    assert "again" in BeautifulSoup(english.text, "html.parser").select_one("[role=alert]").text  # type: ignore[union-attr]
    assert shopper.get("/search/").status_code == 200, "where nothing is asked nothing is counted"
    assert Client(headers={"host": SOUQ}).get("/search/", {"q": "عود"}).status_code == 200
    assert Client(headers={"host": NOOR}, REMOTE_ADDR="192.0.2.7").get("/search/", {"q": "عود"}).status_code == 200


@pytest.mark.usefixtures("_categories")
def test_without_words_filters_show_what_passes_them() -> None:
    response = browse(category="perfumes", path="/en/search/")
    assert [card.title.en for card in response.context["slice"].items] == ["Lemon perfume", "Rose perfume"]
    assert response.context["heading"] == Bilingual("العطور", "Perfumes")
    assert "<title>Perfumes" in response.text
    assert response.context["facets"].available == 2
    [category] = [one for one in response.context["narrowing"].facets if one.parameter == "category"]
    assert [(one.value, one.count, one.is_chosen) for one in category.shown] == [
        ("perfumes", 2, True),
        ("gifts", 1, False),
    ]
    assert "Featured" in response.text
    assert "Best match" not in response.text
    assert 'name="q" value=""' not in response.text.split('id="filters"')[1], "the form leaves out empty words"
    assert browse(SOUQ, available="1").context["slice"].total == 1, "each store shows its own"


@pytest.mark.sampled(every=3)
@pytest.mark.usefixtures("_categories")
@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ({"category": "gifts"}, "Gifts"),
        ({"category": ["gifts", "perfumes"]}, "Products"),
        ({"available": "1"}, "Products"),
        ({"category": "gifts", "from": "5000"}, "Gifts"),
        ({"category": "of-another-store", "sale": "1"}, "Products"),
    ],
)
def test_a_page_without_words_is_called_by_its_category(asked: dict[str, Any], heading: str) -> None:
    response = browse(path="/en/search/", q="", **asked)
    assert f"<title>{heading} · " in response.text
    assert response.text.split("<h1>")[1].split("</h1>")[0].strip() == heading


@pytest.mark.usefixtures("_categories")
def test_addresses_without_words_say_none_and_lead_back_to_all_products() -> None:
    response = browse(q="", category="perfumes", available="1", sort="price")
    assert [one.address for one in response.context["narrowing"].chosen] == [
        "?category=perfumes&sort=price",
        "?available=1&sort=price",
    ]
    assert response.context["cleared"] == "/products/?sort=price"
    [last] = browse(category="perfumes").context["narrowing"].chosen
    assert last.address == "/products/"
    assert browse(path="/en/search/", sale="1").context["cleared"] == "/en/products/"
    assert browse(available="1").context["next"].startswith("?available=1&page=2&after=")


@pytest.mark.usefixtures("_shelves")
def test_deep_pages_without_words_show_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_NUMBERED", 1)
    monkeypatch.setattr(web, "PAGE_SIZE", 12)
    seen: list[int] = []
    address = "?to=49"
    while address:
        response = Client(headers={"host": NOOR}).get(f"/search/{address}")
        seen += [card.id for card in response.context["slice"].items]
        address = response.context["next"]
        assert len(seen) <= 31
    assert len(seen) == len(set(seen)) == 31
    deep = browse(to="49").context["next"]
    refused = Client(headers={"host": SOUQ}).get(f"/search/{deep}")
    assert (refused.status_code, refused["Location"]) == (302, "/search/?to=49")


@pytest.mark.sampled(every=3)
@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize("asked", [{}, {"sort": "price"}, {"exact": "1"}, {"from": "x"}, {"category": "unknown"}])
def test_with_neither_words_nor_filters_the_page_helps(asked: dict[str, str]) -> None:
    response = browse(**asked)
    assert response.context["slice"].total == 0
    assert "عمّ تبحث؟" in response.text
    assert "search-help" in response.text


@pytest.mark.usefixtures("_shelves")
def test_search_engines_keep_out_of_questions() -> None:
    bare = browse(available="1").text
    assert '<meta name="robots" content="noindex, follow">' in bare
    assert f'<link rel="canonical" href="http://{NOOR}/search/">' in bare
    text = page("عود", sort="price", **{"from": "1"}).text
    assert '<meta name="robots" content="noindex, follow">' in text
    assert f'<link rel="canonical" href="http://{NOOR}/search/?q=%D8%B9%D9%88%D8%AF">' in text


@pytest.mark.usefixtures("_shelves")
def test_a_misspelt_question_says_what_was_looked_for() -> None:
    response = page("perfumme")
    assert response.context["meant"] == "perfume"
    assert "<strong>perfume</strong>" in response.text
    assert response.context["very_words"] == "?q=perfumme&exact=1"
    assert "?q=perfumme&amp;exact=1" in response.text
    exact = page("perfumme", exact="1")
    assert (exact.context["meant"], exact.context["slice"].total) == ("", 0)
    assert "?q=perfumme" in exact.text
    assert exact.context["guessed"] == "?q=perfumme"


@pytest.mark.usefixtures("_shelves")
def test_very_words_stay_so_when_they_are_narrowed_sorted_and_paged() -> None:
    response = page("عود", exact="1", available="1")
    assert '<input type="hidden" name="exact" value="1">' in response.text
    assert response.context["next"].startswith("?q=%D8%B9%D9%88%D8%AF&available=1&exact=1&page=2&after=")
    assert response.context["cleared"] == "?q=%D8%B9%D9%88%D8%AF&exact=1"
    assert not page("عود", exact="1").context["is_narrowed"]


class AwayIndex(PostgresSearchIndex):
    """PostgreSQL in the place of a server that does not answer."""

    def search(self, request: SearchRequest) -> SearchResult:
        return replace(super().search(request), is_degraded=True)


@pytest.mark.usefixtures("_shelves")
def test_staff_are_told_that_the_server_is_away_and_shoppers_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    shopper, staff = Client(headers={"host": NOOR}), staff_of(NOOR)
    assert TOLD not in staff.get("/search/", {"q": "عود"}).text, "all is well"
    monkeypatch.setattr(queries, "search_index", AwayIndex)
    assert TOLD not in shopper.get("/search/", {"q": "عود"}).text
    assert TOLD in staff.get("/search/", {"q": "عود"}).text
    strangers = Client(headers={"host": SOUQ})
    strangers.cookies = staff.cookies
    assert TOLD not in strangers.get("/search/", {"q": "صندل"}).text, "staff of another store are shoppers here"


def staff_of(host: str) -> Client:
    client = Client(headers={"host": host})
    signed_in = client.post("/manage/login/", {"username": "huda@noor.example", "password": OWNER_PASSWORD})
    assert signed_in.status_code == 302
    return client
