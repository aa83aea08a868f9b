"""Vectors find the same thing again, on drawn goods that they were not fitted on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image

from search_index.domain.vectors import most_alike, unit
from search_index.infrastructure.embedders.classical import fitted as module
from search_index.infrastructure.embedders.classical.embedders import same_colour, same_shape, similar
from search_index.infrastructure.embedders.classical.parts import PARTS
from search_index.infrastructure.embedders.classical.subject import subject_of
from tests.search_index.gallery import photo_of
from wasla_site.bench.drawn_goods import Good, goods
from wasla_site.bench.picture_scores import Score, looked_at, measure_pictures


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {score.name: score for score in measure_pictures(looked_at())}


@pytest.mark.long
def test_the_same_thing_is_among_the_first_five(scores: dict[str, Score]) -> None:
    assert scores["similar"].among_first >= 0.8


def test_the_same_colour_is_found_by_colour_and_the_same_outline_by_outline(scores: dict[str, Score]) -> None:
    assert scores["same colour"].colour >= 0.85
    assert scores["same shape"].shape >= 0.85


def test_parts_put_together_as_they_are_find_clearly_less(scores: dict[str, Score]) -> None:
    """The negative control: what centring each part is for. Measured, they miss twice as often."""
    naive, similar_ones = scores["all parts, as they are"], scores["similar"]
    assert 1 - naive.among_first >= 1.5 * (1 - similar_ones.among_first)
    assert naive.again < similar_ones.again


def test_chance_finds_nothing(scores: dict[str, Score]) -> None:
    """Were the photographs the same twice, or the thing itself among what is counted, chance would pass too."""
    chance = scores["chance"]
    assert chance.among_first < 0.1
    assert chance.colour == pytest.approx(31 / 255, abs=0.05)
    assert chance.shape == pytest.approx(31 / 255, abs=0.05)
    assert chance.pattern == pytest.approx(63 / 255, abs=0.05)


def test_each_part_by_itself_sees_one_thing(scores: dict[str, Score]) -> None:
    assert scores["colours, as it is"].colour > 0.85 > scores["colours, as it is"].shape
    assert scores["outline, as it is"].shape > 0.85 > scores["outline, as it is"].colour
    assert scores["texture, as it is"].pattern > 0.85 > scores["texture, as it is"].colour


def test_vectors_have_the_sizes_that_were_said_and_length_one() -> None:
    pictures = [photo_of(good) for good in goods()[:3]]
    for embedder, dim in ((similar(), 112), (same_colour(), 32), (same_shape(), 32)):
        vectors = embedder.embed(pictures)
        assert (vectors.shape, str(vectors.dtype), embedder.dim) == ((3, dim), "float32", dim)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_one_picture_has_the_same_vector_in_any_company() -> None:
    pictures = [photo_of(good) for good in goods()[::40]]
    together = similar().embed(pictures)
    alone = np.vstack([similar().embed([picture]) for picture in pictures])
    assert np.allclose(together, alone, atol=1e-6)


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (300, 300), "white"),
        Image.new("RGB", (1, 1), "black"),
        Image.new("RGB", (2000, 3)),
        Image.new("RGB", (3, 2000)),
        Image.effect_noise((200, 200), 90).convert("RGB"),
    ],
    ids=["white", "one point", "a line", "a pole", "noise"],
)
def test_a_picture_that_shows_nothing_has_vectors_too(picture: Image.Image) -> None:
    for embedder in (similar(), same_colour(), same_shape()):
        [vector] = embedder.embed([picture])
        assert np.isfinite(vector).all()
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_the_mirror_image_is_the_same_thing() -> None:
    shoe = photo_of(Good("shoe", "red", "plain"))
    mirrored = shoe.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    one, other = same_shape().embed([shoe, mirrored])
    assert one @ other > 0.99


def test_what_stands_before_a_plain_ground_is_told_from_it() -> None:
    subject = subject_of(photo_of(Good("hat", "blue", "dots")))
    assert 0.2 < subject.mask.mean() < 0.8
    assert subject.mask[32, 32]
    assert not subject.mask[0, 0]


def test_vectors_are_those_of_their_version() -> None:
    """Vectors that are kept are compared with new ones. Whoever changes what they are counts VERSION up, fits anew, and
    writes the new numbers here."""
    assert module.VERSION == 1
    [vector] = similar().embed([photo_of(Good("bag", "green", "checks"))])
    assert np.allclose(vector[[0, 1, 32, 33, 64, 65, 80, 81]], FIRST_NUMBERS, atol=0.01), vector[
        [0, 1, 32, 33, 64, 65, 80, 81]
    ].tolist()


FIRST_NUMBERS = [-0.3202, -0.2259, 0.0292, -0.1078, 0.3251, -0.2273, 0.1582, 0.1179]


@pytest.mark.long
def test_the_command_fits_anew(tmp_path: Path) -> None:
    file = tmp_path / "fitted.npz"
    call_command("fit_descriptor", pictures=60, file=file, verbosity=0)
    found = module.load(file)
    assert {name: reduction.directions.shape[0] for name, reduction in found.items()} == {
        name: kept for name, (_, kept) in PARTS.items()
    }
    again = tmp_path / "again.npz"
    call_command("fit_descriptor", pictures=60, file=again, verbosity=0)
    for name, reduction in module.load(again).items():
        assert np.allclose(reduction.directions, found[name].directions, atol=1e-3)


def test_the_nearest_come_first_and_each_owner_once() -> None:
    vectors = unit(np.array([[1.0, 0], [0.9, 0.1], [0, 1], [1, 0]]))
    owners = np.array([7, 8, 7, 3])
    assert most_alike(vectors, owners, unit(np.array([[1.0, 0]]))[0]) == [3, 7, 8]
    assert most_alike(vectors, owners, unit(np.array([[0.0, 1]]))[0]) == [7, 8, 3]


def test_what_has_no_direction_gets_one() -> None:
    assert unit(np.zeros((1, 4))).tolist() == [[1, 0, 0, 0]]
