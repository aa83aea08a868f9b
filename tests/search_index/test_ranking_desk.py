"""The desk's pages of how search results are ordered."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from wagtail.users.models import UserProfile

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import User
from commerce.core import clock
from commerce.core.models import AuditEntry
from commerce.core.scope import tenant_scope
from search_index.application import previewing
from search_index.application.rankings import current_ranking
from search_index.application.use_cases.index_changes import index_changes
from search_index.domain.profiles import Placing, Profile, Synonyms, Weights
from tests.commerce.catalog.desk import member
from tests.search_index.shelf import sell
from tests.search_index.test_web import AwayIndex

ENGLISH = {"preferred_language": "en"}
DESK = "/manage/search-ranking/"
PLACE = f"{DESK}place/"
HISTORY = f"{DESK}history/"
PLAIN = {
    "after": "0",
    "weight_text": "10",
    "weight_popularity": "1",
    "weight_recency": "0",
    "weight_stock": "0",
    "weight_margin": "0",
    "weight_sale": "0",
    "is_sold_out_last": "on",
    "boost_0": "",
    "factor_0": "",
    "boost_1": "",
    "factor_1": "",
    "synonyms": "",
    "note": "",
    "try_text": "",
}


@pytest.fixture
def shelf(noor: Any) -> dict[str, int]:
    with tenant_scope(noor.pk), transaction.atomic():
        ids = {
            "oud": sell("عطر عود", "Oud perfume"),
            "musk": sell("عطر مسك", "Musk perfume", tags=("هدايا",)),
            "ring": sell("خاتم فضة", "Silver ring"),
        }
    index_changes(now=clock.now())
    return ids


@pytest.fixture
def manager(noor: Any) -> Client:
    return member(noor, Role.MANAGER)


def ranking(noor: Any) -> Any:
    with tenant_scope(noor.pk), transaction.atomic():
        return current_ranking()


def sent(client: Client, address: str, **changes: str) -> Any:
    return client.post(address, {**PLAIN, **changes})


def titles(page: Any, side: int) -> list[str]:
    return [row["title"] for row in page.context["preview"]["sides"][side][2]]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OWNER, 200),
        (Role.MANAGER, 200),
        (Role.MARKETER, 302),
        (Role.FULFILMENT, 302),
        (Role.ANALYST, 302),
    ],
)
def test_who_edits_products_says_how_results_are_ordered(noor: Any, role: Role, status: int) -> None:
    client = member(noor, role)
    for address in (DESK, PLACE, HISTORY):
        assert client.get(address).status_code == status
    assert sent(client, DESK, weight_sale="3").status_code == 302
    assert ranking(noor).number == (1 if status == 200 else 0)
    assert client.post(f"{HISTORY}0/", {"after": "1"}).status_code == 302
    assert ranking(noor).number == (2 if status == 200 else 0)
    assert ("search-ranking" in client.get("/manage/").text) == (status == 200)


def test_weights_boosts_and_synonyms_are_saved(noor: Any, manager: Client, shelf: dict[str, int]) -> None:
    page = manager.get(DESK)
    soup = BeautifulSoup(page.text, "html.parser")
    tags = [one["value"] for one in soup.select("select[name=boost_0] option") if str(one["value"]).startswith("tag:")]
    assert len(tags) == 1
    done = sent(
        manager, DESK,
        weight_popularity="٤", boost_0=str(tags[0]), factor_0="٣", boost_1="sale:", factor_1="1", note="العيد",
        synonyms="شنطة، حقيبة\n\n كوفي => قهوة ,  شاي ",
    )  # fmt: skip
    assert done.status_code == 302
    saved = ranking(noor)
    assert (saved.number, saved.note, saved.made_by) == (1, "العيد", "The manager")
    assert saved.profile.weights == Weights(popularity=4)
    assert [(one.rule, one.factor) for one in saved.profile.boosts] == [("tag", 3), ("sale", 1)]
    assert saved.profile.synonyms == (Synonyms(("شنطة", "حقيبة")), Synonyms(("كوفي",), ("قهوة", "شاي")))
    again = manager.get(DESK)
    assert "كوفي =&gt; قهوة، شاي" in again.text
    with tenant_scope(noor.pk), transaction.atomic():
        assert AuditEntry.objects.filter(action="ranking_changed").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"weight_text": "0", "weight_popularity": "0"}, "at least one weight"),
        ({"weight_sale": "11"}, "10"),
        ({"weight_sale": "x"}, "whole number"),
        ({"synonyms": "شنطة"}, "شنطة"),
        ({"synonyms": "شنطة يد، حقيبة"}, "شنطة يد"),
        ({"synonyms": "a => b => c"}, "more than one"),
        ({"boost_0": "tag:999999"}, "999999"),
        ({"boost_0": "sale:", "factor_0": "0"}, "between 1 and 10"),
        ({"boost_0": "sale:", "factor_0": ""}, "Say how much this boost counts"),
        ({"boost_0": "", "factor_0": "7"}, "Choose what this boost is for"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_typed_is_lost(noor: Any, typed: dict[str, str], said: str) -> None:
    manager = member(noor, Role.MANAGER)
    UserProfile.objects.update_or_create(user=User.objects.get(email="manager@noor.example"), defaults=ENGLISH)
    page = manager.post(DESK, {**PLAIN, "note": "keep me", **typed})
    assert page.status_code == 422
    assert said in page.text
    assert "keep me" in page.text
    for value in typed.values():
        assert value.replace(">", "&gt;") in page.text or value.startswith("tag:")
    assert ranking(noor).number == 0


def test_a_draft_is_compared_before_it_is_saved(noor: Any, manager: Client, shelf: dict[str, int]) -> None:
    page = sent(manager, DESK, try_text="جنطة", synonyms="جنطة، عطر", preview="1")
    assert page.status_code == 200
    assert (titles(page, 0), set(titles(page, 1))) == ([], {"عطر عود", "عطر مسك"})
    assert 'name="synonyms"' in page.text
    assert "جنطة، عطر" in page.text
    soup = BeautifulSoup(manager.get(DESK).text, "html.parser")
    [tag] = [one["value"] for one in soup.select("select[name=boost_0] option") if str(one["value"]).startswith("tag:")]
    oud, musk = ("عطر عود", "عطر مسك")
    assert titles(sent(manager, DESK, try_text="عطر", preview="1"), 1) == [musk, oud]
    with tenant_scope(noor.pk), transaction.atomic():
        sell("عطر ورد")
    index_changes(now=clock.now())
    page = sent(manager, DESK, try_text="عطر", boost_0=str(tag), factor_0="5", preview="1")
    assert titles(page, 0) == ["عطر ورد", musk, oud]
    rows = page.context["preview"]["sides"][1][2]
    assert [(row["title"], row["moved"]) for row in rows] == [(musk, 1), ("عطر ورد", -1), (oud, 0)]
    assert all(sum(points for _, points in row["lines"]) == row["points"] for row in rows)
    assert any("هدايا" in line for line, _ in rows[0]["lines"])
    assert ranking(noor).number == 0, "nothing was saved"


def test_a_preview_says_which_engine_answered(
    noor: Any, manager: Client, shelf: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "خادم البحث لا يجيب الآن"
    assert told not in sent(manager, DESK, try_text="عطر", preview="1").text
    monkeypatch.setattr(previewing, "search_index", AwayIndex)
    page = sent(manager, DESK, try_text="عطر", preview="1")
    assert told in page.text
    assert len(titles(page, 1)) == 2


def test_a_preview_of_nothing_or_of_what_can_not_be_says_so(noor: Any, manager: Client) -> None:
    assert sent(manager, DESK, preview="1").status_code == 422
    page = sent(manager, DESK, preview="1", try_text="عطر", weight_sale="99")
    assert (page.status_code, page.context.get("preview")) == (422, None)


def test_products_are_placed_for_a_question(noor: Any, manager: Client, shelf: dict[str, int]) -> None:
    found = manager.post(PLACE, {"after": "0", "asked": "هدية", "find": "1"})
    assert {title for title, *_ in found.context["rows"]} == {"عطر عود", "عطر مسك", "خاتم فضة"}
    assert 'value="هدية"' in found.text
    typed = {
        "after": "0", "asked": "هدية", "note": "",
        f"place_{shelf['ring']}": "١", f"place_{shelf['musk']}": "", f"bury_{shelf['musk']}": "on",
    }  # fmt: skip
    tried = manager.post(PLACE, {**typed, "preview": "1"})
    assert titles(tried, 0) != titles(tried, 1)
    assert titles(tried, 1)[0] == "خاتم فضة"
    assert ranking(noor).number == 0
    assert manager.post(PLACE, typed).status_code == 302
    placing = Placing("هدية", (shelf["ring"],), (shelf["musk"],))
    assert ranking(noor).profile == Profile(placings=(placing,))
    shop = Client(headers={"host": "noor.localhost"}).get("/search/", {"q": "هديه"})
    assert next(card.id for card in shop.context["slice"].items) == shelf["ring"]
    sorted_shop = Client(headers={"host": "noor.localhost"}).get("/search/", {"q": "هديه", "sort": "price"})
    assert shelf["ring"] not in [card.id for card in sorted_shop.context["slice"].items]

    page = manager.get(f"{DESK}questions/{placing.key}/")
    assert [title for title, *_ in page.context["rows"]] == ["خاتم فضة", "عطر مسك"]
    twice = manager.post(PLACE, {**typed, "after": "1", "asked": "هديّه"})
    assert twice.status_code == 422
    nothing = manager.post(f"{DESK}questions/{placing.key}/", {"after": "1", "asked": "هدية", "note": ""})
    assert nothing.status_code == 422
    delete = f"{DESK}questions/{placing.key}/delete/"
    for old in ({}, {"after": "0"}, {"after": "x"}):
        assert manager.post(delete, old).status_code == 302
        assert ranking(noor).profile == Profile(placings=(placing,)), "the page was an old one"
    assert manager.post(delete, {"after": "1"}).status_code == 302
    assert ranking(noor).profile == Profile()
    assert manager.get(f"{DESK}questions/{placing.key}/").status_code == 404
    assert manager.post(delete, {"after": "2"}).status_code == 404


@pytest.mark.parametrize("typed", [{"find_words": "\0"}, {"find_category": "\0"}])
def test_what_no_text_can_hold_is_passed_over_where_products_are_looked_for(
    manager: Client, shelf: dict[str, int], typed: dict[str, str]
) -> None:
    found = manager.post(PLACE, {"after": "0", "asked": "هدية", "find": "1", **typed})
    assert {title for title, *_ in found.context["rows"]} == {"عطر عود", "عطر مسك", "خاتم فضة"}


def errors_of(page: Any) -> dict[str, list[str]]:
    return {field: [*map(str, found)] for field, found in page.context["form"].errors.items()}


def test_all_that_is_wrong_is_said_at_once_and_briefly(noor: Any, manager: Client) -> None:
    UserProfile.objects.update_or_create(user=User.objects.get(email="manager@noor.example"), defaults=ENGLISH)
    long = "ع" * 300
    lines = f"=> ,\nشنطة، {long}\na => b => c\n{long} => b => c"
    page = sent(manager, DESK, weight_sale="99", synonyms=lines, boost_0="sale:", factor_0="x")
    assert page.status_code == 422
    errors = errors_of(page)
    assert {*errors} == {"weight_sale", "synonyms", "factor_0"}
    assert errors["synonyms"] == [
        "“=> ,” has no word before =>.",
        "“a => b => c” has more than one =>.",
        f"“{'ع' * 40}…” has more than one =>.",
        f"“{'ع' * 40}…” is too long: a word may have up to 40 letters.",
    ]
    assert not any("“”" in error for found in errors.values() for error in found)
    assert long in page.text, "what was typed is there"


def test_a_place_of_nought_is_refused(noor: Any, manager: Client, shelf: dict[str, int]) -> None:
    UserProfile.objects.update_or_create(user=User.objects.get(email="manager@noor.example"), defaults=ENGLISH)
    ring, musk = f"place_{shelf['ring']}", f"place_{shelf['musk']}"
    typed = {"after": "0", "asked": "هدية", "note": "mine", ring: "0", musk: "1"}
    for changes in ({}, {ring: "٠"}, {musk: ""}):
        page = manager.post(PLACE, {**typed, **changes})
        assert page.status_code == 422
        assert errors_of(page) == {ring: ["The first place is 1. Empty it where the product needs no place."]}
        assert 'value="mine"' in page.text
    assert errors_of(manager.post(PLACE, {**typed, ring: "2", "asked": " "})) == {
        "asked": ["Type the question that products are placed for."]
    }
    assert ranking(noor).number == 0
    assert manager.post(PLACE, {**typed, ring: "2"}).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Another product has this place"), ("ar", "لمنتج آخر هذا الترتيب نفسه")]
)
def test_two_products_can_not_have_the_same_place(
    noor: Any, manager: Client, shelf: dict[str, int], language: str, words: str
) -> None:
    manager_speaks = {"preferred_language": language}
    UserProfile.objects.update_or_create(user=User.objects.get(email="manager@noor.example"), defaults=manager_speaks)
    typed = {
        "after": "0", "asked": "هدية", "note": "mine", f"place_{shelf['ring']}": "5", f"place_{shelf['musk']}": "5",
    }  # fmt: skip
    page = manager.post(PLACE, typed)
    assert page.status_code == 422
    assert page.text.count(words) == 1
    assert page.text.count('value="5"') == 2, "what was typed is there"
    assert 'value="mine"' in page.text
    assert ranking(noor).number == 0
    assert manager.post(PLACE, {**typed, f"place_{shelf['musk']}": "3"}).status_code == 302
    [placing] = ranking(noor).profile.placings
    assert placing.pinned == (shelf["musk"], shelf["ring"]), "an order, not gaps"


def test_who_saves_over_a_colleague_is_told_and_keeps_what_was_typed(noor: Any, manager: Client) -> None:
    assert sent(manager, DESK, weight_sale="3").status_code == 302
    page = sent(manager, DESK, weight_sale="7", note="mine")
    assert page.status_code == 422
    assert 'value="7"' in page.text
    assert "mine" in page.text
    assert ranking(noor).profile.weights.sale == 3


def test_the_history_says_who_changed_what_and_brings_it_back(noor: Any, manager: Client) -> None:
    sent(manager, DESK, weight_sale="3", note="first")
    sent(manager, DESK, after="1", weight_sale="5", synonyms="شنطة، حقيبة")
    page = manager.get(HISTORY)
    told = [(version.number, len(changes)) for version, changes in page.context["versions"]]
    assert told == [(2, 2), (1, 1)]
    assert "The manager" in page.text
    assert "شنطة، حقيبة" in page.text
    assert manager.post(f"{HISTORY}1/", {"after": "1"}).status_code == 302
    assert ranking(noor).number == 2, "the page was an old one"
    assert manager.post(f"{HISTORY}1/", {"after": "2"}).status_code == 302
    assert (ranking(noor).number, ranking(noor).brought_back, ranking(noor).profile.weights.sale) == (3, 1, 3)
    assert manager.post(f"{HISTORY}9/", {"after": "3"}).status_code in {302, 404}
    assert ranking(noor).number == 3


def test_another_stores_products_and_rules_can_not_be_named(noor: Any, souq: Any, manager: Client) -> None:
    with tenant_scope(souq.pk), transaction.atomic():
        tent = sell("خيمة", "Tent")
    typed = {"after": "0", "asked": "هدية", "note": "", f"place_{tent}": "1"}
    assert manager.post(PLACE, typed).status_code == 422
    assert ranking(noor).number == 0
