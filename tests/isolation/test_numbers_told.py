"""What the crawl takes for the number of another store's row, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.isolation.shops import MOST_ROWS, Shop

SOUQ = Shop("souq", 2, "souq.localhost", 8_000_001, "qzmarker", {"order": "Tkn-of-SOUQ"})
# Seven digits in a row that would be a number of Souq's, as digests have some by chance.
DIGEST = "3c1f" * 4 + "a8012345b" + "90de" * 4
UUID = "8012345a-8012-8012-8012-a8012345abcd"


@pytest.mark.parametrize(
    "told",
    [
        "/manage/products/8000001/",
        'name="price_8000001"',
        f'data-row="c{8_000_000 + MOST_ROWS}"',
        f"{DIGEST} 8012345",
        f"{UUID} 8012345",
        "/orders/tkn-of-souq/",
    ],
)
def test_a_row_of_the_store(told: str) -> None:
    assert SOUQ.is_named_in(told)


@pytest.mark.parametrize(
    "told",
    ["", "7000001", "9999999", "18000001", "80000011", f"{8_000_001 + MOST_ROWS}", f'value="{DIGEST}"', f'id="{UUID}"'],
)
def test_not_a_row_of_the_store(told: str) -> None:
    assert not SOUQ.is_named_in(told)


def test_markers_have_no_number_in_them(stores: tuple[Shop, Shop]) -> None:
    assert all(shop.marker.isalpha() for shop in stores)
