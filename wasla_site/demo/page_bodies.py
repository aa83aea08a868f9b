"""A demo store's words as the blocks of its pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from commerce.core.bilingual import Bilingual
from commerce.media.models import StoreImage
from wasla_site.demo.content import Hero, Page, Store

Block = tuple[str, dict[str, Any]]
TELLING_OF_THE_STORE = frozenset({"about", "contact"})


def pair(name: str, text: Bilingual) -> dict[str, str]:
    return {f"{name}_ar": text.ar, f"{name}_en": text.en}


def home_body(store: Store, images: Mapping[str, StoreImage], categories: Collection[str]) -> list[Block]:
    """Names only categories there are: a page that names another can't be published again."""
    first, *other_shelves = (shelf for shelf in store.shelves if not shelf.category or shelf.category in categories)
    promises = [
        {"icon": promise.icon, **pair("heading", promise.heading), **pair("text", promise.text)}
        for promise in store.promises
    ]
    story = {
        "image": images[store.story.picture],
        **pair("heading", store.story.heading),
        **pair("text", store.story.text),
    }
    tiles = {
        **pair("heading", Bilingual("تسوّق حسب التصنيف", "Shop by category")),
        "categories": [slug for slug in store.featured if slug in categories],
    }
    questions = [
        {**pair("question", question.question), **pair("answer", question.answer)} for question in store.questions
    ]
    return [
        ("hero", _hero(store.hero, images)),
        ("category_tiles", tiles),
        ("product_shelf", _shelf(first)),
        ("image_with_text", story),
        *(("product_shelf", _shelf(shelf)) for shelf in other_shelves),
        ("hero", _hero(store.second_hero, images)),
        ("promises", {"items": promises}),
        ("quote", {**pair("text", store.quote.text), **pair("who", store.quote.who)}),
        ("faq", {"items": questions}),
    ]


def page_body(store: Store, page: Page) -> list[Block]:
    """The page's own words; where it tells who the store is, how to reach it besides."""
    parts = [page.paragraphs]
    if page.slug in TELLING_OF_THE_STORE:
        parts.append(store.contact)
    return [("rich_text", pair("text", rich(paragraphs))) for paragraphs in parts]


def _hero(hero: Hero, images: Mapping[str, StoreImage]) -> dict[str, Any]:
    return {
        **pair("heading", hero.heading),
        **pair("text", hero.text),
        **pair("button", hero.button),
        "image": images[hero.wide],
        "link": hero.link,
    }


def _shelf(shelf: Any) -> dict[str, Any]:
    return {
        **pair("heading", shelf.heading),
        "source": shelf.source,
        "category_slug": shelf.category,
        "count": 8,
    }


def rich(paragraphs: Iterable[Bilingual]) -> Bilingual:
    texts = tuple(paragraphs)
    return Bilingual("".join(f"<p>{text.ar}</p>" for text in texts), "".join(f"<p>{text.en}</p>" for text in texts))
