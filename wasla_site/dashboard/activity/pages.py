"""What Wagtail logs of pages and pictures flows into the store's activity log, whichever door it came through.

Wagtail writes its own log from every view, bulk action and API alike, one row at a time; each of those rows is a deed.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual

# Use cases tell the log of these themselves.
TOLD_BY_USE_CASES = frozenset({"product", "category", "order", "membership", "user"})
KINDS = {"storeimage": "picture", "storedocument": "document"}
ACTIONS = {
    "wagtail.create": "created",
    "wagtail.edit": "changed",
    "wagtail.delete": "deleted",
    "wagtail.publish": "published",
    "wagtail.publish.scheduled": "published",
    "wagtail.unpublish": "unpublished",
    "wagtail.unpublish.scheduled": "unpublished",
    "wagtail.rename": "renamed",
    "wagtail.revert": "reverted",
    "wagtail.move": "moved",
    "wagtail.reorder": "reordered",
    "wagtail.publish.schedule": "scheduled",
    "wagtail.schedule.cancel": "unscheduled",
    "wagtail.copy": "copied",
}


def on_page_logged(sender: Any, instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    if created:
        _record("page", instance.page_id, instance)


def on_object_logged(sender: Any, instance: ModelLogEntry, created: bool, **kwargs: Any) -> None:
    model = instance.content_type.model if instance.content_type else ""
    if created and model not in TOLD_BY_USE_CASES:
        _record(KINDS.get(model, model[:20]), int(instance.object_id), instance)


def _record(kind: str, object_id: int, entry: Any) -> None:
    action = ACTIONS.get(entry.action) or entry.action.removeprefix("wagtail.")[:30]
    name = Bilingual(ar=entry.label, en=entry.label)
    record(Deed(kind, action, object_id, name, *_before_and_after(entry.data)))


def _before_and_after(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of Wagtail's notes, a title and a place; the rest are ids of revisions."""
    title = data.get("title")
    if isinstance(title, dict) and "old" in title:
        return {"title": title["old"]}, {"title": title["new"]}
    if "source" in data and "destination" in data:
        return {"parent": data["source"]["title"]}, {"parent": data["destination"]["title"]}
    return {}, {}


def listen() -> None:
    post_save.connect(on_page_logged, sender=PageLogEntry, dispatch_uid="activity.pages")
    post_save.connect(on_object_logged, sender=ModelLogEntry, dispatch_uid="activity.objects")
