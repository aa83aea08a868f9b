"""How results are weighed, tried on both engines: their numbers are those that the domain makes of the same facts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from search_index.domain.profiles import (
    PLAIN,
    Boost,
    Placing,
    Profile,
    Rule,
    Synonyms,
    Weighing,
    Weights,
    weighing_of,
)
from search_index.domain.values import Attribute, Document, Facts, Filters, SearchRequest, SearchResult, Sort
from search_index.domain.weighing import How, Where
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from tests.search_index.conftest import Engine
from tests.search_index.test_contract import doc

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RED, XL = Attribute("colour", "red"), Attribute("size", "xl")


def ago(days: int) -> datetime:
    return NOON - timedelta(days=days)


def ask(engine: Engine, text: str, profile: Profile | None = None, **more: Any) -> SearchResult:
    weighing = weighing_of(profile or Profile(), text, now=NOON)
    return engine.index.search(SearchRequest("product", text, weighing=weighing, **more))


def put_shelf(engine: Engine) -> None:
    engine.put(
        doc(1, "عطر عود", facts=Facts(popularity=0.2, margin=0.9, appeared_at=ago(200))),
        doc(2, "عطر مسك", facts=Facts(popularity=0.9, margin=0.1, appeared_at=ago(200))),
        doc(3, "عطر ورد", facts=Facts(is_reduced=True, appeared_at=ago(200), tags=(5,))),
        doc(4, "عطر عنبر", facts=Facts(appeared_at=ago(3), categories=(7,))),
        doc(5, "عطر صندل", facts=Facts(is_available=False, popularity=1.0, attributes=(RED,))),
        doc(6, "بخور", texts=("فيه عطر",), facts=Facts(appeared_at=ago(200))),
    )


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize(
    ("weights", "order"),
    [
        (Weights(popularity=0), (4, 3, 2, 1, 6, 5)),
        (Weights(), (2, 1, 4, 3, 6, 5)),
        (Weights(popularity=10), (2, 1, 4, 3, 6, 5)),
        (Weights(popularity=0, margin=5), (1, 2, 4, 3, 6, 5)),
        (Weights(popularity=0, sale=2), (3, 4, 2, 1, 6, 5)),
        (Weights(popularity=0, recency=2), (4, 3, 2, 1, 6, 5)),
        (Weights(text=0, popularity=1), (2, 1, 6, 4, 3, 5)),
    ],
)
def test_weights_say_what_comes_first(engine: Engine, in_noor: Any, weights: Weights, order: tuple[int, ...]) -> None:
    put_shelf(engine)
    assert ask(engine, "عطر", Profile(weights)).ids == order


def test_what_is_sold_out_comes_last_unless_the_store_wants_it_otherwise(engine: Engine, in_noor: Any) -> None:
    put_shelf(engine)
    weights = Weights(popularity=3)
    assert ask(engine, "عطر", Profile(weights)).ids[-1] == 5
    assert ask(engine, "عطر", Profile(weights, is_sold_out_last=False)).ids[0] == 5
    assert ask(engine, "عطر", Profile(replace(weights, stock=10), is_sold_out_last=False)).ids[0] == 2


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize(
    ("boost", "first"),
    [
        (Boost(Rule.TAG, "5", 3), 3),
        (Boost(Rule.CATEGORY, "7", 3), 4),
        (Boost(Rule.SALE, "", 3), 3),
        (Boost(Rule.NEW, "", 3), 4),
        (Boost(Rule.OPTION, "colour=red", 3), 5),
    ],
)
def test_boosts_lift_what_their_rule_says(engine: Engine, in_noor: Any, boost: Boost, first: int) -> None:
    put_shelf(engine)
    profile = Profile(Weights(popularity=0), boosts=(boost,), is_sold_out_last=False)
    assert ask(engine, "عطر", profile).ids[0] == first
    without = replace(profile, boosts=())
    assert ask(engine, "عطر", without).ids == (5, 4, 3, 2, 1, 6)


def test_no_weight_lifts_what_has_fewer_words(engine: Engine, in_noor: Any) -> None:
    engine.put(
        *(doc(number, "عطر عود رجالي") for number in (1, 2)),
        doc(3, "عطر عود", facts=Facts(popularity=1.0, margin=1.0, is_reduced=True, appeared_at=NOON)),
    )
    profile = Profile(Weights(1, 10, 10, 10, 10, 10), boosts=(Boost(Rule.SALE, "", 10),) * 20)
    assert ask(engine, "عطر عود رجالي", profile).ids == (2, 1, 3)


def put_gift_shelf(engine: Engine) -> None:
    def gift(number: int, **facts: Any) -> Document:
        return doc(number, "هدية", facts=Facts(tags=(1,), **{"appeared_at": ago(200), **facts}))

    engine.put(
        gift(1, popularity=0.4, margin=0.9),
        gift(2, popularity=0.4, margin=0.1, appeared_at=ago(100)),
        gift(3, is_reduced=True),
        gift(4, appeared_at=ago(3), categories=(7,)),
        gift(5, is_available=False, popularity=1.0, appeared_at=NOON),
        gift(6, appeared_at=None),
    )


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize(
    ("weights", "boosts", "order"),
    [
        (Weights(popularity=0), (), (4, 2, 3, 1, 6, 5)),
        (Weights(), (), (2, 1, 4, 3, 6, 5)),
        (Weights(popularity=0, margin=5), (), (1, 2, 4, 3, 6, 5)),
        (Weights(popularity=0, sale=1), (), (3, 4, 2, 1, 6, 5)),
        (Weights(popularity=1), (Boost(Rule.CATEGORY, "7", 1),), (4, 2, 1, 3, 6, 5)),
    ],
)
def test_without_words_the_other_weights_and_the_boosts_say_what_comes_first(
    engine: Engine, in_noor: Any, weights: Weights, boosts: tuple[Boost, ...], order: tuple[int, ...]
) -> None:
    put_gift_shelf(engine)
    profile, gifts = Profile(weights, boosts=boosts), Filters(tags=frozenset({1}))
    found = ask(engine, "", profile, filters=gifts)
    assert found.ids == order
    walked = list(ask(engine, "", profile, filters=gifts, size=2).ids)
    while len(walked) < found.total:
        last = ask(engine, "", profile, filters=gifts, size=len(walked)).last
        walked += ask(engine, "", profile, filters=gifts, size=2, after=last).ids
    assert tuple(walked) == order
    reasons = ask(engine, "", profile, filters=gifts, with_reasons=True).reasons
    assert [(one.sum, one.words) for one in reasons] == [(one.standing, ()) for one in reasons]


# R24


def put_gifts(engine: Engine) -> None:
    engine.put(
        doc(19, "خاتم فضة", facts=Facts(lowest_minor=90_00, tags=(1,))),
        doc(20, "بطاقة هدية", facts=Facts(lowest_minor=10_00)),
        doc(21, "علبة هدية", facts=Facts(lowest_minor=20_00, tags=(1,))),
        doc(22, "هدية", facts=Facts(lowest_minor=5_00)),
    )


GIFTS = Profile(placings=(Placing("هدية", pinned=(19, 404, 20)),))


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize("asked", ["هدية", "هديه", "هـديّة"])
def test_pins_come_first_however_the_question_is_spelt(engine: Engine, in_noor: Any, asked: str) -> None:
    put_gifts(engine)
    assert ask(engine, asked).ids == (22, 21, 20)
    found = ask(engine, asked, GIFTS)
    assert (found.ids, found.total, found.meant) == ((19, 20, 22, 21), 4, "")
    assert ask(engine, "علبة هدية", GIFTS).ids == (21,)


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize(
    ("sort", "order"), [(Sort.CHEAPEST, (22, 20, 21)), (Sort.DEAREST, (21, 20, 22)), (Sort.POPULAR, (22, 21, 20))]
)
def test_pins_and_buries_are_ignored_when_shoppers_sort(
    engine: Engine, in_noor: Any, sort: Sort, order: tuple[int, ...]
) -> None:
    put_gifts(engine)
    placing = Placing("هدية", pinned=(19,), buried=(22,))
    assert ask(engine, "هدية", Profile(placings=(placing,)), sort=sort).ids == order


def test_pins_are_not_shown_where_filters_leave_them_out_or_they_are_gone(engine: Engine, in_noor: Any) -> None:
    put_gifts(engine)
    cheap = Filters(to_minor=50_00)
    assert ask(engine, "هدية", GIFTS, filters=cheap).ids == (20, 22, 21)
    engine.delete("product", [19])
    found = ask(engine, "هدية", GIFTS, with_facets=True)
    assert (found.ids, found.total) == ((20, 22, 21), 3)
    assert found.facets is not None
    assert found.facets.tags == {1: 1}


def test_pins_count_in_facets_and_are_found_where_no_word_is(engine: Engine, in_noor: Any) -> None:
    put_gifts(engine)
    found = ask(engine, "هدية", GIFTS, with_facets=True)
    assert found.facets is not None
    assert found.facets.tags == {1: 2}
    eid = Profile(placings=(Placing("عيدية", pinned=(19,)),))
    assert ask(engine, "عيدية").total == 0
    alone = ask(engine, "عيدية", eid, with_facets=True, filters=Filters(tags=frozenset({1})))
    assert (alone.ids, alone.total, alone.meant) == ((19,), 1, "")


def test_a_pinned_question_is_not_taken_for_misspelt(engine: Engine, in_noor: Any) -> None:
    shelf = (doc(1, "قميص قطن"), doc(2, "بنطال"))
    engine.put(*shelf)
    assert not PostgresSearchIndex().put(shelf), "where the store's words are looked up"
    assert ask(engine, "قميس").ids == (1,)
    assert ask(engine, "قميس", Profile(placings=(Placing("قميس", pinned=(2,)),))).ids == (2,)


def test_what_is_buried_comes_last_even_behind_what_is_sold_out(engine: Engine, in_noor: Any) -> None:
    put_shelf(engine)
    profile = Profile(placings=(Placing("عطر", buried=(2, 4)),))
    assert ask(engine, "عطر", profile).ids == (1, 3, 6, 5, 2, 4)


def test_pages_follow_each_other_behind_pins(engine: Engine, in_noor: Any) -> None:
    put_shelf(engine)
    profile = Profile(placings=(Placing("عطر", pinned=(6, 1), buried=(2,)),))
    whole = ask(engine, "عطر", profile).ids
    assert whole == (6, 1, 4, 3, 5, 2)
    found = ask(engine, "عطر", profile, size=2)
    walked = list(found.ids)
    while found.ids:
        found = ask(engine, "عطر", profile, size=2, after=found.last)
        walked += found.ids
    assert walked == list(whole)
    assert [*ask(engine, "عطر", profile, size=2, first=2).ids] == list(whole[2:4])


# R3


def test_the_stores_own_synonyms_find_what_was_meant(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(2, "حقيبة نسائية جلد"), doc(3, "مزهرية"), doc(4, "قهوة"))
    both = Profile(synonyms=(Synonyms(("جنطة", "حقيبة")), Synonyms(("كوفي",), ("قهوة",))))
    assert ask(engine, "جنطه").total == 0
    assert ask(engine, "جنطه", both).ids == ask(engine, "الجنطة", both).ids == ask(engine, "جنطة جلد", both).ids == (2,)
    assert ask(engine, "شنطة", both).ids == (2,)
    assert ask(engine, "كوفي", both).ids == (4,)
    engine.put(doc(5, "كوفي"))
    assert ask(engine, "كوفي", both).ids == (5, 4)
    assert ask(engine, "قهوة", both).ids == (4,), "one way only"


def test_synonyms_of_a_store_are_its_own(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(2, "حقيبة نسائية"))
    other = Profile(synonyms=(Synonyms(("جنطة", "مزهرية")),))
    assert ask(engine, "جنطة", other).total == 0


# Why here


@pytest.mark.sampled
def test_reasons_come_to_what_the_order_goes_by(engine: Engine, in_noor: Any) -> None:
    """On questions of chance, over facts of chance."""
    chance = random.Random(7)  # noqa: S311 - not a secret
    words = ["عطر", "عود", "مسك", "ورد"]
    engine.put(
        *(
            doc(
                number,
                " ".join(chance.sample(words, 2)),
                category_names=(" ".join(chance.sample(words, 2)),),
                labels=(chance.choice(words),),
                texts=(chance.choice(words),),
                facts=Facts(
                    categories=(chance.randint(1, 3),),
                    tags=(chance.randint(1, 3),),
                    attributes=tuple(chance.sample([RED, XL], chance.randint(0, 2))),
                    is_available=chance.random() < 0.7,
                    is_reduced=chance.random() < 0.5,
                    appeared_at=ago(chance.randint(0, 120)),
                    popularity=chance.randint(0, 100) / 100,
                    margin=chance.randint(0, 100) / 100,
                ),
            )
            for number in range(1, 31)
        )
    )
    rules = [Boost(Rule.CATEGORY, "1", 3), Boost(Rule.TAG, "2", 1), Boost(Rule.OPTION, "colour=red", 2)]
    rules += [Boost(Rule.SALE, "", 4), Boost(Rule.NEW, "", 5)]
    for _ in range(12):
        text = " ".join(chance.sample(words, chance.randint(1, 3)))
        profile = Profile(
            Weights(*(chance.randint(1 if number == 5 else 0, 10) for number in range(6))),
            chance.random() < 0.5,
            tuple(chance.sample(rules, chance.randint(0, 5))),
            (Placing(text, (3, 1), (2, 4)),) if chance.random() < 0.5 else (),
        )
        found = ask(engine, text, profile, with_reasons=True, size=40)
        assert [reasons.object_id for reasons in found.reasons] == list(found.ids)
        standings = [reasons.standing for reasons in found.reasons]
        assert standings == sorted(standings, reverse=True)
        assert [reasons.sum for reasons in found.reasons] == standings, (text, profile)
        assert ask(engine, text, profile, size=40).ids == found.ids


def test_reasons_say_where_each_word_was_found(engine: Engine, in_noor: Any) -> None:
    engine.put(
        doc(
            1,
            "عطر عود رجالي",
            category_names=("بخاخات الجيب",),
            labels=("هدايا",),
            texts=("خشب الصندل",),
            codes=("OUD-1",),
        ),
        doc(2, "عطر", facts=Facts(is_available=False)),
    )

    def told(text: str, **more: Any) -> list[tuple[str, Where, How]]:
        [reasons] = ask(engine, text, with_reasons=True, size=1, **more).reasons
        return [(word.asked, word.where, word.how) for word in reasons.words]

    assert told("عود هدايا خشب") == [
        ("عود", Where.TITLE, How.ITSELF),
        ("هدايا", Where.LABEL, How.ITSELF),
        ("خشب", Where.TEXT, How.ITSELF),
    ]
    assert told("رجا") == [("رجا", Where.TITLE, How.BEGINNING)]
    assert told("العود") == [("العود", Where.TITLE, How.OTHER)]
    assert told("بخاخات") == [("بخاخات", Where.CATEGORY, How.ITSELF)]
    assert told("بخا") == [("بخا", Where.CATEGORY, How.BEGINNING)]
    assert told("بخاخ") == [("بخاخ", Where.CATEGORY, How.OTHER)]
    assert told("الجيب") == [("الجيب", Where.LABEL, How.ITSELF)]
    assert told("oud-1") == [("oud-1", Where.WHOLE, How.ITSELF)]
    pinned = Profile(placings=(Placing("مسك", pinned=(2,)),))
    [reasons] = ask(engine, "مسك", pinned, with_reasons=True).reasons
    assert (reasons.pinned, reasons.words, reasons.sum) == (1, (), reasons.standing)


def test_without_a_profile_words_alone_count(engine: Engine, in_noor: Any) -> None:
    put_shelf(engine)
    assert engine.find("عطر") == (4, 3, 2, 1, 6, 5)
    assert Weighing(Weights(popularity=0)) == PLAIN
