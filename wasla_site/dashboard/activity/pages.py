"""What Wagtail logs of pages and pictures flows into the store's activity log, whichever door it came through.

Wagtail writes its own log from every view, bulk action and API alike, one row at a time; each of those rows is a deed.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from commerce.core.audit import Deed, difference, record
from commerce.core.bilingual import Bilingual
from wasla_site.storefront.models import StorePage

Facts = dict[str, Any]

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
        told = _CHANGES_OF_PLACE.get(instance.action, _change_of_title)
        _record("page", instance.page_id, instance, *told(instance))


def on_object_logged(sender: Any, instance: ModelLogEntry, created: bool, **kwargs: Any) -> None:
    model = instance.content_type.model if instance.content_type else ""
    if created and model not in TOLD_BY_USE_CASES:
        _record(KINDS.get(model, model[:20]), int(instance.object_id), instance, *_change_of_title(instance))


def _record(kind: str, object_id: int, entry: Any, before: Facts, after: Facts) -> None:
    action = ACTIONS.get(entry.action) or entry.action.removeprefix("wagtail.")[:30]
    name = Bilingual(ar=entry.label, en=entry.label)
    record(Deed(kind, action, object_id, name, before, after))


def _change_of_title(entry: Any) -> tuple[Facts, Facts]:
    """The rest of Wagtail's notes are ids of revisions."""
    title = entry.data.get("title")
    return (
        ({"title": title["old"]}, {"title": title["new"]}) if isinstance(title, dict) and "old" in title else ({}, {})
    )


def _moved(entry: PageLogEntry) -> tuple[Facts, Facts]:
    """By address too: two pages may have one title."""
    page, left = (StorePage.objects.get(pk=pk) for pk in (entry.page_id, entry.data["source"]["id"]))
    before = {"parent": entry.data["source"]["title"], "address": f"{left.address_in_store}{page.slug}/"}
    return difference(before, {"parent": entry.data["destination"]["title"], "address": page.address_in_store})


def _copied(entry: PageLogEntry) -> tuple[Facts, Facts]:
    """Where the copy stands, next to what it is a copy of if nobody said where; that stands where it stood."""
    page = StorePage.objects.get(pk=entry.page_id)
    parent = entry.data["destination"] or entry.data["source"]
    return {}, {"parent": parent["title"], "address": page.address_in_store}


def _reordered(entry: PageLogEntry) -> tuple[Facts, Facts]:
    """Among the pages it stands with, the first of which is 1. Where it stood before, nobody noted."""
    return {}, {"position": StorePage.objects.get(pk=entry.page_id).get_prev_siblings().count() + 1}


_CHANGES_OF_PLACE = {"wagtail.move": _moved, "wagtail.copy": _copied, "wagtail.reorder": _reordered}


def listen() -> None:
    post_save.connect(on_page_logged, sender=PageLogEntry, dispatch_uid="activity.pages")
    post_save.connect(on_object_logged, sender=ModelLogEntry, dispatch_uid="activity.objects")
