"""The sweep that keeps the dates a merchant gave a page: when it goes live, when it expires."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import connection, transaction
from wagtail.models import Revision

from commerce.core.scope import system_scope, tenant_scope
from wasla_site.storefront.models import StorePage

log = logging.getLogger(__name__)

# The table has its tenant in a column that Wagtail's model does not know.
DUE_REVISIONS = """
    SELECT tenant_id, id FROM wagtailcore_revision
    WHERE approved_go_live_at <= %s ORDER BY approved_go_live_at, id LIMIT %s
"""


def publish_scheduled_pages(*, now: datetime, most: int = 100) -> int:
    """Revisions of every store whose time has come are published, and pages whose time is over are not live any more;
    returns how many were looked at.

    Publishing comes first, so that a page whose two dates have both passed ends as expired. One page's defect is logged
    and stops no other. Safe to run twice at once. The instant Wagtail writes on what it publishes is its own.
    """
    revisions, pages = _due(now, most)
    _each(revisions, lambda revision_id: _publish(revision_id, now), "revision %s could not be published")
    _each(pages, lambda page_id: _expire(page_id, now), "page %s could not be unpublished")
    return len(revisions) + len(pages)


def _due(now: datetime, most: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(tenant, revision) pairs to publish and (tenant, page) pairs to take down."""
    with system_scope(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(DUE_REVISIONS, [now, most])
            revisions = cursor.fetchall()
        expired = StorePage.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "id")
        return revisions, list(expired.values_list("tenant_id", "id")[:most])


def _each(pairs: Iterable[tuple[int, int]], act: Callable[[int], None], complaint: str) -> None:
    for tenant_id, row_id in pairs:
        with tenant_scope(tenant_id):
            try:
                with transaction.atomic():
                    act(row_id)
            except Exception:
                log.exception(complaint, row_id)


def _publish(revision_id: int, now: datetime) -> None:
    revision = Revision.objects.select_for_update().filter(pk=revision_id, approved_go_live_at__lte=now).first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")


def _expire(page_id: int, now: datetime) -> None:
    page = StorePage.objects.select_for_update().filter(pk=page_id, live=True, expire_at__lte=now).first()
    if page is not None:
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
