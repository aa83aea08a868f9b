"""The API of a store's search: what it answers, what it refuses, and that its schema says so."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import pytest
from django.core.cache import cache as counters
from django.db import transaction
from django.test import Client
from jsonschema import Draft202012Validator

from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.limits import Limit
from commerce.core.scope import tenant_scope
from search_index.application import asking_limits, queries
from search_index.application.use_cases.index_changes import index_changes
from search_index.interfaces.api import views
from search_index.interfaces.asked import SORTS
from tests.commerce.media.corpus import moving, saved
from tests.search_index.gallery import describe_now, photo_of, show
from tests.search_index.shelf import sell
from tests.search_index.test_web import AwayIndex
from wasla_site.bench.drawn_goods import Good

NOOR, SOUQ = "noor.localhost", "souq.localhost"
FEW = 6
SEARCH, SUGGEST, PICTURE = "/api/store/search/", "/api/store/suggest/", "/api/store/search/picture/"
RED_BAG, BLUE_BAG = Good("bag", "red", "checks"), Good("bag", "blue", "plain")


@pytest.fixture
def _shelves(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        perfumes = create_category(name=Bilingual("العطور", "Perfumes"))
        create_category(name=Bilingual("عطور الأطفال", "Children's perfumes"))
        for number in range(FEW):
            product_id = sell(f"عطر العود {number}", f"Oud perfume {number}", sku=f"OUD-{number}")
            set_categories(product_id=product_id, category_ids=[perfumes])
        sell("عباية سوداء", "Black abaya")
    with tenant_scope(souq.pk), transaction.atomic():
        sell("عطر الصندل", "Sandalwood perfume")
    index_changes(now=clock.now())


def ask(path: str, host: str = NOOR, **asked: Any) -> Any:
    response = Client(headers={"host": host}).get(path, asked)
    assert_fits_schema(path, "get", response)
    return response


def answer(path: str, host: str = NOOR, **asked: Any) -> Any:
    response = ask(path, host, **asked)
    assert response.status_code == 200, response.json()
    return response.json()


@cache
def described() -> Any:
    response = Client(headers={"host": NOOR}).get("/api/schema/")
    assert response["Content-Type"] == "application/vnd.oai.openapi+json"
    return json.loads(response.content)


def assert_fits_schema(path: str, method: str, response: Any) -> None:
    [content] = described()["paths"][path][method]["responses"][str(response.status_code)]["content"].values()
    schema = {**content["schema"], "components": described()["components"]}
    Draft202012Validator(schema).validate(response.json())


def photo(good: Good = RED_BAG, seed: int = 77) -> io.BytesIO:
    file = io.BytesIO()
    photo_of(good, seed=seed).save(file, "JPEG")
    file.seek(0)
    file.name = "photo.jpg"
    return file


@pytest.mark.usefixtures("db")
def test_the_schema_is_openapi_and_knows_of_these_addresses_alone() -> None:
    from drf_spectacular.validation import validate_schema

    assert sorted(described()["paths"]) == [SEARCH, PICTURE, SUGGEST]
    assert described()["openapi"] == "3.1.0"
    validate_schema(described())


@pytest.mark.usefixtures("db")
def test_a_response_of_another_shape_does_not_fit_the_schema() -> None:
    schema = {"$ref": "#/components/schemas/FoundShape", "components": described()["components"]}
    assert not Draft202012Validator(schema).is_valid({"total": "3"})


@pytest.mark.usefixtures("_shelves")
def test_products_are_found_with_all_a_page_shows_of_them() -> None:
    found = answer(SEARCH, q="عباية")
    assert (found["query"], found["meant"], found["total"], found["after"]) == ("عباية", "", 1, None)
    [product] = found["products"]
    assert product["title"] == "عباية سوداء"
    assert product["price"] == {"minor": 4900, "currency": "SAR", "amount": "49.00", "formatted": "49.00 ريال"}
    assert product["compare_at"] is None
    assert (product["is_available"], product["price_varies"], product["picture"]) == (True, False, None)
    assert Client(headers={"host": NOOR}).get(product["url"]).status_code == 200


@pytest.mark.usefixtures("_shelves")
def test_it_speaks_the_language_that_is_asked_for_and_leads_on_in_it() -> None:
    response = ask(SEARCH, q="عباية", language="en")
    [product] = response.json()["products"]
    assert response["Content-Language"] == "en"
    assert product["title"] == "Black abaya"
    assert product["url"].startswith("/en/products/")
    assert product["price"]["formatted"] == "49.00 SAR"
    assert answer(SUGGEST, q="perf", language="en")["categories"][0]["url"].startswith("/en/collections/")
    [mistaken] = ask(SEARCH, language="en", q="عود", sort="x").json()["fields"]["sort"]
    assert mistaken.startswith("Write newest")


@pytest.mark.usefixtures("_shelves")
def test_ranges_of_prices_lead_to_the_questions_that_they_count(noor: Any) -> None:
    assert answer(SEARCH, q="عود")["price_ranges"] == [], "one alone parts nothing"
    with tenant_scope(noor.pk), transaction.atomic():
        Product.objects.filter(pk=sell("عود هندي")).update(shelf_lowest_minor=75_000_00)
    index_changes(now=clock.now())
    cheap, dear = answer(SEARCH, q="عود")["price_ranges"]
    assert cheap == {"from": "20", "to": "49.99", "count": FEW, "is_chosen": False}
    assert dear == {"from": "50000", "to": "", "count": 1, "is_chosen": False}
    found = answer(SEARCH, q="عود", **{"from": dear["from"]})
    assert (found["total"], [one["is_chosen"] for one in found["price_ranges"]]) == (1, [False, True])


@pytest.mark.usefixtures("_shelves")
def test_facets_lead_to_the_questions_that_they_count() -> None:
    found = answer(SEARCH, q="عود")
    [facet] = [facet for facet in found["facets"] if facet["parameter"] == "category"]
    [choice] = facet["choices"]
    assert (choice["name"], choice["count"], choice["is_chosen"]) == ("العطور", FEW, False)
    chosen = answer(SEARCH, q="عود", category=choice["value"])
    assert chosen["total"] == FEW
    assert chosen["facets"][0]["choices"][0]["is_chosen"]
    assert found["prices"]["lowest"]["minor"] == found["prices"]["highest"]["minor"] == 4900
    assert (found["available"], found["sale"]) == (FEW, 0)


@pytest.mark.usefixtures("_shelves")
def test_a_page_says_where_the_next_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", FEW - 2)
    first = answer(SEARCH, q="عود", sort="price")
    second = answer(SEARCH, q="عود", sort="price", after=first["after"])
    urls = [product["url"] for page in (first, second) for product in page["products"]]
    assert len(urls) == len(set(urls)) == FEW
    assert second["after"] is None
    for other in ({"q": "عطر"}, {"q": "عود", "sort": "newest"}, {"q": "عود", "exact": "1"}):
        assert "after" in ask(SEARCH, **other, after=first["after"]).json()["fields"]
    assert "after" in ask(SEARCH, SOUQ, q="عود", sort="price", after=first["after"]).json()["fields"]


@pytest.mark.usefixtures("_shelves")
def test_without_words_filters_say_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = answer(SEARCH, category="perfumes")
    assert (found["query"], found["meant"], found["total"]) == ("", "", FEW)
    assert (found["available"], found["sale"]) == (FEW, 0)
    assert found["facets"][0]["choices"][0]["is_chosen"]
    assert answer(SEARCH, q=" ", available="1")["total"] == FEW + 1
    assert answer(SEARCH, available="1", to="48")["total"] == 0
    assert answer(SEARCH, SOUQ, available="1")["total"] == 1
    monkeypatch.setattr(views, "PAGE_SIZE", FEW - 2)
    first = answer(SEARCH, category="perfumes", sort="price")
    second = answer(SEARCH, category="perfumes", sort="price", after=first["after"])
    urls = [product["url"] for page in (first, second) for product in page["products"]]
    assert len(urls) == len(set(urls)) == FEW
    assert second["after"] is None
    assert "after" in ask(SEARCH, available="1", sort="price", after=first["after"]).json()["fields"]


@pytest.mark.sampled(every=4)
@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({}, ["q"]),
        ({"q": " "}, ["q"]),
        ({"sort": "price", "exact": "1"}, ["q"]),
        ({"available": "0", "from": " "}, ["q"]),
        ({"sort": "dearest"}, ["q", "sort"]),
        ({"category": "of-another-store"}, ["category"]),
        ({"q": "x" * 201, "available": "1"}, ["q"]),
        ({"q": "x" * 201}, ["q"]),
        ({"q": "عود\0"}, ["q"]),
        ({"q": "عود", "from": "ten"}, ["from"]),
        ({"q": "عود", "from": "-1", "to": "9" * 40}, ["from", "to"]),
        ({"q": "عود", "category": "of-another-store"}, ["category"]),
        ({"q": "عود", "category": ["perfumes", "\0"]}, ["category"]),
        ({"q": "عود", "tag": "x", "option": "colour"}, ["tag", "option"]),
        ({"q": "عود", "option": "colour=red|size=xl"}, ["option"]),
        ({"q": "عود", "option": "colour=plaid"}, ["option"]),
        ({"q": "عود", "option": [f"a={number}" for number in range(11)]}, ["option"]),
        ({"q": "عود", "available": "yes", "sale": "2", "exact": "?"}, ["available", "sale", "exact"]),
        ({"q": "عود", "sort": "dearest"}, ["sort"]),
        ({"q": "عود", "after": "x"}, ["after"]),
        ({"q": "عود", "language": "fr"}, ["language"]),
    ],
)
def test_what_can_not_be_read_is_refused_by_name(asked: dict[str, Any], wrong: list[str]) -> None:
    response = ask(SEARCH, **asked)
    problem = response.json()
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert sorted(problem["fields"]) == sorted(wrong)
    assert all(text for texts in problem["fields"].values() for text in texts)
    assert problem["code"] == "invalid_parameters"


@pytest.mark.sampled(every=4)
@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    "query", ["ضصثقف", "ًٌٍَُ", "😀🎁", "\u200f\u202e\u2067", "*", '"', "[]{}()", "ا OR x=x", "%_\\", "x" * 200]
)
def test_any_words_are_only_words(query: str) -> None:
    found = answer(SEARCH, q=query)
    assert found["products"] == []
    assert answer(SUGGEST, q=query)["products"] == []


@pytest.mark.usefixtures("_shelves")
def test_a_misspelt_question_says_what_was_meant_as_the_store_writes_it() -> None:
    assert answer(SEARCH, q="عبايخ")["meant"] == "عباية"
    exact = answer(SEARCH, q="عبايخ", exact="1")
    assert (exact["meant"], exact["total"]) == ("", 0)


@pytest.mark.usefixtures("_shelves")
def test_suggestions_are_words_categories_and_products_of_the_store() -> None:
    offered = answer(SUGGEST, q="عط")
    assert [term["text"] for term in offered["terms"]] == ["عطر", "عطر العود"]
    assert [category["name"] for category in offered["categories"]] == ["العطور"], "none where nothing is sold"
    assert len(offered["products"]) == 5
    assert offered["products"][0]["price"]["minor"] == 4900
    page = Client(headers={"host": NOOR}).get(offered["terms"][1]["url"])
    assert page.context["slice"].total == FEW
    assert "الصندل" not in json.dumps(offered, ensure_ascii=False)


@pytest.mark.usefixtures("_shelves")
def test_one_letter_behind_other_words_takes_nothing_away() -> None:
    before, further = (answer(SUGGEST, q=query) for query in ("عطر", "عطر ع"))
    assert before["products"] == further["products"] != []
    assert before["terms"] == further["terms"] != []


@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize("query", ["", "ع", "  ", "zz", "x" * 5000])
def test_too_little_and_what_nothing_begins_with_suggest_nothing(query: str) -> None:
    offered = answer(SUGGEST, q=query)
    assert (offered["terms"], offered["categories"], offered["products"]) == ([], [], [])


@pytest.mark.usefixtures("_shelves")
def test_an_answer_of_another_engine_than_usual_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not answer(SEARCH, q="عود")["is_degraded"]
    monkeypatch.setattr(queries, "search_index", AwayIndex)
    found = answer(SEARCH, q="عود")
    assert (found["is_degraded"], found["notice"], found["total"]) == (True, "", FEW)


@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize("asked", [{"q": "ضصثقف"}, {"q": "😀"}, {"q": "عود", "to": "1"}, {"sale": "1"}])
def test_facets_are_a_list_and_never_null(asked: dict[str, str]) -> None:
    found = answer(SEARCH, **asked)
    assert found["total"] == 0
    assert isinstance(found["facets"], list)
    assert (found["available"], found["sale"]) == (0, 0)
    shape = described()["components"]["schemas"]["FoundShape"]
    assert "never null" in shape["properties"]["facets"]["description"]
    assert {"facets", "is_degraded", "notice"} <= set(shape["required"])
    assert "is_degraded" in described()["components"]["schemas"]["SuggestionsShape"]["required"]


@pytest.mark.usefixtures("_shelves")
def test_the_schema_asks_for_no_more_than_the_answer_does() -> None:
    assert answer(SUGGEST)["products"] == []
    needed = {
        path: [one["name"] for one in described()["paths"][path]["get"]["parameters"] if one.get("required")]
        for path in (SEARCH, SUGGEST)
    }
    assert needed == {SEARCH: [], SUGGEST: []}


@pytest.mark.usefixtures("_shelves")
def test_every_order_that_the_schema_names_is_one() -> None:
    [sort] = [one for one in described()["paths"][SEARCH]["get"]["parameters"] if one["name"] == "sort"]
    assert sorted(sort["schema"]["enum"]) == sorted(SORTS)
    for name in SORTS:
        assert answer(SEARCH, q="عود", sort=name)["total"] == FEW
        assert name in str(ask(SEARCH, q="عود", sort="x", language="en").json()["fields"]["sort"])


@pytest.mark.usefixtures("_shelves")
def test_another_store_finds_none_of_it() -> None:
    assert answer(SEARCH, SOUQ, q="عود")["total"] == 0
    nothing: dict[str, Any] = {"terms": [], "categories": [], "products": []}
    assert answer(SUGGEST, SOUQ, q="عبا") == {"query": "عبا", **nothing, "is_degraded": False}
    assert answer(SEARCH, SOUQ, q="عبايخ")["meant"] == ""


@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    ("path", "limits"), [(SEARCH, "SEARCHES"), (SUGGEST, "SUGGESTIONS")], ids=["search", "suggest"]
)
def test_one_address_asks_only_so_often(path: str, limits: str, monkeypatch: pytest.MonkeyPatch) -> None:
    of_address, in_store = getattr(asking_limits, limits)
    monkeypatch.setattr(asking_limits, limits, (Limit(of_address.name, 2, of_address.window), in_store))
    assert [ask(path, q="عود").status_code for _ in range(3)] == [200, 200, 429]
    refused = ask(path, q="عود")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.json()["code"] == "too_many_tries"
    assert ask(path, SOUQ, q="عود").status_code == 200, "each store counts its own"
    other = Client(headers={"host": NOOR}, REMOTE_ADDR="192.0.2.7").get(path, {"q": "عود"})
    assert other.status_code == 200
    counters.clear()
    assert ask(path, q="عود").status_code == 200


@pytest.mark.usefixtures("_shelves")
def test_a_store_is_asked_only_so_often_by_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    of_address, in_store = asking_limits.SEARCHES
    monkeypatch.setattr(asking_limits, "SEARCHES", (of_address, Limit(in_store.name, 2, in_store.window)))
    asked = [
        Client(headers={"host": NOOR}, REMOTE_ADDR=f"192.0.2.{number}").get(SEARCH, {"q": "عود"}).status_code
        for number in range(3)
    ]
    assert asked == [200, 200, 429]


@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    ("path", "most", "asked"),
    [(SEARCH, 13, {"q": "عود"}), (SEARCH, 13, {"sale": "1"}), (SUGGEST, 10, {"q": "عود"})],
    ids=["search", "filters", "suggest"],
)
def test_each_keeps_to_its_statements(
    path: str, most: int, asked: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    """Beginnings and ends of transactions, which are savepoints in a test, count among them."""
    answer(path, **asked)
    with django_assert_max_num_queries(most):
        answer(path, **asked)


@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize("path", [SEARCH, SUGGEST, PICTURE])
def test_another_way_of_asking_is_a_problem_in_words(path: str) -> None:
    response = Client(headers={"host": NOOR}).put(path)
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "لا يُجاب عن هذا الطلب في هذا العنوان."


@pytest.mark.usefixtures("_shelves")
def test_no_cache_and_no_search_engine_keeps_answers() -> None:
    response = ask(SEARCH, q="عود")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    assert not response.cookies


def post(file: Any, host: str = NOOR, **more: str) -> Any:
    response = Client(headers={"host": host}).post(PICTURE, {"photo": file, **more})
    assert_fits_schema(PICTURE, "post", response)
    return response


@pytest.fixture
def _galleries(noor: Any, souq: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    for tenant, goods in ((noor, (RED_BAG, BLUE_BAG)), (souq, (RED_BAG,))):
        with tenant_scope(tenant.pk), transaction.atomic():
            for good in goods:
                show(good)
            describe_now()


@pytest.mark.usefixtures("_galleries")
def test_a_photograph_finds_what_looks_like_it_in_the_store_alone() -> None:
    alike = post(photo(), mode="similar").json()
    assert [product["title"] for product in alike["products"]] == ["bag red checks", "bag blue plain"]
    assert (alike["is_degraded"], alike["notice"]) == (False, "")
    assert len(post(photo(BLUE_BAG), SOUQ).json()["products"]) == 1


@pytest.mark.sampled(every=2)
@pytest.mark.usefixtures("_galleries")
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg"),
        (saved("JPEG", (900, 700))[:400], "x.jpg"),
        (saved("PNG", (8_000, 5_010), "L"), "x.png"),
        (b"", "x.jpg"),
    ],
    ids=["svg", "cut off", "more than 40 megapixels", "nothing"],
)
def test_what_is_no_photograph_is_refused_in_words(content: bytes, name: str) -> None:
    file = io.BytesIO(content)
    file.name = name
    response = post(file)
    assert response.status_code == 400
    assert list(response.json()["fields"]) == ["photo"]


@pytest.mark.usefixtures("_galleries")
def test_of_a_picture_that_moves_the_first_frame_counts() -> None:
    file = io.BytesIO(moving("GIF", 30))
    file.name = "x.gif"
    assert post(file).status_code == 200


@pytest.mark.usefixtures("_galleries")
def test_a_photograph_needs_a_file_and_a_mode_that_there_is() -> None:
    assert sorted(post("text", mode="smell").json()["fields"]) == ["mode", "photo"]


@pytest.mark.usefixtures("_galleries")
def test_pictures_are_looked_at_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    of_address, in_store = asking_limits.PICTURES
    monkeypatch.setattr(asking_limits, "PICTURES", (Limit(of_address.name, 1, of_address.window), in_store))
    assert [post(photo()).status_code for _ in range(2)] == [200, 429]
    assert post(photo(), SOUQ).status_code == 200
