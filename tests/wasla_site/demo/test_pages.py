"""The demo's pages: both languages, within what the page blocks hold, pointing at what exists."""

from __future__ import annotations

import csv
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import wasla_site.demo
from commerce.catalog.domain.slugs import slug_from
from commerce.core.bilingual import Bilingual
from wasla_site.demo.content import Store
from wasla_site.demo.drawings import draw
from wasla_site.demo.pages import STORES

ARABIC = re.compile("[\u0621-\u064a]")
LATIN = re.compile("[A-Za-z]")
ROLES = {"owner", "manager", "marketer", "fulfilment", "analyst"}
ICONS = {"delivery", "return", "authentic", "gift", "support"}

stores = pytest.mark.parametrize("store", STORES.values(), ids=list(STORES))


def _texts(value: Any) -> list[Bilingual]:
    if isinstance(value, Bilingual):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts(item)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in _texts(getattr(value, field.name))]
    return []


def _category_slugs(slug: str) -> set[str]:
    file = Path(wasla_site.demo.__file__).parent / f"{slug}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        names = {name for row in csv.DictReader(lines) for name in row["category_en"].split(" > ") if name}
    return {slug_from(name) for name in names}


@stores
def test_every_text_is_in_both_languages(store: Store) -> None:
    texts = _texts(store)
    assert len(texts) > 30
    for text in texts:
        assert ARABIC.search(text.ar), text
        assert LATIN.search(text.en), text
        assert not ARABIC.search(text.en), text


@stores
def test_texts_fit_the_blocks_they_go_into(store: Store) -> None:
    for hero in (store.hero, store.second_hero):
        assert max(len(hero.heading.ar), len(hero.heading.en)) <= 60
        assert max(len(hero.text.ar), len(hero.text.en)) <= 140
        assert max(len(hero.button.ar), len(hero.button.en)) <= 30
    assert max(len(store.story.text.ar), len(store.story.text.en)) <= 600
    assert len(store.promises) <= 4
    for promise in store.promises:
        assert promise.icon in ICONS
        assert max(len(promise.text.ar), len(promise.text.en)) <= 140
    for question in store.questions:
        assert max(len(question.question.ar), len(question.question.en)) <= 140


@stores
def test_categories_and_links_exist(store: Store) -> None:
    slugs = _category_slugs(store.slug)
    wanted = {*store.featured, *store.tiles, *(shelf.category for shelf in store.shelves if shelf.category)}
    wanted |= {slug for offer in store.offers for slug in offer.categories}
    links = {hero.link.removeprefix("/collections/").rstrip("/") for hero in (store.hero, store.second_hero)}
    assert wanted | links <= slugs
    assert set(store.featured) <= set(store.tiles)


@stores
def test_pictures_of_pages_draw_and_differ(store: Store) -> None:
    heroes = [crop for hero in (store.hero, store.second_hero) for crop in (hero.wide, hero.tall)]
    specs = [*heroes, store.story.picture, store.mark, *store.tiles.values()]
    assert len({draw(spec) for spec in specs}) == len(specs)


@stores
def test_people_have_roles_and_addresses_that_lead_nowhere(store: Store) -> None:
    assert [person.role for person in store.people].count("owner") == 1
    for person in store.people:
        assert person.role in ROLES
        assert person.email.endswith(f"@{store.slug}.example")
