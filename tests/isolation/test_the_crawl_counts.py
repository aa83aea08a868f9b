"""The proof that the crawl tells numbers apart: a page that says only how many rows another store has is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest

from commerce.catalog.models import Category
from commerce.core.scope import system_scope
from tests.isolation.addresses import FOREIGN, MISSING
from tests.isolation.crawling import Crawl, staff_of
from tests.isolation.shops import MISSING as NOBODYS
from tests.isolation.shops import SEVEN_DIGITS, Shop

Stores = tuple[Shop, Shop]


def tells_how_many(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """A site that adds to its pages how many categories of any store there are of the numbers asked for."""

    def respond(request: HttpRequest) -> Any:
        response = get_response(request)
        with system_scope(), transaction.atomic():
            count = Category.objects.filter(pk__in=SEVEN_DIGITS.findall(request.get_full_path())).count()
        response.content += f"<p>{count}</p>".encode()
        return response

    return respond


def walk(path: str, stores: Stores) -> Crawl:
    noor, souq = stores
    crawl = Crawl(staff_of(noor, "owner"), noor, souq)
    for whose, number in ((FOREIGN, souq.first), (MISSING, NOBODYS)):
        crawl.look(path.format(id=number), (path, whose))
    return crawl


@pytest.mark.parametrize(
    ("path", "status"), [("/manage/products/?categories={id}", 200), ("/manage/pages/{id}/edit/", 404)]
)
def test_a_page_that_counts_another_stores_rows_is_seen(path: str, status: int, stores: Stores, settings: Any) -> None:
    honest = walk(path, stores)
    assert {shape[0] for shape in honest.shapes.values()} == {status}
    assert honest.told_apart() == []
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.tells_how_many"]
    counting = walk(path, stores)
    assert counting.problems == [], "no word and no number of the other store is told, only that it has one"
    assert len(counting.told_apart()) == 1
