"""Where the store has nothing to tick yet, a campaign's form says where to make it."""

from __future__ import annotations

from typing import Any

from commerce.catalog.models import Collection
from tests.commerce.carts.shop import NOON
from wasla_site.storefront.campaigns.rule_blocks import GoodsBlock


def ticks(name: str) -> str:
    block = GoodsBlock().child_blocks[name]
    return str(block.field.widget.render(name, None, {"id": name}))


def test_what_the_store_has_none_of_is_said_with_where_to_make_it(in_noor: Any) -> None:
    for name in ("collections", "but_not_collections"):
        assert "لا توجد مجموعات بعد" in ticks(name)
    Collection.objects.create(title_ar="مسك", title_en="Musk", slug="musk", created_at=NOON)
    assert "لا توجد" not in ticks("collections")
    assert "مسك" in ticks("collections")
