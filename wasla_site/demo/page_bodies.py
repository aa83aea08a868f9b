"""A demo store's words as the blocks of its pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from commerce.core.bilingual import Bilingual
from commerce.media.models import StoreImage
from wasla_site.demo.content import Hero, Store

Block = tuple[str, dict[str, Any]]


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
        ("quote", {**pair("text", store.quote.text), "who": store.quote.who}),
        ("faq", {"items": questions}),
    ]


def about_body(store: Store) -> list[Block]:
    paragraphs = store.about.paragraphs
    text = Bilingual(_paragraphs(text.ar for text in paragraphs), _paragraphs(text.en for text in paragraphs))
    contact = Bilingual(_paragraphs(line.ar for line in store.contact), _paragraphs(line.en for line in store.contact))
    return [("rich_text", pair("text", text)), ("rich_text", pair("text", contact))]


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


def _paragraphs(texts: Any) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)
