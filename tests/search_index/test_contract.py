"""What any search engine behind the port must do, tried on both: PostgreSQL, and a real OpenSearch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from commerce.core.scope import ScopeUnset, system_scope, tenant_scope
from search_index.domain.values import Document, Facts, Filters, PriceSpan, SearchRequest
from search_index.domain.weighing import How
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from tests.search_index.conftest import Engine
from tests.support.outside import standing_here

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@contextmanager
def in_store(tenant: Any) -> Iterator[None]:
    """A scope and a transaction that are the test's own: PostgreSQL needs one, and no server may be called in ours."""
    with tenant_scope(tenant.pk), transaction.atomic(), standing_here():
        yield


def doc(object_id: int, *titles: str, **texts: Any) -> Document:
    return Document("product", object_id, titles, **texts)


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("أحمد", "احمد"),
        ("احمد", "أحمد"),
        ("مدرسة", "مدرسه"),
        ("مدرسه", "مدرسة"),
        ("على", "علي"),
        ("عِطْر", "عطر"),
        ("عطر", "عِطْر"),
        ("عـطر", "عطر"),
        ("عطر ٥٠ مل", "50"),
        ("عطر 50 مل", "٥٠"),
        ("عطر100مل", "عطر مل"),
        ("الساعة", "ساعة"),
        ("ساعة", "الساعه"),
        ("ساعة", "والساعة"),
        ("ساعة", "ساعات"),
        ("ساعات", "ساعة"),
        ("آيفون 15 برو", "ايفون ١٥"),
        ("iPhone 15 Pro", "IPHONE pro"),
        ("Café noir", "cafe"),
    ],
)
def test_a_product_is_found_by_any_spelling(engine: Engine, in_noor: Any, written: str, asked: str) -> None:
    engine.put(doc(1, written))
    assert engine.find(asked) == (1,)


@pytest.mark.parametrize("asked", ["شمعة وعود", "شمعة و عود", "زعفران وعود", "وعود", "وشموع", "كريم اليد", "وزعفران"])
def test_what_is_written_together_with_and_or_with_the_article_is_a_word(
    engine: Engine, in_noor: Any, asked: str
) -> None:
    engine.put(doc(1, "شمعة عود وزعفران"), doc(2, "كريم يدين"), doc(3, "وسادة سادة"), doc(4, "قميص سادة"))
    assert engine.find(asked) == ((2,) if "كريم" in asked else (1,))
    assert engine.find("وسادة") == (3,)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("NR-PF07", (1,)),
        ("nr pf07", (1,)),
        ("nrpf07-1", (1,)),
        ("SQ-TN01", (2,)),
        ("NR-PF08", ()),
        ("2990", ()),
        ("sqtn", ()),
    ],
)
def test_a_code_is_found_by_its_beginning_too(engine: Engine, in_noor: Any, asked: str, found: tuple[int, ...]) -> None:
    engine.put(doc(1, "مجلس", codes=("NR-PF07-100", "2990100000070")), doc(2, "خيمة", codes=("SQ-TN01-3",)))
    assert engine.find(asked) == found
    [*reasons] = engine.index.search(SearchRequest("product", asked, with_reasons=True)).reasons
    assert [reason.words[0].how for reason in reasons] == [How.BEGINNING] * len(found)


@pytest.mark.parametrize(
    ("asked", "first", "meant"),
    [
        ("عوووود", 1, "عود"),
        ("فوحة اعواد", 2, "فواحه اعواد"),
        ("bakhooor", 3, "bakhoor"),
        ("bakhoorrrr", 3, "bakhoor"),
        ("قطططن", 5, "قطن"),
    ],
)
def test_a_word_written_at_length_or_without_its_long_vowel_is_meant(
    engine: Engine, in_noor: Any, asked: str, first: int, meant: str
) -> None:
    sold = (doc(1, "عود"), doc(2, "فواحة أعواد"), doc(3, "Bakhoor"), doc(4, "عوض"), doc(5, "قميص قطن"))
    PostgresSearchIndex().put(sold)  # which knows the words, whoever answers
    engine.put(*sold)
    result = engine.index.search(SearchRequest("product", asked))
    assert (result.ids[0], result.meant) == (first, meant)


@pytest.mark.parametrize("asked", ["tent", "souq", "huda", "ajmal", "farwa", "تخيم"])
def test_short_words_and_known_ones_are_taken_for_nothing_that_a_text_says(
    engine: Engine, in_noor: Any, asked: str
) -> None:
    told = ("a charge lasts ten uses, sweet and sour, of Al Hada", "في أقل من دقيقة واحدة على حده، على الفروة، تخييم")
    sold = (doc(1, "مبخرة الشعر", "Hair Burner", texts=told), doc(2, "عجمي", "Ajmel"))
    PostgresSearchIndex().put(sold)  # which knows the words, whoever answers
    engine.put(*sold)
    result = engine.index.search(SearchRequest("product", asked))
    assert (result.ids, result.meant) == ((), "")


@pytest.mark.parametrize(("asked", "meant"), [("tant", "tent"), ("farwa", "فروه"), ("wach", "watch"), ("سحن", "صحن")])
def test_short_words_are_taken_for_what_names_things(engine: Engine, in_noor: Any, asked: str, meant: str) -> None:
    sold = (doc(1, "خيمة", "Tent"), doc(2, "فروة نجد"), doc(3, "ساعة", labels=("Watch",)), doc(4, "صحن"))
    PostgresSearchIndex().put(sold)
    engine.put(*sold)
    assert engine.index.search(SearchRequest("product", asked)).meant == meant


def test_words_are_found_by_their_beginning_not_by_their_middle(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "عطر العود الملكي"), doc(2, "Bakhoor burner"))
    assert engine.find("مل") == engine.find("عو مل") == (1,)
    assert engine.find("bakh bur") == (2,)
    assert engine.find("لكي") == engine.find("hoor") == ()


def test_all_words_must_match_in_any_order_and_any_place(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "عطر عود", labels=("رجالي",), texts=("ثبات طويل",)), doc(2, "عطر ورد", labels=("نسائي",)))
    assert engine.find("رجالي عطر") == engine.find("طويل عود رجالي") == (1,)
    assert engine.find("رجالي نسائي") == ()
    assert set(engine.find("عطر")) == {1, 2}


def test_any_of_the_words_is_enough_where_that_is_asked_and_more_of_them_are_better(
    engine: Engine, in_noor: Any
) -> None:
    engine.put(doc(1, "خيمة"), doc(2, "فرشة"), doc(3, "كرسي", texts=("يسع الخيمة والفرشة معا",)), doc(4, "كشاف"))
    some = engine.index.search(SearchRequest("product", "فرشة خيمة شتوية دافئة رخيصة", may_lack_words=True))
    assert engine.find("فرشة خيمة شتوية دافئة رخيصة") == ()
    assert some.ids[0] == 3
    assert set(some.ids) == {1, 2, 3}
    assert some.total == 3
    misspelt = SearchRequest("product", "كشافف", may_lack_words=True)
    assert engine.index.search(misspelt).ids == (), "nothing is guessed"


def test_titles_rank_above_codes_above_tags_above_descriptions(engine: Engine, in_noor: Any) -> None:
    engine.put(
        doc(1, "وردة", texts=("فيه musk",)),
        doc(2, "وردة", labels=("musk",)),
        doc(3, "وردة", codes=("MUSK",)),
        doc(4, "وردة", category_names=("musk",)),
        doc(5, "وردة musk"),
    )
    assert engine.find("musk") == (5, 4, 3, 2, 1)


PHONES, PHONE_ACCESSORIES = ("جوالات", "Phones"), ("إكسسوارات الجوال", "Phone accessories")


@pytest.mark.parametrize("asked", ["جوال", "الجوال", "جوالات", "موبايل", "phone", "phones"])
def test_a_category_that_is_the_word_counts_more_than_one_that_mentions_it(
    engine: Engine, in_noor: Any, asked: str
) -> None:
    engine.put(
        doc(1, "iPhone 15", category_names=PHONES),
        doc(2, "حامل سيارة", "Car Holder", category_names=PHONE_ACCESSORIES),
        doc(3, "حامل مكتب", "Desk Stand", category_names=PHONE_ACCESSORIES),
    )
    assert engine.find(asked)[0] == 1


def test_what_it_counts_is_the_categorys_alone_and_less_than_a_title(engine: Engine, in_noor: Any) -> None:
    engine.put(
        doc(1, "غطاء جوال"), doc(2, "Galaxy S24", category_names=PHONES), doc(3, "حامل", labels=("جوال", "Phones"))
    )
    assert engine.find("جوال") == (1, 2, 3)
    assert engine.find("phone") == (2, 3), "a tag of that name"


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("مكتب", (1, 2)),
        ("مكتبة", (2,)),
        ("الساعة", (3, 4)),
        ("ساعة", (4, 3)),
        ("زيت زيتون", (5, 6)),
        ("زيت", (7, 6, 5)),
    ],
)
def test_what_was_meant_exactly_ranks_first(engine: Engine, in_noor: Any, asked: str, order: tuple[int, ...]) -> None:
    engine.put(doc(1, "مكتب خشبي"), doc(2, "مكتبة خشبية"), doc(3, "الساعة الذهبية"), doc(4, "ساعة ذهبية"))
    engine.put(doc(5, "زيت زيتون"), doc(6, "زيت زيتون بكر"), doc(7, "زيت"))
    assert engine.find(asked) == order


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize("asked", ["APL-15P-256", "apl15p256", "APL 15P 256", "٦٢٨١٠٠٠٠٠٠٠٠١", "6281000000001"])
def test_codes_are_found_whole(engine: Engine, in_noor: Any, asked: str) -> None:
    engine.put(doc(1, "آيفون", codes=("APL-15P-256", "6281000000001")), doc(2, "غطاء", codes=("APL-15P-2567",)))
    assert engine.find(asked) == (1,)


@pytest.mark.parametrize(
    ("asked", "found"),
    [("10696", (1,)), ("مكعبات 10696", (1,)), ("LEGO 10696", (1,)), ("1069", ()), ("123", ()), ("10697", ())],
)
def test_the_number_of_a_code_finds_it_where_it_is_long_enough(
    engine: Engine, in_noor: Any, asked: str, found: tuple[int, ...]
) -> None:
    engine.put(doc(1, "مكعبات", codes=("LEGO-10696", "LG-123")), doc(2, "مكعبات", codes=("LEGO-10698",)))
    assert engine.find(asked) == found


def test_a_code_is_found_beside_other_words_whole(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "آيفون", codes=("APL-15P-256",)), doc(2, "آيفون برو"), doc(3, "غطاء"))
    assert engine.find("ايفون apl15p256") == (1,)


def test_a_title_of_one_word_is_whole_where_nothing_else_is_asked(engine: Engine, in_noor: Any) -> None:
    """Nor for what its word may mean besides: who asks for بن finds it before what is called قهوة and nothing more."""
    engine.put(doc(1, "بن عربي"), doc(2, "قهوة"), doc(3, "ساعة يد"), doc(4, "ساعة يد جلد"))
    assert engine.find("بن") == (1, 2)
    assert engine.find("قهوة") == (2, 1)
    assert engine.find("ساعة يد") == (3, 4)


def test_two_arabic_letters_are_a_word_before_they_begin_others(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "مجلس أرضي"), doc(2, "كوب للقهوة", texts=("مج من السيراميك",)), doc(3, "مجوهرات"))
    assert engine.find("مج") == (2, 3, 1)
    engine.put(doc(2, "كوب للقهوة"))
    assert engine.find("مج") == (3, 1), "and may be unfinished"


@pytest.mark.parametrize("asked", ["كغدض اب", "دش"])
def test_nothing_is_guessed_that_nearly_every_text_has(engine: Engine, in_noor: Any, asked: str) -> None:
    """Two letters that begin many words are no reading of a longer question, nor is an article on other keys: ]a."""
    engine.put(doc(1, "أباجورة", "A lamp"))
    assert engine.find(asked) == ()


def test_codes_are_found_by_their_beginning_where_nothing_else_is(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "آيفون", codes=("APL-15P-256",)), doc(2, "غطاء", codes=("APL-15P-2567",)))
    assert engine.find("APL-15P") == engine.find("apl15") == (2, 1)
    engine.put(doc(3, "غطاء apl15p"))
    assert engine.find("apl15p") == (3,)


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize(
    "asked", ["", "   ", "ًٌٍ", "😀", "*'\"()[]{}\\%_;--", "\u200f\u202b", "x" * 5000, "ضصثقف", "' OR 1=1 --", "%"]
)
def test_strange_questions_find_nothing_and_harm_nothing(engine: Engine, in_noor: Any, asked: str) -> None:
    engine.put(doc(1, "عطر"))
    assert engine.index.search(SearchRequest("product", asked)).total == 0


def test_slices_cover_everything_once_in_a_stable_order(engine: Engine, in_noor: Any) -> None:
    engine.put(*(doc(number, "عطر") for number in range(1, 8)))
    slices = [engine.index.search(SearchRequest("product", "عطر", first, 3)) for first in (0, 3, 6, 9)]
    assert [found.total for found in slices] == [7, 7, 7, 7]
    assert [object_id for found in slices for object_id in found.ids] == [7, 6, 5, 4, 3, 2, 1]


def test_a_document_takes_the_place_of_the_one_before(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "عطر"))
    engine.put(doc(1, "بخور"))
    assert (engine.find("عطر"), engine.find("بخور")) == ((), (1,))
    engine.delete("product", [1, 99])
    assert engine.find("بخور") == ()
    assert engine.index.indexed_ids("product") == []


def test_kinds_are_kept_apart(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "عطر"), Document("page", 1, ("عطر",)))
    engine.delete("page", [1])
    assert engine.find("عطر") == (1,)
    assert engine.index.search(SearchRequest("page", "عطر")).total == 0


def test_another_stores_words_are_never_found(engine: Engine, noor: Any, souq: Any) -> None:
    with in_store(noor):
        engine.put(doc(1, "عطر"), doc(2, "بخور"))
    with in_store(souq):
        engine.put(doc(1, "ساعة"))
        assert engine.find("عطر") == engine.find("بخور") == engine.find("عطور") == ()
        assert engine.index.indexed_ids("product") == [1]
        engine.delete("product", [1, 2])
    with in_store(noor):
        assert (engine.find("عطر"), engine.find("بخور"), engine.find("ساعة")) == ((1,), (2,), ())


def test_without_words_each_store_finds_and_counts_its_own_alone(engine: Engine, noor: Any, souq: Any) -> None:
    shelves = {noor.pk: (1, 2, 3), souq.pk: (3, 4)}
    asked = SearchRequest("product", "", filters=Filters(categories=frozenset({7})), with_facets=True)
    for tenant in (noor, souq):
        with in_store(tenant):
            of_store = Facts(categories=(7,), tags=(tenant.pk,), lowest_minor=tenant.pk)
            engine.put(*(doc(number, "عطر", facts=of_store) for number in shelves[tenant.pk]))
    for tenant in (noor, souq):
        with in_store(tenant):
            own = shelves[tenant.pk]
            found = engine.index.search(asked)
            assert (found.ids, found.total) == (own[::-1], len(own))
            assert found.facets is not None
            assert found.facets.categories == {7: len(own)}
            assert found.facets.tags == {tenant.pk: len(own)}
            assert found.facets.prices == PriceSpan(tenant.pk, tenant.pk)
            assert found.facets.available == len(own)


def test_what_was_meant_is_said_though_the_filters_leave_nothing_of_it(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "قلم", facts=Facts(categories=(7,))))
    for category, total in ((7, 1), (8, 0)):
        found = engine.index.search(SearchRequest("product", "rgl", filters=Filters(categories=frozenset({category}))))
        assert (found.total, found.meant) == (total, "قلم")
    assert engine.index.search(SearchRequest("product", "غسالة")).meant == ""


def test_searching_needs_a_store(engine: Engine, db: None) -> None:
    with pytest.raises(ScopeUnset):
        engine.find("عطر")
    with system_scope(), pytest.raises(ScopeUnset):
        engine.find("عطر")
    with system_scope(), pytest.raises(ScopeUnset):
        engine.index.search(SearchRequest("product", "", filters=Filters(only_available=True)))


def test_a_word_that_is_found_is_never_thought_misspelt(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "عود"), doc(2, "عودة"), doc(3, "عيد"))
    assert engine.find("عود") == (1, 2)


def test_a_title_is_completed_from_its_words_beginnings(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "ساعة يد"), doc(2, "iPhone 15"), doc(3, "قلم", labels=("ساعة",)), doc(4, "الساعة الذهبية"))

    def begun(beginning: str, size: int = 6) -> tuple[int, ...]:
        return engine.index.complete("product", beginning, size=size).ids

    assert set(begun("ساع")) == set(begun("الساع")) == {1, 4}
    assert begun("iph") == begun("iphone 15") == (2,)
    assert begun("iph 15") == (), "only the last word is unfinished"
    assert begun("س") == begun(" ") == ()
    assert len(begun("ساع", size=1)) == 1


def test_a_store_can_be_forgotten_and_no_other_with_it(engine: Engine, noor: Any, souq: Any) -> None:
    for tenant in (noor, souq):
        with in_store(tenant):
            engine.put(doc(1, "عطر"), Document("page", 1, ("عطر",)))
    with in_store(noor):
        engine.index.forget_store()
        assert engine.index.indexed_ids("product") == engine.index.indexed_ids("page") == []
    with in_store(souq):
        assert engine.index.indexed_ids("product") == engine.index.indexed_ids("page") == [1]
