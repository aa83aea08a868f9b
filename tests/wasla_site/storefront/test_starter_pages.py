"""What opening a store does in SYSTEM, where a question is about every store's rows."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from wagtail.models import PageLogEntry, ReferenceIndex

from commerce.core.models import AuditEntry
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


@pytest.mark.usefixtures("own_database")
def test_a_new_stores_pages_are_as_if_an_editor_had_published_them() -> None:
    open_store(opening=opening_of("desert"))
    with tenant_scope(Tenant.objects.get(slug="desert").pk), transaction.atomic():
        pages = StorePage.objects.filter(depth__gt=1).specific()
        for page in pages:
            page.full_clean()
            revision = page.revisions.get()
            assert page.latest_revision == page.live_revision == revision
            assert page.latest_revision_created_at == page.first_published_at == page.last_published_at
            assert revision.as_object().body == page.body
            assert revision.base_content_type == page.get_base_content_type()
            assert not page.has_unpublished_changes
            assert [entry.action for entry in PageLogEntry.objects.filter(page=page)] == ["wagtail.create"]
            assert ReferenceIndex.get_references_for_object(page).exists()
        told = AuditEntry.objects.filter(kind="page", action="created").values_list("object_id", flat=True)
        assert set(told) == {page.pk for page in pages}


@pytest.mark.usefixtures("own_database")
def test_opening_a_store_takes_so_many_statements() -> None:
    """Each page is checked, written, indexed and told of once; twice, it would be 340."""
    open_store(opening=opening_of("meadow"))
    assert len(statements_of(lambda: open_store(opening=opening_of("desert")))) <= 225
