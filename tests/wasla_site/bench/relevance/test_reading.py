from __future__ import annotations

from pathlib import Path

import pytest

from wasla_site.bench.relevance.catalogue import JudgedProduct, read_catalogue
from wasla_site.bench.relevance.figures import Answered, by_class, table
from wasla_site.bench.relevance.queries import JudgedQuery, read_queries, rule_of
from wasla_site.bench.relevance.wording import as_typed, short_code

WORDS = """
colour
  black: أسود | سوداء | Black
  red: أحمر | حمراء | Red
brand
  casio: كاسيو | كاسيو | Casio
"""
WATCHES = """
category ساعات | Watches
sku WT

classic: watch colour=black,red brand=casio size=s+m
ar ساعة {brand.en} {colour.f}
en {colour} Watch
about جديدة | New
tags هدية|gift
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> list[JudgedProduct]:
    (tmp_path / "words.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "demo.txt").write_text("# nothing of the demo", encoding="utf-8")
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "watches.txt").write_text(WATCHES, encoding="utf-8")
    return read_catalogue(tmp_path, tmp_path)


def test_a_base_is_multiplied_by_its_choices(catalogue: list[JudgedProduct]) -> None:
    assert {product.key for product in catalogue} == {"watches/classic-black", "watches/classic-red"}
    red = next(product for product in catalogue if "red" in product.key)
    assert red.titles[0] in {"ساعة Casio حمراء", "ساعه Casio حمراء"}
    assert red.attributes == {"colour": {"red"}, "brand": {"casio"}, "size": {"s", "m"}}
    assert red.codes[0] == "WT01-RED"
    assert red.category_names == ("ساعات", "Watches")
    assert red.labels == ("s", "m", "هدية", "gift")
    assert red.texts == ("جديدة", "New")


@pytest.mark.parametrize(
    ("rule", "black", "red"),
    [
        ("watch", 3, 3),
        ("watch colour=red", 1, 3),
        ("watch colour=red brand=casio", 2, 3),
        ("watch colour=red brand=seiko", 1, 2),
        ("watch colour=red,black", 3, 3),
        ("* colour=red", 0, 3),
        ("bag", 0, 0),
        ("bag ~watch", 1, 1),
        ("@watches/classic-red", 0, 3),
        ("@watches/classic-red ~watch", 1, 3),
        ("none", 0, 0),
    ],
)
def test_grades_follow_from_what_a_product_is(catalogue: list[JudgedProduct], rule: str, black: int, red: int) -> None:
    grades = {product.key: rule_of(rule).grade(product) for product in catalogue}
    assert grades == {"watches/classic-black": black, "watches/classic-red": red}


def test_a_line_is_a_question(tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text("# remark\n\nspelling | ar | عط\\u200cر | none\n", encoding="utf-8")
    [query] = read_queries(tmp_path / "q.txt")
    assert (query.kind, query.language, query.text) == ("spelling", "ar", "عط\u200cر")
    assert query.rule.expects_nothing


def test_titles_are_sometimes_written_without_care() -> None:
    typed = {as_typed("أساور فضة 5", f"key {number}") for number in range(200)}
    assert typed == {"أساور فضة 5", "اساور فضه 5", "أساور فضة ٥", "اساور فضه ٥"}


@pytest.mark.parametrize(("value", "code"), [("red", "RED"), ("black", "BLCK"), ("gold18", "GO18"), ("256", "256")])
def test_codes_of_values(value: str, code: str) -> None:
    assert short_code(value) == code


def test_means_count_every_question_alike() -> None:
    def answered(kind: str, text: str, rule: str, found: list[str], worth: float) -> Answered:
        return Answered(JudgedQuery(kind, "ar", text, rule_of(rule)), found, worth, worth, worth)

    figures = by_class(
        [
            answered("spelling", "a", "watch", ["x"], 1),
            answered("spelling", "b", "watch", [], 0),
            answered("negative", "c", "none", [], 1),
        ]
    )
    assert list(figures) == ["spelling", "negative", "in ar", "all"]
    assert (figures["spelling"].ndcg, figures["spelling"].zero_results) == (0.5, 0.5)
    assert figures["negative"].zero_results == 0, "nothing was to be found"
    assert figures["all"].zero_results == pytest.approx(1 / 3)
    assert [line.split()[0] for line in table(figures)] == ["class", "spelling", "negative", "in", "all"]
