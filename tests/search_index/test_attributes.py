from __future__ import annotations

from commerce.core.bilingual import Bilingual
from search_index.domain.attributes import attribute_of
from search_index.domain.values import Attribute, Filters

COLOUR = Bilingual("اللون", "Colour")


def test_what_says_the_same_has_one_code() -> None:
    red = attribute_of(COLOUR, Bilingual("أحمر", "Red"))
    assert red == attribute_of(Bilingual("اللون", ""), Bilingual("احمر", "RED")) == Attribute("اللون", "احمر")
    assert attribute_of(COLOUR, Bilingual("", "Dark Red")) == Attribute("اللون", "dark-red")
    assert attribute_of(COLOUR, Bilingual("وردي", "Red")) != red


def test_a_value_that_agrees_with_its_noun_is_one_value() -> None:
    size = Bilingual("المقاس", "Size")
    assert attribute_of(size, Bilingual("كبيرة", "Large")) == attribute_of(size, Bilingual("كبير", "Large"))
    assert attribute_of(COLOUR, Bilingual("زرقاء", "Blue")) == attribute_of(COLOUR, Bilingual("أزرق", "Blue"))
    assert attribute_of(size, Bilingual("كبير جدا", "XL")) != attribute_of(size, Bilingual("كبيرة", "Large"))


def test_a_code_holds_nothing_that_separates_codes() -> None:
    assert attribute_of(Bilingual("", "Size | cut"), Bilingual("", "X=L|M")) == Attribute("size-cut", "x-l-m")


def test_choices_are_gathered_by_option() -> None:
    chosen = frozenset({Attribute("size", "xl"), Attribute("size", "l"), Attribute("colour", "red")})
    assert Filters(attributes=chosen).options() == {"size": {"xl", "l"}, "colour": {"red"}}
