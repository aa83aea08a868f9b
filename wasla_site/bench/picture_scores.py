"""How well vectors of pictures find the same thing again, and things of the same colour, outline or pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import itemgetter
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np

from search_index.domain.vectors import unit
from search_index.infrastructure.embedders.classical.embedders import same_colour, same_shape, similar
from search_index.infrastructure.embedders.classical.fitted import reduced
from search_index.infrastructure.embedders.classical.parts import PARTS
from search_index.infrastructure.embedders.classical.subject import subject_of
from wasla_site.bench.drawn_goods import Good, goods, photographs

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Rows = dict[str, NDArray[np.floating]]
    Put = Callable[[Rows], NDArray[np.floating]]

FIRST = 5


@dataclass(frozen=True, slots=True)
class Score:
    """Of all goods, by a second photograph of each among the first ones of all.

    `again` and `among_first`: shares in which the thing itself came first, or among the first five. The others: which
    share of the first five others has the same colour, outline or pattern. `ms`: CPU time for one picture.
    """

    name: str
    numbers: int
    ms: float
    again: float
    among_first: float
    colour: float
    shape: float
    pattern: float


@dataclass(frozen=True, slots=True)
class Looked:
    """The parts of two photographs of each of these goods, as they are, and what finding each took of a picture."""

    goods: list[Good]
    kept: Rows
    asked: Rows
    ms: dict[str, float]


def looked_at(seed: int = 5) -> Looked:
    dice = np.random.default_rng(seed)
    pairs = [tuple(islice(photographs(good, dice), 2)) for good in goods()]
    spent = dict.fromkeys(("subject", *PARTS), 0.0)
    kept, asked = (_parts([pair[number] for pair in pairs], spent) for number in range(2))
    return Looked(goods(), kept, asked, {name: seconds * 1000 / (2 * len(pairs)) for name, seconds in spent.items()})


def _parts(pictures: Sequence[Image], spent: dict[str, float]) -> Rows:
    began = process_time()
    subjects = [subject_of(picture) for picture in pictures]
    spent["subject"] += process_time() - began
    rows: Rows = {}
    for name, (find, _) in PARTS.items():
        began = process_time()
        rows[name] = np.stack([find(subject) for subject in subjects])
        spent[name] += process_time() - began
    return rows


def measure_pictures(seen: Looked) -> Iterator[Score]:
    """Of each part by itself, of all together as they are, of chance, and of what is shipped."""
    for name in PARTS:
        yield _score(f"{name}, as it is", itemgetter(name), [name], seen)
    yield _score("all parts, as they are", as_they_are, PARTS, seen)
    yield _score("chance", by_chance(), (), seen)
    for title, embedder in {"similar": similar(), "same colour": same_colour(), "same shape": same_shape()}.items():
        yield _score(title, partial(reduced, names=embedder.parts), embedder.parts, seen)


def as_they_are(rows: Rows) -> NDArray[np.floating]:
    return np.hstack([unit(rows[name]) for name in PARTS])


def by_chance() -> Put:
    dice = np.random.default_rng(1)
    return lambda rows: dice.normal(size=(len(rows["colours"]), similar().dim))


def _score(title: str, put: Put, parts: Any, seen: Looked) -> Score:
    kept, asked = unit(put(seen.kept)), unit(put(seen.asked))
    order = np.argsort(-(asked @ kept.T), axis=1, kind="stable")
    places = np.array([int(np.flatnonzero(row == number)[0]) for number, row in enumerate(order)])
    colour, shape, pattern = (
        _share_alike(order, [getattr(good, kind) for good in seen.goods]) for kind in ("colour", "thing", "pattern")
    )
    ms = sum(seen.ms[name] for name in ("subject", *parts)) if parts else 0.0
    again, among_first = float((places == 0).mean()), float((places < FIRST).mean())
    return Score(title, kept.shape[1], ms, again, among_first, colour, shape, pattern)


def _share_alike(order: NDArray[np.intp], kinds: Sequence[str]) -> float:
    """Without the thing itself."""
    labels = np.array(kinds)
    alike = [
        (labels[[other for other in row if other != number][:FIRST]] == labels[number]).mean()
        for number, row in enumerate(order)
    ]
    return float(np.mean(alike))
