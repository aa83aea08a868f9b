"""The desk's list of who did what, newest first."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from commerce.accounts.models import Membership
from commerce.core.actors import ActorKind
from commerce.core.folding import fold
from commerce.core.models import AuditEntry
from commerce.orders.interfaces.labels import ACTOR
from wasla_site.dashboard.activity import words
from wasla_site.dashboard.activity.links import addresses_of

_OTHERS = [(kind.value, ACTOR[kind]) for kind in ActorKind if kind is not ActorKind.STAFF]


def _people() -> list[tuple[str, Any]]:
    """Everyone who works here or once did, and those who are no persons."""
    people = {
        str(pk): name
        for pk, name in AuditEntry.objects.filter(kind="member", object_id__isnull=False)
        .order_by("id")
        .values_list("object_id", "name_ar")
    }
    people |= {str(row.user_id): str(row.user) for row in Membership.objects.select_related("user")}
    named = sorted(people.items(), key=lambda person: person[1])
    return [*((f"{ActorKind.STAFF}:{pk}", name) for pk, name in named), *_OTHERS]


class ActivityFilters(WagtailFilterSet):
    who = django_filters.ChoiceFilter(choices=_people, method="by", label=pgettext_lazy("activity", "Who"))
    what = django_filters.MultipleChoiceFilter(
        choices=[(code, label) for code, (label, _actions) in words.ACTIONS.items()],
        method="done",
        label=pgettext_lazy("activity", "What"),
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=list(words.KINDS.items()), label=pgettext_lazy("activity", "To what")
    )
    at = django_filters.DateFromToRangeFilter(label=pgettext_lazy("activity", "When"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def by(self, queryset: QuerySet[AuditEntry], name: str, actor: str) -> QuerySet[AuditEntry]:
        kind, _colon, actor_id = actor.partition(":")
        found = queryset.filter(actor_kind=kind)
        return found.filter(actor_id=actor_id) if actor_id else found

    def done(self, queryset: QuerySet[AuditEntry], name: str, codes: list[str]) -> QuerySet[AuditEntry]:
        actions = {action for code in codes for action in words.ACTIONS[code][1]}
        return queryset.filter(action__in=actions) if codes else queryset


class ActivityPages(WagtailPaginator):
    """Counts in the merchant's words."""

    verbose_name = pgettext_lazy("activity", "entry")
    verbose_name_plural = pgettext_lazy("activity", "entries")


class ActivityList(IndexView):
    model = AuditEntry
    any_permission_required = ("view",)
    page_title = _("Activity")
    header_icon = "history"
    index_url_name = "activity:list"
    index_results_url_name = "activity:list_results"
    filterset_class = ActivityFilters
    paginator_class = ActivityPages
    paginate_by = 50
    default_ordering = "-id"
    is_searchable = True
    search_backend_name = None
    verbose_name = pgettext_lazy("activity", "entry")
    verbose_name_plural = pgettext_lazy("activity", "entries")

    def search_queryset(self, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """By a part of the object's name in either language, whatever its spelling."""
        return queryset.filter(words__contains=fold(self.search_query)) if self.is_searching else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        self.addresses = addresses_of(context["object_list"], self.request.user)
        return context

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("at", label=pgettext_lazy("activity", "When"), accessor=self._when, width="14%"),
            Column("who", label=pgettext_lazy("activity", "Who"), accessor=words.who, width="18%"),
            Deeds("what", label=pgettext_lazy("activity", "What"), accessor=self._what),
        ]

    @cached_property
    def _time_zone(self) -> ZoneInfo:
        """The store's, whatever a person set for themselves: two who look at the log read the same times."""
        return ZoneInfo(self.request.tenant.time_zone)

    def _when(self, entry: AuditEntry) -> SafeString:
        at = localtime(entry.at, self._time_zone)
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), date_format(at, "SHORT_DATETIME_FORMAT"))

    def _what(self, entry: AuditEntry) -> SafeString:
        return words.sentence(entry, self.addresses.get((entry.kind, entry.object_id or 0)))


class Deeds(Column):
    """The sentence, and below it, to open, everything that changed."""

    cell_template_name = "dashboard/activity_deed.html"

    def get_cell_context_data(self, instance: AuditEntry, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"details": list(words.details(instance)), "reason": words.reason(instance)}
