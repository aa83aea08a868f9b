from __future__ import annotations

import io
from itertools import islice

import numpy as np
from PIL import Image

from search_index.application.perceptual_hash import bits_apart, perceptual_hash
from wasla_site.bench.drawn_goods import Good, photographs


def photo(good: Good) -> Image.Image:
    return next(islice(photographs(good, np.random.default_rng(3)), 1)).convert("RGB")


def pressed(picture: Image.Image) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=40)
    return Image.open(file)


def test_a_copy_in_another_size_and_form_is_the_same_but_for_a_few_bits() -> None:
    bag = photo(Good("bag", "red", "checks"))
    for copy in (bag.resize((150, 150)), pressed(bag), bag.point(lambda value: min(255, int(value * 1.05)))):
        assert bits_apart(perceptual_hash(bag), perceptual_hash(copy)) <= 8


def test_other_pictures_are_far() -> None:
    bag, shoe = photo(Good("bag", "red", "checks")), photo(Good("shoe", "red", "checks"))
    assert bits_apart(perceptual_hash(bag), perceptual_hash(shoe)) > 16


def test_it_is_a_number_that_postgresql_keeps_whole() -> None:
    for name in ("bag", "shoe", "hat", "ring"):
        assert -(2**63) <= perceptual_hash(photo(Good(name, "black", "plain"))) < 2**63
    assert bits_apart(-1, 0) == 64
