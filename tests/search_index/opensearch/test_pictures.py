"""Pictures on the search server: found as PostgreSQL finds them, and by PostgreSQL where the server can't."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from commerce.catalog.application import deleted_pictures
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.models import Product
from commerce.core.breakers import Breakers
from commerce.core.models import ChangedObject
from search_index.application.picture_queries import Alike, products_like_photo
from search_index.application.placements import note_filled
from search_index.application.ports import SearchUnavailable, SearchUnreachable, picture_embedders, picture_index
from search_index.application.product_source import ProductSource
from search_index.domain.families import Family
from search_index.domain.likeness import Likeness
from search_index.infrastructure import failing_over
from search_index.infrastructure.exact_pictures import ExactPictureIndex
from search_index.infrastructure.failing_over_pictures import FailingOverPictureIndex
from search_index.infrastructure.opensearch import pictures
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.calling import ASKED
from search_index.infrastructure.opensearch.pictures import OpenSearchPictureIndex
from tests.search_index.gallery import describe_now, keep, photo_of, show
from tests.search_index.test_describe_pictures import face_of
from wasla_site.bench.drawn_goods import Good

RED_BAG, BLUE_BAG = Good("bag", "red", "checks"), Good("bag", "blue", "plain")
RED_HAT, GREEN_SHOE = Good("hat", "red", "checks"), Good("shoe", "green", "dots")
SERVER, EXACT = OpenSearchPictureIndex(), ExactPictureIndex()

pytestmark = pytest.mark.usefixtures("shared_index")


@pytest.fixture
def shelf(in_noor: Any, settings: Any, tmp_path: Any) -> dict[Good, int]:
    settings.MEDIA_ROOT = str(tmp_path)
    made = {good: show(good) for good in (RED_BAG, BLUE_BAG, RED_HAT, GREEN_SHOE)}
    set_images(product_id=made[GREEN_SHOE], image_ids=[keep(GREEN_SHOE), keep(BLUE_BAG, seed=9)])
    describe_now()
    index_now()
    note_filled(Family.PRODUCTS)
    return made


def index_now(product_ids: Iterable[int] | None = None) -> None:
    """All products, or these."""
    ids = Product.objects.values_list("pk", flat=True) if product_ids is None else product_ids
    documents = ProductSource().documents(list(ids))
    assert not OpenSearchIndex().put(documents)
    OpenSearchIndex().refresh("product")


def seen(good: Good, mode: Likeness, seed: int = 77) -> Any:
    return picture_embedders()[mode].embed([photo_of(good, seed=seed)])[0]


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize("mode", Likeness)
@pytest.mark.parametrize("good", [RED_BAG, BLUE_BAG, GREEN_SHOE], ids=lambda good: f"{good.colour} {good.thing}")
def test_both_find_the_same(shelf: dict[Good, int], good: Good, mode: Likeness) -> None:
    vector = seen(good, mode)
    found = SERVER.similar_to_image(vector, mode, 24)
    assert found == EXACT.similar_to_image(vector, mode, 24)
    assert len(found) == len(shelf)


def test_a_product_is_found_by_the_nearest_of_its_pictures(shelf: dict[Good, int]) -> None:
    found = SERVER.similar_to_image(seen(BLUE_BAG, Likeness.SIMILAR), Likeness.SIMILAR, 2)
    assert set(found) == {shelf[BLUE_BAG], shelf[GREEN_SHOE]}


def test_what_was_left_out_and_what_cannot_be_bought_is_not_found(shelf: dict[Good, int]) -> None:
    vector = seen(RED_BAG, Likeness.SIMILAR)
    Product.objects.filter(pk=shelf[RED_HAT]).update(status="draft")
    found = SERVER.similar_to_image(vector, Likeness.SIMILAR, 24, but_not=(shelf[RED_BAG],))
    assert set(found) == {shelf[BLUE_BAG], shelf[GREEN_SHOE]}


def test_what_another_embedder_saw_is_not_compared(shelf: dict[Good, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "described_by", lambda: "newer")
    assert SERVER.similar_to_image(seen(RED_BAG, Likeness.SIMILAR), Likeness.SIMILAR, 24) == ()


def away(asked: Any, calling: Any) -> Any:
    return calling(ASKED, 1, unreachable)


def unreachable() -> Any:
    raise SearchUnreachable("away")


def test_while_the_server_is_away_postgresql_looks(shelf: dict[Good, int], monkeypatch: pytest.MonkeyPatch) -> None:
    vector = seen(RED_BAG, Likeness.SIMILAR)
    monkeypatch.setattr(pictures, "look_alike", away)
    monkeypatch.setattr(failing_over, "breakers", Breakers())
    found = FailingOverPictureIndex().similar_to_image(vector, Likeness.SIMILAR, 24)
    assert found == EXACT.similar_to_image(vector, Likeness.SIMILAR, 24)
    with pytest.raises(SearchUnavailable):
        SERVER.similar_to_image(vector, Likeness.SIMILAR, 24)


def test_vectors_of_a_model_of_the_operators_are_looked_for_in_postgresql(
    shelf: dict[Good, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(ExactPictureIndex, "similar_to_image", lambda self, vector, *_, **__: asked.append(len(vector)))
    FailingOverPictureIndex().similar_to_image(np.ones(512, dtype=np.float32), Likeness.SIMILAR, 24)
    assert asked == [512]


def test_shoppers_are_shown_what_the_server_finds_and_who_looked_in_its_place(
    shelf: dict[Good, int], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failing_over, "breakers", Breakers())
    settings.PICTURE_INDEX = "search_index.infrastructure.failing_over_pictures.FailingOverPictureIndex"
    picture_index.cache_clear()
    try:
        alike = products_like_photo(photo_of(RED_BAG, seed=77))
        monkeypatch.setattr(pictures, "look_alike", away)
        beside = products_like_photo(photo_of(RED_BAG, seed=77))
    finally:
        picture_index.cache_clear()
    found = [card.id for card in alike.cards]
    assert (alike.is_degraded, beside) == (False, Alike(alike.cards, is_degraded=True))
    assert found[0] == shelf[RED_BAG]
    assert sorted(found) == sorted(shelf.values())


def marked() -> list[int]:
    return list(ChangedObject.objects.filter(kind="product").values_list("object_id", flat=True))


def test_a_deleted_picture_finds_its_product_no_more(shelf: dict[Good, int]) -> None:
    vector = seen(RED_BAG, Likeness.SIMILAR)
    ChangedObject.objects.all().delete()
    assert shelf[RED_BAG] in SERVER.similar_to_image(vector, Likeness.SIMILAR, 24)
    face_of(shelf[RED_BAG]).delete()
    assert marked() == [shelf[RED_BAG]]
    index_now(marked())
    assert shelf[RED_BAG] not in SERVER.similar_to_image(vector, Likeness.SIMILAR, 24)


def test_were_nobody_told_it_would_go_on_finding_it(shelf: dict[Good, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    vector = seen(RED_BAG, Likeness.SIMILAR)
    ChangedObject.objects.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr(deleted_pictures, "mark_changed", lambda *_: None)
        face_of(shelf[RED_BAG]).delete()
    index_now(marked())
    assert shelf[RED_BAG] in SERVER.similar_to_image(vector, Likeness.SIMILAR, 24)
