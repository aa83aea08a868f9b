"""What opening a store does in SYSTEM, where a question is about every store's rows."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from commerce.core.scope import tenant_scope
from commerce.tenants.application.use_cases.open_store import open_store
from commerce.tenants.models import Tenant
from wasla_site.bench.statements import statements_of
from wasla_site.bench.stores import opening_of
from wasla_site.storefront.models import StorePage


def in_system(statements: list[str]) -> Iterator[str]:
    is_system = False
    for statement in statements:
        if "set_config" in statement:
            is_system = "wasla_system" in statement
        elif is_system:
            yield statement


@pytest.mark.usefixtures("own_database")
def test_nothing_is_indexed_over_all_stores() -> None:
    sent = statements_of(lambda: open_store(opening=opening_of("desert")))
    across = list(in_system(sent))
    assert any("storefront_storepage" in statement for statement in across)
    assert any("wagtailsearch_indexentry" in statement for statement in sent)
    assert not any("wagtailsearch_indexentry" in statement for statement in across)


@pytest.mark.usefixtures("own_database")
def test_a_new_stores_pages_are_found() -> None:
    open_store(opening=opening_of("desert"))
    with tenant_scope(Tenant.objects.get(slug="desert").pk), transaction.atomic():
        assert [page.slug for page in StorePage.objects.all().autocomplete("القي")] == ["desert"]
        for words in ("من نح", "Abou"):
            assert [page.slug for page in StorePage.objects.all().autocomplete(words)] == ["about"]
