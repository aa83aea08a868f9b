"""Every reason says itself in both languages, with its facts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.utils.translation import override

from commerce.carts.domain.pricing.outputs import Cut, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.interfaces.price_words import Manner, cut_words, why_words
from tests.commerce.carts.pricing.shop import NOON

MANNER = Manner("SAR", "Asia/Riyadh")
FACTS: dict[Reason, dict[str, object]] = {
    Reason.NOT_STARTED: {"starts_at": NOON.isoformat()},
    Reason.ENDED: {"ended_at": NOON.isoformat()},
    Reason.OUTSIDE_HOURS: {"opens_at": NOON.isoformat()},
    Reason.CHOOSE_CITY: {"cities": ["riyadh"]},
    Reason.OTHER_CITY: {"cities": ["riyadh"]},
    Reason.CHOOSE_PAYMENT_METHOD: {"payment_methods": ["mada"]},
    Reason.OTHER_PAYMENT_METHOD: {"payment_methods": ["mada"]},
    Reason.SPEND_MORE: {"missing": 2300, "minimum": 5000},
    Reason.MORE_PIECES: {"missing": 3, "minimum": 4},
    Reason.SET_INCOMPLETE: {"missing": 2, "part": 0},
    Reason.GIFT_UNAVAILABLE: {"variant": 7},
    Reason.KEPT_APART: {"promotions": ["A"]},
    Reason.BETTER_OFFER: {"promotions": ["A"]},
}
ARABIC = re.compile(r"[\u0600-\u06ff]")


# Told of a rule without facts too: of one that opens no more, and of single lines.
BARE = (Reason.OUTSIDE_HOURS, Reason.BETTER_OFFER, Reason.KEPT_APART)
WHYS = [Why(reason, FACTS.get(reason, {})) for reason in Reason] + [Why(reason) for reason in BARE]


@pytest.mark.parametrize("why", WHYS, ids=str)
def test_every_reason_has_words_in_both_languages(why: Why) -> None:
    with override("en"):
        english = why_words(why, MANNER)
    with override("ar"):
        arabic = why_words(why, MANNER)
    assert english.endswith(".")
    assert not ARABIC.search(english)
    assert ARABIC.search(arabic)
    assert "%(" not in english + arabic


@pytest.mark.parametrize("cut", Cut)
def test_every_cut_has_words_in_both_languages(cut: Cut) -> None:
    with override("en"):
        english = cut_words(cut)
    with override("ar"):
        assert ARABIC.search(cut_words(cut))
    assert not ARABIC.search(english)


def test_facts_stand_in_the_sentence_as_the_shopper_reads_them() -> None:
    with override("en"):
        assert (
            why_words(Why(Reason.SPEND_MORE, {"missing": 2300}), MANNER)
            == "Add goods of this offer for 23.00 SAR more."
        )
        starts = why_words(Why(Reason.NOT_STARTED, {"starts_at": "2026-11-27T17:00:00+00:00"}), MANNER)
    assert "Friday 27 November" in starts
    assert "8" in starts
    with override("ar"):
        assert "23.00" in why_words(Why(Reason.SPEND_MORE, {"missing": 2300}), MANNER)
        assert "الجمعة" in why_words(Why(Reason.NOT_STARTED, {"starts_at": "2026-11-27T17:00:00+00:00"}), MANNER)


def test_a_date_of_another_year_than_it_is_told_in_has_its_year() -> None:
    manner = replace(MANNER, instant="2026-12-31T20:59:00+00:00")
    starts = {
        day: Why(Reason.NOT_STARTED, {"starts_at": f"{day}T21:00:00+00:00"}) for day in ("2026-12-30", "2026-12-31")
    }
    with override("en"):
        told = {day: why_words(why, manner) for day, why in starts.items()}
    assert "Thursday 31 December at" in told["2026-12-30"]
    assert "Friday 1 January 2027 at" in told["2026-12-31"], "it is next year there already"


def test_a_reason_without_words_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(why_words.__globals__["REASON_WORDS"], Reason.NO_EFFECT)
    with pytest.raises(KeyError):
        why_words(Why(Reason.NO_EFFECT), MANNER)
