"""Taking a campaign back restores every effect and nothing else: the rows of all tables are equal to before."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from psycopg.rows import dict_row

from commerce.tenants.models import Tenant
from tests.support.databases import owner_of
from tests.support.rows import tenant_tables
from tests.wasla_site.storefront.campaigns.builders import PERCENT, published

# What tells of the past and is added to only: versions, revisions, logs, messages.
HISTORY = {
    "promotions_promotionversion",
    "wagtailcore_revision",
    "wagtailcore_pagelogentry",
    "core_auditentry",
    "core_unsealedentry",
    "core_outboxdelivery",
    "core_changedobject",
}
# Of the other rows, which revision is meant and when it was.
POINTERS = {
    "storefront_storepage": {
        "latest_revision_id",
        "live_revision_id",
        "latest_revision_created_at",
        "last_published_at",
    },
    "promotions_promotion": {"current_id"},
}


def rows_of(database: str) -> dict[str, Any]:
    """Every row of every tenant table but history's, without its pointers; a version pointed at by what it says."""
    found: dict[str, Any] = {}
    with owner_of(database) as owner:
        for table in tenant_tables(owner):
            if table in HISTORY:
                continue
            rows = owner.cursor(row_factory=dict_row).execute(f'SELECT * FROM "{table}"').fetchall()
            left_out = POINTERS.get(table, set())
            found[table] = sorted(
                str({name: value for name, value in row.items() if name not in left_out}) for row in rows
            )
        found["offered"] = owner.execute(
            "SELECT promotion.id, version.data - 'version', version.coupon_batches, version.most_uses, "
            "version.most_amount_minor, version.starts_at, version.ends_at FROM promotions_promotion AS promotion "
            "LEFT JOIN promotions_promotionversion AS version ON version.id = promotion.current_id ORDER BY 1"
        ).fetchall()
    return found


def test_the_revision_before_put_back_restores_everything(at_noor: Tenant, own_database: str) -> None:
    with transaction.atomic():
        page = published(limits=[("uses", 5)], banner=[("banner", {"text_ar": "عيد", "places": ["home"]})])
        first = page.live_revision
    before = rows_of(own_database)
    with transaction.atomic():
        page.actions, page.limits = [("percent", {"percent": "50"})], [("budget", "900")]
        page.heading_ar, page.group = "خصم", "season"
        page.save_revision().publish()
    assert rows_of(own_database) != before, "or nothing is compared"
    with transaction.atomic():
        back = first.as_object().save_revision(previous_revision=first)
        back.publish(previous_revision=first)
    assert rows_of(own_database) == before


def test_the_same_revision_can_be_published_once_more(at_noor: Tenant, own_database: str) -> None:
    with transaction.atomic():
        page = published(actions=PERCENT)
        first = page.live_revision
    before = rows_of(own_database)["offered"]
    with transaction.atomic():
        page.actions = [("percent", {"percent": "50"})]
        page.save_revision().publish()
    with transaction.atomic():
        first.publish()
    assert rows_of(own_database)["offered"] == before


def test_unpublished_nothing_is_offered_and_the_rest_is_as_it_was(at_noor: Tenant, own_database: str) -> None:
    with transaction.atomic():
        page = published()
        page.unpublish()
    before = rows_of(own_database)
    with transaction.atomic():
        page.get_latest_revision().publish()
    with transaction.atomic():
        page.refresh_from_db()
        page.unpublish()
    assert rows_of(own_database) == before
