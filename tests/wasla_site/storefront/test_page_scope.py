"""Pages are written in bulk and by hand within the scope alone, as every other row of a store."""

from __future__ import annotations

from typing import Any

import pytest

from commerce.core.scope import ScopeMismatch
from wasla_site.storefront.models import ContentPage, HomePage, StorePage


def test_a_page_of_another_store_is_not_written_in_bulk(in_noor: Any, souq: Any) -> None:
    home = HomePage.objects.get()
    stranger = StorePage(tenant=souq, title="x", slug="x", path=f"{home.path}ZZZZ", depth=3, locale=home.locale)
    for write in (StorePage.objects.bulk_create, lambda rows: StorePage.objects.bulk_update(rows, ["title"])):
        with pytest.raises(ScopeMismatch):
            write([stranger])


def test_a_page_never_changes_its_store(in_noor: Any, souq: Any) -> None:
    with pytest.raises(ScopeMismatch):
        StorePage.objects.filter(depth=3).update(tenant=souq)


@pytest.mark.parametrize("model", [StorePage, HomePage, ContentPage])
def test_pages_have_no_raw_sql(in_noor: Any, model: Any) -> None:
    with pytest.raises(ScopeMismatch):
        model.objects.raw("SELECT * FROM storefront_storepage")
