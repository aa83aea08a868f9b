"""The products that are judged: what the demo sells, and bases multiplied by their colours, sizes and brands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from zlib import crc32

from commerce.catalog.domain.imports import ImportedProduct
from commerce.catalog.infrastructure.product_file import open_product_file
from commerce.core.bilingual import Bilingual
from search_index.domain.values import Document
from wasla_site.bench.relevance.lines import lines_of
from wasla_site.bench.relevance.wording import (
    Words,
    as_typed,
    code_filled,
    lacks_english,
    one_of,
    read_words,
    short_code,
)

KIND = "product"
CURRENCY = "SAR"
# What a title names by a word of its own or nobody chooses.
WITHOUT_OPTION = {"brand", "occasion", "style", "use", "topic", "fits", "sugar"}


@dataclass(frozen=True, slots=True)
class JudgedProduct:
    """`type` and `attributes` are what judgements are made from; search sees the texts only."""

    key: str
    type: str
    attributes: Mapping[str, frozenset[str]]
    titles: tuple[str, ...]
    codes: tuple[str, ...]
    category_names: tuple[str, ...]
    labels: tuple[str, ...]
    texts: tuple[str, ...]

    def document(self, object_id: int) -> Document:
        return Document(
            kind=KIND,
            object_id=object_id,
            titles=self.titles,
            codes=self.codes,
            category_names=self.category_names,
            labels=self.labels,
            texts=self.texts,
        )


@dataclass(slots=True)
class Base:
    """A line `key: type attribute=value`, and the lines below it that say how it is written.

    `a,b` makes a product of each, `a+b` one that comes in both.
    """

    key: str
    type: str
    attributes: Sequence[tuple[str, Sequence[str]]]
    said: dict[str, list[str]] = field(default_factory=dict)


def read_catalogue(folder: Path, demo: Path) -> list[JudgedProduct]:
    """All products of `folder` and of the demo's files in `demo`, in an order that says nothing of them."""
    words = read_words(folder / "words.txt")
    products = [*_demo_products(folder / "demo.txt", demo)]
    for file in sorted((folder / "catalogue").glob("*.txt")):
        products += _products_of(file, words)
    return sorted(products, key=lambda one: crc32(one.key.encode()))


def _products_of(file: Path, words: Words) -> Iterator[JudgedProduct]:
    shelf, bases = _bases(file)
    for number, base in enumerate(bases, 1):
        code = base.said.get("sku", [f"{shelf['sku']}{number:02}"])[0]
        for choice in product(*(values for _, values in base.attributes)):
            attributes = {name: value for (name, _), value in zip(base.attributes, choice, strict=True)}
            chosen = [value for (_, values), value in zip(base.attributes, choice, strict=True) if len(values) > 1]
            yield _product(f"{file.stem}/{base.key}", base, attributes, chosen, code, shelf["category"], words)


def _bases(file: Path) -> tuple[dict[str, str], list[Base]]:
    shelf: dict[str, str] = {}
    bases: list[Base] = []
    for line in lines_of(file):
        word, _, rest = line.partition(" ")
        if word.endswith(":"):
            bases.append(_base(word[:-1], rest))
        elif bases:
            bases[-1].said.setdefault(word, []).append(rest)
        else:
            shelf[word] = rest
    return shelf, bases


def _base(key: str, rest: str) -> Base:
    type_, *attributes = rest.split()
    pairs = [attribute.split("=") for attribute in attributes]
    return Base(key, type_, [(name, values.split(",")) for name, values in pairs])


def _product(
    stem: str,
    base: Base,
    attributes: Mapping[str, str],
    chosen: Sequence[str],
    code: str,
    category: str,
    words: Words,
) -> JudgedProduct:
    key = "-".join((stem, *chosen))
    arabic = words.filled(one_of(base.said["ar"], key), attributes, "ar")
    english = words.filled(one_of(base.said.get("en", [""]), key, "en"), attributes, "en")
    if chosen:
        arabic, english = as_typed(arabic, key), "" if lacks_english(key) else english
    sku = code_filled(code, attributes) if "{" in code else "-".join((code, *map(short_code, chosen)))
    tags = (tag for said in base.said.get("tags", ()) for pair in said.split(",") for tag in pair.split("|"))
    return JudgedProduct(
        key=key,
        type=base.type,
        attributes={name: frozenset(values.split("+")) for name, values in attributes.items()},
        titles=tuple(filter(None, (arabic, english))),
        codes=(sku, f"628{crc32(key.encode()):010}"),
        category_names=tuple(_sides(category)),
        labels=tuple(dict.fromkeys((*_options(attributes, f"{arabic} {english}", words), *tags))),
        texts=tuple(text for said in base.said.get("about", ()) for text in _sides(said)),
    )


def _options(attributes: Mapping[str, str], titles: str, words: Words) -> Iterator[str]:
    """What can be chosen, and what the titles do not tell; a brand stands in titles only, often in one script."""
    for attribute, values in attributes.items():
        for value in values.split("+"):
            if "+" in values or (attribute not in WITHOUT_OPTION and not words.is_told(attribute, value, titles)):
                yield from words.both(attribute, value)


def _sides(text: str) -> list[str]:
    return [side.strip() for side in text.split("|")]


def _demo_products(described: Path, demo: Path) -> Iterator[JudgedProduct]:
    facts = {line.partition(":")[0]: _base(*line.split(": ")) for line in lines_of(described)}
    for store in dict.fromkeys(key.split("/")[0] for key in facts):
        for sold in open_product_file(demo / f"{store}.csv", CURRENCY, lambda _: None).products():
            yield _demo_product(facts[f"{store}/{sold.handle}"], sold)


def _demo_product(base: Base, sold: ImportedProduct) -> JudgedProduct:
    options = (value for variant in sold.variants for value in variant.values)
    return JudgedProduct(
        key=base.key,
        type=base.type,
        attributes={name: frozenset(values[0].split("+")) for name, values in base.attributes},
        titles=_written(sold.title),
        codes=tuple(code for variant in sold.variants for code in (variant.sku, variant.barcode) if code),
        category_names=_written(*sold.category),
        labels=tuple(dict.fromkeys(_written(*sold.tags, *options))),
        texts=_written(sold.description),
    )


def _written(*texts: Bilingual) -> tuple[str, ...]:
    return tuple(text for pair in texts for text in (pair.ar, pair.en) if text)
