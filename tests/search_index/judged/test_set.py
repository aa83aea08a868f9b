"""The judged set itself: it is large and whole enough to judge by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wasla_site.bench.relevance.catalogue import JudgedProduct
from wasla_site.bench.relevance.queries import ANY_TYPE, EXACT, JudgedQuery

LEAST = {
    "spelling": 50,
    "prefix": 25,
    "sound-plural": 30,
    "broken-plural": 45,
    "english": 35,
    "mixed": 20,
    "typo": 45,
    "code": 20,
    "digits": 30,
    "brand": 35,
    "arabizi": 15,
    "dialect": 40,
    "attribute": 30,
    "category": 15,
    "keyboard": 12,
    "natural": 30,
    "distinct": 25,
    "negative": 15,
}


def test_the_catalogue_is_that_of_a_large_shop(products: Sequence[JudgedProduct]) -> None:
    files = Counter(product.key.split("/")[0] for product in products)
    assert len(products) >= 1500
    assert sum(count >= 60 for count in files.values()) >= 12
    assert {"noor", "souq"} <= set(files), "the demo's stores belong to it"
    assert {f"seeds/p{number}" for number in range(1, 21)} <= {product.key for product in products}


def test_no_two_products_share_a_key_or_a_code(products: Sequence[JudgedProduct]) -> None:
    keys = Counter(product.key for product in products)
    codes = Counter(code for product in products for code in product.codes)
    assert [key for key, count in (*keys.items(), *codes.items()) if count > 1] == []


def test_texts_are_filled_and_written_in_two_languages(products: Sequence[JudgedProduct]) -> None:
    for product in products:
        texts = (*product.titles, *product.category_names, *product.labels, *product.texts, *product.codes)
        assert not any("{" in text or not text.strip() for text in texts), product.key
    with_english = sum(len(product.titles) > 1 for product in products)
    assert 0.8 < with_english / len(products) < 0.97, "some merchants leave the English out"


def test_every_class_has_its_size_and_no_question_is_asked_twice(queries: Sequence[JudgedQuery]) -> None:
    sizes = Counter(query.kind for query in queries)
    assert sizes.keys() == LEAST.keys()
    assert {kind: sizes[kind] for kind, least in LEAST.items() if sizes[kind] < least} == {}
    languages = Counter(query.language for query in queries)
    assert languages.keys() == {"ar", "en", "mixed"}
    assert languages["ar"] > len(queries) / 2
    assert len({(query.kind, query.text) for query in queries}) == len(queries)


def test_what_rules_name_exists(products: Sequence[JudgedProduct], queries: Sequence[JudgedQuery]) -> None:
    keys = {product.key for product in products}
    types = {product.type for product in products}
    values = {(name, value) for product in products for name, of in product.attributes.items() for value in of}
    for query in queries:
        rule = query.rule
        assert rule.keys <= keys, query.text
        assert (rule.types | rule.kin) - {ANY_TYPE} <= types, query.text
        assert {(name, value) for name, of in rule.attributes.items() for value in of} <= values, query.text


def test_every_question_has_an_exact_answer_or_none(
    products: Sequence[JudgedProduct], queries: Sequence[JudgedQuery]
) -> None:
    for query in queries:
        grades = query.grades(products).values()
        assert (EXACT in grades) != (query.kind == "negative"), query.text
        assert query.rule.expects_nothing == (query.kind == "negative"), query.text
