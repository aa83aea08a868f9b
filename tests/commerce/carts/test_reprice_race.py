"""Two workers at one shelf: the one that read earlier does not have the last word; and the same without the hold."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from commerce.carts.application.use_cases import reprice_store_shelf as repricing
from commerce.carts.domain.pricing.pieces import price_pieces
from commerce.catalog.application.use_cases.reprice_everything import reprice_everything
from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.actors import acting_as
from commerce.core.scope import tenant_scope
from tests.commerce.catalog.builders import NOON
from tests.commerce.catalog.test_reserve_race import Shop
from tests.commerce.promotions.builders import draft, published
from tests.conftest import TESTS

HOUR = timedelta(hours=1)
WAIT = 20


@pytest.mark.parametrize("is_held", [True, False], ids=["held", "not held"])
def test_an_older_reading_never_overwrites_a_newer_one(
    own_database: str, is_held: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(own_database, stock=[1])
    has_read, goes_on = threading.Event(), threading.Event()
    price = price_pieces

    def slow(*arguments: Any) -> Any:
        priced = price(*arguments)
        if threading.current_thread() is late:
            has_read.set()
            assert goes_on.wait(WAIT)
        return priced

    def sweep(hours: int) -> None:
        with tenant_scope(shop.tenant_id), acting_as(TESTS):
            repricing.reprice_store_shelf(now=NOON + hours * HOUR, most=10)

    def sweep_in_thread() -> None:
        try:
            sweep(1)
        finally:
            connection.close()

    late = threading.Thread(target=sweep_in_thread)
    monkeypatch.setattr(repricing, "price_pieces", slow)
    if not is_held:
        monkeypatch.setattr(repricing, "hold_shelves", set)
    with shop.open(), clock.as_of(NOON + HOUR):
        reprice_everything()
    late.start()
    assert has_read.wait(WAIT)
    with shop.open(), clock.as_of(NOON + 2 * HOUR):
        published(draft(share=2000), now=NOON)
        reprice_everything()
    sweep(2)
    goes_on.set()
    late.join(WAIT)
    sweep(3)
    with shop.open():
        assert Product.objects.get().shelf_lowest_minor == (100_00 if is_held else 125_00)
