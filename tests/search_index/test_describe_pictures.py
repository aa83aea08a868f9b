"""Pictures of products are described after the fact, once for each file, and what became of them is followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.images.forms import get_image_form

from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.models import ProductImage
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from commerce.media.application.picture_marks import PICTURE
from commerce.media.models import StoreImage
from commerce.tenants.models import Tenant
from search_index.application import descriptions, ports
from search_index.application.descriptions import descriptions_of_products
from search_index.application.queries import Question, find_products
from search_index.application.use_cases import describe_store_pictures as module
from search_index.application.use_cases.describe_pictures import describe_pictures
from search_index.application.use_cases.describe_store_pictures import PAUSE_AFTER_DEFECT
from search_index.application.use_cases.forget_store_index import forget_store_index
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.rebuild_store import rebuild_store
from search_index.domain.likeness import Likeness
from search_index.infrastructure.embedders.classical.embedders import ClassicalEmbedder
from search_index.infrastructure.embedders.onnx_model import ModelUnusable
from search_index.models import DescribedPicture
from tests.search_index.gallery import describe_now, keep, photo_of, show, webp
from tests.search_index.shelf import sell
from wasla_site.bench.drawn_goods import Good

BAG, SHOE = Good("bag", "red", "checks"), Good("shoe", "blue", "plain")


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def fresh_embedders() -> Iterator[None]:
    """The test may set others."""
    yield
    ports.picture_embedders.cache_clear()


def newer() -> ClassicalEmbedder:
    return ClassicalEmbedder(("outline",), id="newer")


def face_of(product_id: int) -> StoreImage:
    return StoreImage.objects.get(pk=ProductImage.objects.get(product_id=product_id).image_id)


def waiting() -> int:
    return ChangedObject.objects.filter(kind=PICTURE).count()


def test_pictures_of_products_are_described_after_the_change_and_products_are_told(in_noor: Any) -> None:
    product_id = show(BAG)
    assert not DescribedPicture.objects.exists()
    assert describe_now() == 1
    [description] = descriptions_of_products([product_id])[product_id]
    assert {mode: len(vector) for mode, vector in description.vectors.items()} == {
        Likeness.SIMILAR: 112, Likeness.COLOUR: 32, Likeness.SHAPE: 32,
    }  # fmt: skip
    assert list(ChangedObject.objects.values_list("kind", "object_id")) == [("product", product_id)]


def test_it_comes_to_rest(in_noor: Any) -> None:
    """The product is indexed again because its picture was described, and the picture not again because it was."""
    show(BAG)
    describe_now()
    assert describe_now() == 0
    assert not ChangedObject.objects.exists()


def test_what_is_described_already_is_not_looked_at_again(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    product_id = show(BAG)
    describe_now()
    monkeypatch.setattr(module, "describe", lambda picture: pytest.fail("it was described before"))
    mark_changed("product", [product_id])
    assert describe_now() == 0
    mark_changed(PICTURE, [face_of(product_id).pk])
    assert describe_now() == 1
    assert waiting() == 0


def test_a_picture_that_no_product_shows_is_left_alone(in_noor: Any) -> None:
    mark_changed(PICTURE, [keep(BAG)])
    assert describe_now() == 1
    assert not DescribedPicture.objects.exists()
    assert waiting() == 0


def test_a_picture_that_comes_to_a_product_later_is_described_then(in_noor: Any) -> None:
    product_id, image_id = sell("حقيبة"), keep(BAG)
    describe_now()
    set_images(product_id=product_id, image_ids=[image_id])
    describe_now()
    assert DescribedPicture.objects.get().image_id == image_id


def test_another_file_is_described_anew_and_the_former_counts_for_nothing_at_once(in_noor: Any) -> None:
    product_id = show(BAG)
    describe_now()
    image = face_of(product_id)
    before = DescribedPicture.objects.get()
    replace_file(image)
    assert descriptions_of_products([product_id]) == {}
    describe_now()
    after = DescribedPicture.objects.get()
    assert (after.pk, after.source) == (before.pk, StoreImage.objects.get(pk=image.pk).file.name)
    assert bytes(after.shape or b"") != bytes(before.shape or b"")


def replace_file(image: StoreImage) -> None:
    """As the desk does it."""
    data = {"title": "shoe", "collection": image.collection_id}
    files = {"file": SimpleUploadedFile("shoe.webp", webp(photo_of(SHOE)).read())}
    form = get_image_form(StoreImage)(data, files, instance=image)
    assert form.is_valid(), form.errors
    form.save()


def test_a_deleted_picture_takes_its_description_along(in_noor: Any) -> None:
    product_id = show(BAG)
    describe_now()
    face_of(product_id).delete()
    assert not DescribedPicture.objects.exists()


def test_a_picture_deleted_while_it_is_marked_is_forgotten(in_noor: Any) -> None:
    product_id = show(BAG)
    index_changes(now=clock.now())
    face_of(product_id).delete()
    assert describe_pictures(now=clock.now()) == 1
    assert waiting() == 0


@pytest.mark.parametrize("harm", ["cut off", "gone", "no picture"])
def test_a_broken_picture_stops_nobody_and_is_not_tried_for_ever(in_noor: Any, harm: str) -> None:
    broken, whole = show(BAG), show(SHOE)
    name = face_of(broken).file.name
    path = default_storage.path(name)
    with open(path, "rb") as file:
        content = file.read()
    default_storage.delete(name)
    if harm != "gone":
        with open(path, "wb") as file:
            file.write(content[: len(content) // 2] if harm == "cut off" else b"<svg/>")
    assert describe_now() == 2
    assert list(descriptions_of_products([broken, whole])) == [whole]
    assert DescribedPicture.objects.filter(similar=None).count() == 1
    mark_changed("product", [broken])
    assert describe_now() == 0, "nothing is new about its file"


def test_a_picture_put_right_is_described(in_noor: Any) -> None:
    product_id = show(BAG)
    image = face_of(product_id)
    default_storage.delete(image.file.name)
    describe_now()
    replace_file(image)
    describe_now()
    assert product_id in descriptions_of_products([product_id])


def test_a_defect_of_one_is_logged_and_put_off_and_stops_nobody(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = show(BAG), show(SHOE)
    describe, names = descriptions.describe, iter((True, False))

    def fail_once(picture: Any) -> Any:
        if next(names, False):
            raise RuntimeError("the embedder broke")
        return describe(picture)

    monkeypatch.setattr(module, "describe", fail_once)
    index_changes(now=clock.now())
    now = clock.now()
    describe_pictures(now=now)
    assert "can't be described" in caplog.text
    assert list(descriptions_of_products([bad, good])) == [good]
    describe_pictures(now=now + PAUSE_AFTER_DEFECT / 2)
    assert list(descriptions_of_products([bad, good])) == [good]
    describe_pictures(now=now + PAUSE_AFTER_DEFECT)
    assert list(descriptions_of_products([bad, good])) == [bad, good]


def test_with_another_embedder_nothing_counts_until_the_store_is_described_anew(
    in_noor: Any, settings: Any, fresh_embedders: None
) -> None:
    product_id = show(BAG)
    describe_now()
    assert DescribedPicture.objects.get().embedder_id == "classical-1"
    settings.PICTURE_EMBEDDERS = {**settings.PICTURE_EMBEDDERS, "similar": f"{__name__}.newer"}
    ports.picture_embedders.cache_clear()
    assert descriptions_of_products([product_id]) == {}
    rebuild_store()
    describe_now()
    assert DescribedPicture.objects.get().embedder_id == "newer+classical-1"
    assert product_id in descriptions_of_products([product_id])


def test_an_embedder_that_cannot_be_used_holds_up_no_words(in_noor: Any, settings: Any, fresh_embedders: None) -> None:
    ports.picture_embedders.cache_clear()
    settings.PICTURE_EMBEDDERS = {
        **settings.PICTURE_EMBEDDERS, "similar": "search_index.infrastructure.embedders.onnx_model.from_settings",
    }  # fmt: skip
    settings.ONNX_PICTURE_MODEL = "/nowhere/model.onnx"
    product_id = show(BAG)
    assert index_changes(now=clock.now()) == 1
    assert [card.id for card in find_products(Question("bag")).cards.items] == [product_id]
    with pytest.raises(ModelUnusable, match="nowhere"):
        describe_pictures(now=clock.now())
    assert waiting() == 1


def test_stores_take_turns_and_mix_nothing(noor: Any, souq: Any) -> None:
    for tenant, good, count in ((noor, BAG, 3), (souq, SHOE, 1)):
        with tenant_scope(tenant.pk), transaction.atomic():
            for seed in range(count):
                show(good, seed=seed)
    index_changes(now=clock.now())
    assert describe_pictures(now=clock.now(), most=1, batches=2) == 2
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic():
            assert DescribedPicture.objects.count() == 1


def test_it_takes_the_same_few_statements_for_one_picture_as_for_four(in_noor: Any) -> None:
    counts = []
    for number in (1, 4):
        for seed in range(number):
            show(BAG, seed=seed)
        index_changes(now=clock.now())
        with CaptureQueriesContext(connection) as captured:
            module.describe_store_pictures(now=clock.now(), most=10)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_of_a_store_that_is_forgotten_while_it_is_looked_at_nothing_is_written(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert described_of_a_forgotten_store(in_noor, monkeypatch) == (0, 0)


def test_were_it_not_asked_whether_it_is_open_it_would_begin_again(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(module, "is_held_open", lambda: True)
    assert described_of_a_forgotten_store(in_noor, monkeypatch) == (1, 1)


def described_of_a_forgotten_store(store: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Descriptions and marks that a store has which is closed and forgotten while its picture is looked at."""
    show(BAG)
    describe = descriptions.describe

    def forget_meanwhile(picture: Any) -> Any:
        Tenant.objects.filter(pk=store.pk).update(is_active=False)
        forget_store_index()
        return describe(picture)

    index_changes(now=clock.now())
    monkeypatch.setattr(module, "describe", forget_meanwhile)
    describe_pictures(now=clock.now(), batches=1)
    return DescribedPicture.objects.count(), ChangedObject.objects.count()


def test_a_file_changed_while_it_is_looked_at_is_looked_at_again(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    product_id = show(BAG)
    image = face_of(product_id)
    describe = descriptions.describe

    def change_meanwhile(picture: Any) -> Any:
        replace_file(image)
        return describe(picture)

    index_changes(now=clock.now())
    monkeypatch.setattr(module, "describe", change_meanwhile)
    describe_pictures(now=clock.now(), batches=1)
    assert not DescribedPicture.objects.exists()
    assert waiting() == 1
    monkeypatch.setattr(module, "describe", describe)
    describe_pictures(now=clock.now() + timedelta(seconds=1))
    assert DescribedPicture.objects.get().source == StoreImage.objects.get(pk=image.pk).file.name
