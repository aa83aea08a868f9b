"""Products by what their pictures look like: the store's own, those that can be bought, the nearest first."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from PIL import Image

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.domain.values import Status
from commerce.catalog.models import Product, Variant
from commerce.core.errors import Refusal
from commerce.core.scope import tenant_scope
from commerce.media.application.use_cases.accept_picture import NotAPicture, PictureHasTooManyPixels
from search_index.application.photos import LONGEST_SIDE, photo_from
from search_index.application.picture_queries import products_like, products_like_photo
from search_index.application.ports import picture_embedders, picture_index
from search_index.domain.likeness import Likeness
from search_index.infrastructure import exact_pictures
from tests.commerce.media.corpus import avif_of, exif, moving, saved
from tests.search_index.gallery import describe_now, keep, photo_of, show
from tests.search_index.shelf import NOON
from wasla_site.bench.drawn_goods import Good

RED_BAG, BLUE_BAG = Good("bag", "red", "checks"), Good("bag", "blue", "plain")
RED_HAT, GREEN_SHOE = Good("hat", "red", "checks"), Good("shoe", "green", "dots")


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def shelf(in_noor: Any) -> dict[Good, int]:
    made = {good: show(good) for good in (RED_BAG, BLUE_BAG, RED_HAT, GREEN_SHOE)}
    describe_now()
    return made


def like_photo(good: Good, mode: Likeness = Likeness.SIMILAR) -> list[int]:
    return [card.id for card in products_like_photo(photo_of(good, seed=77), mode=mode).cards]


def test_a_photograph_finds_the_thing_itself_first(shelf: dict[Good, int]) -> None:
    for good, product_id in shelf.items():
        assert like_photo(good)[0] == product_id


def test_each_mode_finds_what_it_says(shelf: dict[Good, int]) -> None:
    first, second = like_photo(RED_BAG, Likeness.COLOUR)[:2]
    assert {first, second} == {shelf[RED_BAG], shelf[RED_HAT]}
    first, second = like_photo(RED_BAG, Likeness.SHAPE)[:2]
    assert {first, second} == {shelf[RED_BAG], shelf[BLUE_BAG]}


def test_a_product_is_not_like_itself(shelf: dict[Good, int]) -> None:
    found = [card.id for card in products_like(shelf[RED_BAG])]
    assert sorted(found) == sorted(set(shelf.values()) - {shelf[RED_BAG]})
    assert next(card.id for card in products_like(shelf[RED_BAG], mode=Likeness.SHAPE)) == shelf[BLUE_BAG]


def test_a_product_without_a_description_is_like_nothing(in_noor: Any) -> None:
    assert products_like(show(RED_BAG)) == []


def test_what_cannot_be_bought_is_not_found_and_leaves_room_for_others(shelf: dict[Good, int]) -> None:
    variant = Variant.objects.get(product_id=shelf[RED_BAG])
    adjust_stock(variant_id=variant.pk, by=-3, reason="count", actor="test", now=NOON)
    Product.objects.filter(pk=shelf[BLUE_BAG]).update(status=Status.DRAFT)
    found = products_like_photo(photo_of(RED_BAG, seed=77), most=1).cards
    assert [card.id for card in found] == [like_photo(RED_BAG)[0]]
    assert not {shelf[RED_BAG], shelf[BLUE_BAG]} & set(like_photo(RED_BAG))


def test_products_behind_many_that_cannot_be_bought_are_found(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(3):
        show(RED_BAG, seed=seed, pieces=0)
    kept = show(GREEN_SHOE)
    describe_now()
    found = products_like_photo(photo_of(RED_BAG), most=1).cards
    assert [card.id for card in found] == [kept]


def test_a_product_of_several_pictures_is_found_by_the_nearest_once(shelf: dict[Good, int]) -> None:
    set_images(product_id=shelf[GREEN_SHOE], image_ids=[keep(GREEN_SHOE), keep(BLUE_BAG, seed=9)])
    describe_now()
    assert like_photo(BLUE_BAG).count(shelf[GREEN_SHOE]) == 1
    assert set(like_photo(BLUE_BAG)[:2]) == {shelf[BLUE_BAG], shelf[GREEN_SHOE]}


def test_nothing_of_another_store_is_found(noor: Any, souq: Any) -> None:
    """Of two stores with the very same picture each finds its own."""
    products = {}
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic():
            products[tenant.pk] = show(RED_BAG)
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk):
            with transaction.atomic():
                describe_now()
            assert like_photo(RED_BAG) == [products[tenant.pk]]


def test_vectors_of_another_embedder_are_not_compared(shelf: dict[Good, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_pictures, "described_by", lambda: "newer")
    assert like_photo(RED_BAG) == []


def test_only_so_many_pictures_are_looked_at(shelf: dict[Good, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_pictures, "MOST_PICTURES", 2)
    assert set(like_photo(RED_BAG)) == {shelf[RED_HAT], shelf[GREEN_SHOE]}


def test_it_takes_two_statements(shelf: dict[Good, int]) -> None:
    [vector] = picture_embedders()[Likeness.SIMILAR].embed([photo_of(RED_BAG)])
    with CaptureQueriesContext(connection) as captured:
        picture_index().similar_to_image(vector, Likeness.SIMILAR, 24)
    assert len(captured) == 2


def test_an_empty_store_finds_nothing(in_noor: Any) -> None:
    assert like_photo(RED_BAG) == []


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotAPicture),
        (lambda: saved("JPEG", (900, 700))[:400], NotAPicture),
        (lambda: b"", NotAPicture),
        (lambda: saved("BMP"), NotAPicture),
        (lambda: saved("PNG", (8_000, 5_010), "L"), PictureHasTooManyPixels),
        (lambda: avif_of(10_000, 10_000), PictureHasTooManyPixels),
    ],
    ids=["svg", "cut off", "nothing", "bitmap", "more than 40 megapixels", "avif bomb"],
)
def test_what_is_no_photograph_is_refused(make: Callable[[], bytes], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        photo_from(io.BytesIO(make()))


def test_40_megapixels_are_looked_at_small() -> None:
    photo = photo_from(io.BytesIO(saved("JPEG", (8_000, 5_000))))
    assert (photo.mode, photo.size) == ("RGB", (LONGEST_SIDE, LONGEST_SIDE * 5 // 8))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_one_that_moves_the_first_frame_counts(form: str) -> None:
    photo = photo_from(io.BytesIO(moving(form, 30)))
    red, green, blue = photo.getpixel((8, 8))  # type: ignore[misc]
    assert abs(red) < 12
    assert (abs(green - 90) < 12, abs(blue - 40) < 12) == (True, True)


def test_it_stands_upright_and_what_is_see_through_is_white() -> None:
    assert photo_from(io.BytesIO(saved("JPEG", (60, 40), exif=exif()))).size == (40, 60)
    clear = io.BytesIO()
    Image.new("RGBA", (20, 20), (200, 0, 0, 0)).save(clear, "PNG")
    assert np.asarray(photo_from(clear)).min() > 250


def test_nothing_of_a_photograph_is_kept(shelf: dict[Good, int]) -> None:
    before = everything_stored()
    file = io.BytesIO()
    photo_of(RED_BAG, seed=78).save(file, "JPEG")
    with CaptureQueriesContext(connection) as captured:
        products_like_photo(photo_from(file))
    assert everything_stored() == before
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def everything_stored() -> list[str]:
    folders, files = default_storage.listdir("")
    for folder in folders:
        for below in default_storage.listdir(folder)[0]:
            files += [f"{folder}/{below}/{name}" for name in default_storage.listdir(f"{folder}/{below}")[1]]
    return sorted(files)
