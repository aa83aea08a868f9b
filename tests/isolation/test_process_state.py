"""One process serves both stores, in turns and at once: what it keeps of one must never answer for the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.forms import ModelForm, modelform_factory
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client
from django.urls import path

from commerce.catalog.models import Category, ProductCategory
from commerce.core.owned import ScopedManager
from commerce.core.scope import ScopeUnset, current_tenant_id, scope_if_open, tenant_scope
from tests.isolation.addresses import Address, one_of_each
from tests.isolation.conftest import Tried
from tests.isolation.crawling import Answer, Crawl, ask, staff_of, undone
from tests.isolation.desk import DRAWN_BY_SCRIPT, desk_addresses
from tests.isolation.served_forms import forms_of
from tests.isolation.shops import Shop

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]


def own_views(own: Shop, other: Shop) -> list[Address]:
    """One address of every view that is allowed, with the store's own things."""
    return [each for each in one_of_each(desk_addresses(own, other, allowed=True)) if each.is_own]


def visit(crawls: list[Crawl], views: list[list[Address]]) -> None:
    """Each view in turn by A, B, A, B; then its form by A, B, as it was served."""
    for number in range(len(views[0])):
        served: list[tuple[Crawl, Address, Answer]] = []
        for crawl, addresses in 2 * list(zip(crawls, views, strict=True)):
            address = addresses[number]
            served.append((crawl, address, crawl.look(address.path, (address.view,))))
        for crawl, address, answer in served[2:]:
            for form in forms_of(answer.html, "post")[-1:]:
                crawl.look(address.path, (address.view,), form | DRAWN_BY_SCRIPT)


@pytest.mark.long
def test_every_view_by_turns(stores: Stores, tried: Tried) -> None:
    pairs = (stores, stores[::-1])
    crawls = [Crawl(staff_of(own, "owner"), own, other) for own, other in pairs]
    visit(crawls, [own_views(own, other) for own, other in pairs])
    for crawl in crawls:
        crawl.judge()
        tried("views by turns", crawl.asked, at_least=100)


@pytest.mark.long
def test_two_threads_at_once(stores: Stores, tried: Tried) -> None:
    together = Barrier(2, timeout=60)

    def walk(own: Shop, other: Shop) -> Crawl:
        try:
            crawl = Crawl(staff_of(own, "owner"), own, other)
            for address in own_views(own, other):
                together.wait()
                answer = crawl.look(address.path, (address.view,))
                for form in forms_of(answer.html, "post")[-1:]:
                    crawl.look(address.path, (address.view,), form | DRAWN_BY_SCRIPT)
            return crawl
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        crawls = list(threads.map(walk, stores, stores[::-1]))
    for crawl in crawls:
        crawl.judge()
        tried("views and forms in two threads", crawl.asked, at_least=80)


def test_a_preview_inside_a_request_leaves_the_requests_scope(stores: Stores) -> None:
    """Wagtail's preview runs all middleware again, inside the desk's own request."""
    for own, other in (stores, stores[::-1], stores):
        client, path = staff_of(own, "owner"), f"/manage/pages/{own.first}/edit/preview/"
        with undone():
            form = forms_of(ask(client, f"/manage/pages/{own.first}/edit/").html, "post")[-1]
            sent = ask(client, path, form | DRAWN_BY_SCRIPT | {"heading_ar": "foreseen", "heading_en": "foreseen"})
            shown = ask(client, f"{path}?mode=")
        assert (sent.status, shown.status) == (200, 200)
        assert "foreseen" in shown.html
        assert other.marker not in sent.told + shown.told
        assert scope_if_open() is None


def test_what_runs_after_the_commit_has_its_own_stores_scope(stores: Stores) -> None:
    """The transaction's tenant is gone by then; in the scope a callback opens a transaction of its own."""
    told: list[Any] = []

    def count_categories() -> None:
        with transaction.atomic():
            told.append(list(Category.objects.values_list("name_ar", flat=True)))

    for shop in stores:
        with tenant_scope(shop.tenant_id), transaction.atomic():
            transaction.on_commit(count_categories)
    assert len(told) == 2
    for shop, names in zip(stores, told, strict=True):
        assert names
        assert all(shop.marker in name for name in names)


def stream_names(request: HttpRequest) -> StreamingHttpResponse:
    """Each chunk asks the store anew, long after the request's own transaction."""
    return StreamingHttpResponse("|".join(Category.objects.values_list("name_ar", flat=True)) for _ in range(3))


urlpatterns = [path("names/", stream_names)]


def streams_by_turns(stores: Stores) -> list[list[str]]:
    """What each store's browser got, the chunks asked for A, B, A, B, as a process with several browsers sends them."""
    answers: list[Any] = [Client(HTTP_HOST=shop.host).get("/names/") for shop in stores]
    by_turns = zip(*(answer.streaming_content for answer in answers), strict=True)
    return [[chunk.decode() for chunk in got] for got in zip(*by_turns, strict=True)]


def test_streams_of_both_stores_by_turns(stores: Stores, settings: Any) -> None:
    """Through all of the site's middleware."""
    settings.ROOT_URLCONF = __name__
    for pair in (stores, stores[::-1]):
        for shop, chunks in zip(pair, streams_by_turns(pair), strict=True):
            assert len(chunks) == 3
            assert all(name.count(shop.marker) == 1 for chunk in chunks for name in chunk.split("|"))
    assert scope_if_open() is None


def test_a_stream_without_its_stores_scope_is_loud(
    stores: Stores, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what the test above sees is the middleware's doing."""
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr("commerce.tenants.interfaces.middleware.stream_in_scope", lambda chunks, tenant_id: chunks)
    with pytest.raises(ScopeUnset):
        streams_by_turns(stores)


def takes(form: type[ModelForm[Any]], shop: Shop) -> dict[str, bool]:
    """Whether a form's class takes each store's category in this store's scope."""
    with tenant_scope(shop.tenant_id), transaction.atomic():
        field = form().fields["category"]
        return {str(number): _is_valid(field, number) for number in (7_000_001, 8_000_001)}


def _is_valid(field: Any, number: int) -> bool:
    try:
        field.clean(number)
    except ValidationError:
        return False
    return True


def form_made_in(shop: Shop) -> type[ModelForm[Any]]:
    with tenant_scope(shop.tenant_id):
        return modelform_factory(ProductCategory, fields=["category"])


def is_fair(form: type[ModelForm[Any]], stores: Stores) -> bool:
    """Each store takes its own category and not the other's."""
    noor, souq = stores
    return [takes(form, shop) for shop in (noor, souq, noor)] == [
        {str(noor.first): shop is noor, str(souq.first): shop is souq} for shop in (noor, souq, noor)
    ]


def test_a_form_class_serves_every_store(stores: Stores) -> None:
    assert is_fair(form_made_in(stores[0]), stores)


def test_a_manager_that_bakes_the_tenant_in_is_caught(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof of the test above: a condition taken when the queryset is built serves the first store to all."""

    def bake(manager: Any) -> Any:
        return models.Manager.get_queryset(manager).filter(tenant_id=current_tenant_id())

    monkeypatch.setattr(ScopedManager, "get_queryset", bake)
    assert not is_fair(form_made_in(stores[0]), stores)
