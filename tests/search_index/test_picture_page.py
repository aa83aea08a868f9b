"""Searching by a picture, and what looks like a product: without scripts, in one store, with nothing kept."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from django.core.cache import cache
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.catalog.application.use_cases.unpublish_product import unpublish_product
from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.limits import Limit
from commerce.core.scope import tenant_scope
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.media.domain.policies import LARGEST_FILE
from commerce.media.interfaces import upload_quota
from commerce.media.models import StoreImage
from search_index.application import asking_limits, picture_queries
from search_index.application.picture_queries import look_of
from search_index.application.ports import picture_embedders
from search_index.application.waiting import waiting
from search_index.domain.likeness import Likeness
from search_index.infrastructure.exact_pictures import ExactPictureIndex
from search_index.interfaces import looks
from tests.commerce.media.corpus import avif_of, moving, saved
from tests.search_index.gallery import describe_now, photo_of, show
from tests.search_index.test_similar_products import everything_stored
from tests.search_index.test_web import TOLD, staff_of
from wasla_site.bench.drawn_goods import Good

NOOR, SOUQ = "noor.localhost", "souq.localhost"
PAGE = "/search/picture/"
RED_BAG, BLUE_BAG = Good("bag", "red", "checks"), Good("bag", "blue", "plain")
RED_HAT = Good("hat", "red", "checks")
Shelf = dict[Good, Product]


@pytest.fixture
def shelf(noor: Any, souq: Any, settings: Any, tmp_path: Any) -> Shelf:
    """Noor's products; Souq has one that looks like the first of them."""
    settings.MEDIA_ROOT = str(tmp_path)
    made: Shelf = {}
    for tenant, goods in ((souq, (RED_BAG,)), (noor, (RED_BAG, BLUE_BAG, RED_HAT))):
        with tenant_scope(tenant.pk), transaction.atomic():
            made = {good: Product.objects.get(pk=show(good)) for good in goods}
            describe_now()
            make_renditions(StoreImage.objects.values_list("pk", flat=True))
    return made


def send(content: bytes, host: str = NOOR, path: str = PAGE, name: str = "photo.jpg", **more: Any) -> Any:
    file = io.BytesIO(content)
    file.name = name
    return Client(headers={"host": host}, **more).post(path, {"photo": file})


def look(address: str, host: str = NOOR) -> Any:
    return Client(headers={"host": host}).get(address)


def jpeg(good: Good, seed: int = 77) -> bytes:
    file = io.BytesIO()
    photo_of(good, seed=seed).save(file, "JPEG")
    return file.getvalue()


def shown(response: Any) -> list[str]:
    return [card.title.ar for card in response.context["cards"]]


def test_a_photograph_leads_to_what_looks_like_it(shelf: Shelf) -> None:
    sent = send(jpeg(RED_BAG))
    assert sent.status_code == 302
    found = look(sent["Location"])
    assert shown(found)[0] == "bag red checks"
    assert len(shown(found)) == 3
    by_colour, by_shape = (look(mode["address"].replace("?", f"{PAGE}?")) for mode in found.context["modes"][1:])
    assert set(shown(by_colour)[:2]) == {"bag red checks", "hat red checks"}
    assert set(shown(by_shape)[:2]) == {"bag red checks", "bag blue plain"}


def test_it_speaks_both_languages_and_stays_in_them(shelf: Shelf) -> None:
    sent = send(jpeg(RED_BAG), path=f"/en{PAGE}")
    assert sent["Location"].startswith(f"/en{PAGE}?look=")
    assert "What looks like your picture" in look(sent["Location"]).text
    assert "ما يشبه صورتك" in look(sent["Location"].removeprefix("/en")).text


def test_a_look_is_good_in_its_store_and_as_it_was_written_alone(shelf: Shelf) -> None:
    address = send(jpeg(RED_BAG))["Location"]
    assert "is_answered" in look(address).context
    told, in_english = "لم تعد هذه الصورة معروفة. اخترها من جديد.", "This picture is not known any more."
    for host, other in ((SOUQ, address), (NOOR, f"{address}x"), (NOOR, f"{PAGE}?look=x")):
        response = look(other, host)
        assert response.status_code == 200
        assert "is_answered" not in response.context
        assert (told if host == NOOR else in_english) in response.text
    assert in_english in look(f"/en{PAGE}?look=x").text
    assert told not in look(f"{PAGE}?look=").text
    assert told not in look(PAGE).text


def test_a_look_says_all_that_is_compared(shelf: Shelf, noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = look_of(photo_of(RED_BAG, seed=77))
    with tenant_scope(noor.pk):
        text = looks.written(made)
        again = looks.read(text)
        assert again is not None
        for mode in Likeness:
            assert float(np.dot(made[mode], again[mode])) > 0.999
        assert len(text) < 500
        monkeypatch.setattr(looks, "described_by", lambda: "newer")
        assert looks.read(text) is None, "nothing else compares with it"


def test_nothing_of_another_store_is_shown(shelf: Shelf) -> None:
    found = look(send(jpeg(RED_BAG), SOUQ)["Location"], SOUQ)
    assert shown(found) == ["bag red checks"]
    [card] = found.context["cards"]
    assert card.id not in {product.pk for product in shelf.values()}


def test_nothing_of_a_photograph_is_kept(shelf: Shelf) -> None:
    before = everything_stored()
    with CaptureQueriesContext(connection) as captured:
        address = send(jpeg(RED_BAG))["Location"]
        look(address)
    assert everything_stored() == before
    written = [query["sql"] for query in captured if query["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert all("core_trieswindow" in sql for sql in written), "but that somebody asked"
    assert list(parse_qs(urlsplit(address).query)) == ["look"]


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG"),
        (saved("JPEG", (900, 700))[:400], "JPEG"),
        (saved("PNG", (8_000, 5_010), "L"), "40"),
        (avif_of(10_000, 10_000), "12"),
        (b"", "JPEG"),
        (b"x" * (10 * 1024 * 1024 + 1), "10"),
    ],
    ids=["svg", "cut off", "more than 40 megapixels", "avif bomb", "nothing", "too large"],
)
def test_what_is_no_photograph_is_refused_in_words(shelf: Shelf, content: bytes, words: str) -> None:
    response = send(content)
    assert response.status_code == 200
    assert words in response.context["problem"]
    assert 'role="alert"' in response.text


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of an upload were written to the disk, piece by piece."""
    kept: list[int] = []
    write = TemporaryFileUploadHandler.receive_data_chunk

    def counted(self: Any, data: bytes, start: int) -> None:
        kept.append(len(data))
        write(self, data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counted)
    return kept


@pytest.mark.sampled(by="megabytes")
@pytest.mark.parametrize("path", [PAGE, "/api/store/search/picture/"])
@pytest.mark.parametrize("megabytes", [30, 60])
def test_what_is_too_large_is_refused_while_it_arrives(
    shelf: Shelf, path: str, megabytes: int, on_disk: list[int]
) -> None:
    response = send(b"x" * megabytes * 1024 * 1024, path=path)
    assert "10" in (response.context["problem"] if path == PAGE else str(response.json()["fields"]["photo"]))
    assert 0 < sum(on_disk) <= LARGEST_FILE, "of more nothing lies on the disk"


def test_without_a_quota_all_of_it_would_lie_on_the_disk(
    shelf: Shelf, on_disk: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(upload_quota, "LARGEST_FILE", 100 * 1024 * 1024)
    send(b"x" * 30 * 1024 * 1024)
    assert sum(on_disk) > 2 * LARGEST_FILE


@pytest.mark.sampled
@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_a_picture_that_moves_the_first_frame_counts(shelf: Shelf, form: str) -> None:
    assert "look=" in send(moving(form, 30))["Location"]


def test_a_form_without_a_file_asks_for_one(shelf: Shelf) -> None:
    response = Client(headers={"host": NOOR}).post(PAGE, {"photo": "text"})
    assert response.context["problem"] == "اختر صورة أولًا."


def test_a_form_from_elsewhere_is_not_looked_at(shelf: Shelf) -> None:
    client = Client(headers={"host": NOOR}, enforce_csrf_checks=True)
    assert client.post(PAGE, {"photo": io.BytesIO(jpeg(RED_BAG))}).status_code == 403


def test_pictures_are_looked_at_only_so_often(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    of_address, in_store = asking_limits.PICTURES
    monkeypatch.setattr(asking_limits, "PICTURES", (Limit(of_address.name, 1, of_address.window), in_store))
    assert send(jpeg(RED_BAG)).status_code == 302
    refused = send(jpeg(RED_BAG))
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 600
    assert send(jpeg(RED_BAG), SOUQ).status_code == 302, "each store counts its own"
    assert send(jpeg(RED_BAG), REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.long
def test_a_store_looks_at_only_so_many_of_all_together(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    of_address, in_store = asking_limits.PICTURES
    monkeypatch.setattr(asking_limits, "PICTURES", (of_address, Limit(in_store.name, 1, in_store.window)))
    assert [send(jpeg(RED_BAG), REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(2)] == [302, 429]


def test_a_look_is_compared_only_so_often(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    address = send(jpeg(RED_BAG))["Location"]
    of_address, in_store = asking_limits.LOOKS
    monkeypatch.setattr(asking_limits, "LOOKS", (Limit(of_address.name, 1, timedelta(days=1)), in_store))
    assert shown(look(address))
    refused = look(f"{address}&mode=shape")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 1
    assert "cards" not in refused.context
    assert look(PAGE).status_code == 200, "the form costs nothing"
    assert look(f"{address}x").status_code == 200, "nor does what is no look"


def test_what_looks_like_a_product_is_looked_for_only_so_often(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{PAGE}?product={shelf[RED_BAG].slug}"
    of_address, in_store = asking_limits.LOOKS
    monkeypatch.setattr(asking_limits, "LOOKS", (Limit(of_address.name, 2, timedelta(days=1)), in_store))
    assert [look(f"{address}&mode={mode}").status_code for mode in Likeness] == [200, 200, 429]
    assert int(look(address)["Retry-After"]) >= 1
    assert look(f"/products/{shelf[RED_BAG].slug}/").status_code == 200, "a product's own page is no question"
    assert Client(headers={"host": NOOR}, REMOTE_ADDR="192.0.2.7").get(address).status_code == 200


def test_a_products_page_shows_what_looks_like_it_and_leads_to_all(shelf: Shelf) -> None:
    slug = shelf[RED_BAG].slug
    page = look(f"/products/{slug}/")
    assert "منتجات تشبهه" in page.text
    assert {card.title.ar for card in page.context["alike"]} == {"bag blue plain", "hat red checks"}
    found = look(f"{PAGE}?product={slug}&mode=colour")
    assert shown(found)[0] == "hat red checks"
    assert found.context["product"].slug == slug


def test_a_product_without_a_described_picture_says_nothing_of_it(shelf: Shelf, noor: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        Product.objects.filter(pk=show(BLUE_BAG)).update(slug="new")
    assert "منتجات تشبهه" not in look("/products/new/").text
    assert "search-help" in look(f"{PAGE}?product=new").text


def test_what_is_not_on_sale_is_not_found(shelf: Shelf, noor: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        unpublish_product(product_id=shelf[RED_BAG].pk, now=clock.now())
    for slug in (shelf[RED_BAG].slug, "of-another-store", "\0"):
        assert look(f"{PAGE}?product={slug}").status_code == 404


@pytest.mark.long
def test_what_looks_like_a_product_is_looked_for_once_in_a_while(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    slug = shelf[RED_BAG].slug
    look(f"/products/{slug}/")
    with CaptureQueriesContext(connection) as captured:
        page = look(f"/products/{slug}/")
    assert page.context["alike"]
    assert not [query for query in captured if "search_index_describedpicture" in query["sql"]]
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        look(f"/products/{slug}/")
    assert [query for query in captured if "search_index_describedpicture" in query["sql"]]


@pytest.mark.sampled
@pytest.mark.parametrize(("most", "by"), [(16, "look"), (19, "product")])
def test_the_page_keeps_to_its_statements(shelf: Shelf, most: int, by: str, django_assert_max_num_queries: Any) -> None:
    """Beginnings and ends of transactions, which are savepoints in a test, count among them."""
    address = send(jpeg(RED_BAG))["Location"] if by == "look" else f"{PAGE}?product={shelf[RED_BAG].slug}"
    look(address)
    cache.clear()
    with django_assert_max_num_queries(most):
        look(address)


def test_search_engines_keep_out(shelf: Shelf) -> None:
    text = look(f"{PAGE}?product={shelf[RED_BAG].slug}").text
    assert '<meta name="robots" content="noindex, follow">' in text
    assert f'<link rel="canonical" href="http://{NOOR}{PAGE}">' in text


class AwayPictures(ExactPictureIndex):
    """PostgreSQL in the place of a server that does not answer."""

    def similar_to_image(self, *asked: Any, **more: Any) -> tuple[int, ...]:
        waiting().has_failed = True
        return super().similar_to_image(*asked, **more)


def test_staff_are_told_that_another_engine_compared_and_shoppers_are_not(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, staff = send(jpeg(RED_BAG))["Location"], staff_of(NOOR)
    assert TOLD not in staff.get(address).text, "all is well"
    monkeypatch.setattr(picture_queries, "picture_index", AwayPictures)
    told = staff.get(address)
    assert TOLD in told.text
    assert len(shown(told)) == 3
    assert TOLD not in look(address).text


def test_looking_opens_no_transaction_around_the_picture(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoding takes up to ten seconds, in which no connection of the database is kept waiting."""
    seen = []

    def embed(_self: Any, batch: Any) -> Any:
        seen.append(len(connection.savepoint_ids))
        return np.ones((1, 32)) / 32**0.5

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(type(picture_embedders()[Likeness.COLOUR]), "embed", embed)
    send(jpeg(RED_BAG))
    assert seen == [outside] * 3
