"""Which categories something is sold in: in them, or below."""

from __future__ import annotations

from typing import Any

from commerce.catalog.application.queries import all_categories, filled_categories
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.domain.values import Status
from commerce.core.bilingual import Bilingual
from tests.search_index.shelf import sell


def test_what_is_sold_below_fills_what_stands_above(in_noor: Any) -> None:
    top = create_category(name=Bilingual("عطور", "Perfumes"))
    below = create_category(name=Bilingual("عود", "Oud"), parent_id=top)
    drafts = create_category(name=Bilingual("مسودات", "Drafts"))
    empty = create_category(name=Bilingual("فارغ", "Empty"))
    set_categories(product_id=sell("عطر"), category_ids=[below])
    set_categories(product_id=sell("قادم", status=Status.DRAFT), category_ids=[drafts])
    assert filled_categories([top, below, drafts, empty]) == {top, below}
    assert filled_categories([]) == frozenset()
    assert {top, below, drafts, empty} <= set(all_categories())
