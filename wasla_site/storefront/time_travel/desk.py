"""Where an editor sets the store's clock: to look for themselves, or to send somebody a link."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.accounts.models import User
from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from commerce.tenants.application.queries import absolute_url
from commerce.tenants.models import Tenant
from wasla_site.storefront.models import StorePage
from wasla_site.storefront.time_travel.drafts import drafts_of_store
from wasla_site.storefront.time_travel.labels import SHOWN_AS
from wasla_site.storefront.time_travel.previews import Preview, ShownAs, seal
from wasla_site.storefront.time_travel.requests import keep
from wasla_site.storefront.time_travel.use_cases.open_preview import open_preview

AS_BROWSERS_SEND_IT = "%Y-%m-%dT%H:%M"
LANGUAGES = {"ar": "العربية", "en": "English"}


class TimeTravelForm(forms.Form):
    instant = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        required=False,
        input_formats=[AS_BROWSERS_SEND_IT],
        widget=forms.DateTimeInput(format=AS_BROWSERS_SEND_IT, attrs={"type": "datetime-local", "dir": "ltr"}),
    )
    shown_as = forms.TypedChoiceField(
        label=gettext_lazy("Seen as"),
        choices=list(SHOWN_AS.items()),
        coerce=ShownAs,
        widget=forms.RadioSelect(),
        initial=ShownAs.GUEST,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect())
    drafts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Drafts to see as if they were published"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, *args: Any, store: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["instant"].help_text = format_html(
            _("In the store's time ({zone}). Leave it empty to see the store as of now."),
            zone=format_html('<bdi dir="ltr">{}</bdi>', store.time_zone),
        )
        fields["language"].choices = [(code, LANGUAGES[code]) for code in store.languages]
        fields["language"].initial = store.languages[0]
        fields["drafts"].choices = [(page.latest_revision_id, _told(page)) for page in drafts_of_store()]
        if not fields["drafts"].choices:
            fields["drafts"].help_text = _("There are none: every page is published as it was last saved.")


class TimeTravelDesk(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Shows the form and, sent, leads to the store as it will be, or shows the link to it."""

    model = StorePage
    permission_required = "change"
    template_name = "time_travel/desk.html"
    header_icon = "date"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(TimeTravelForm(store=self._store))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TimeTravelForm(request.POST, store=self._store)
        if not form.is_valid():
            return self._page(form, status=422)
        is_shared = "share" in request.POST
        try:
            preview = open_preview(**form.cleaned_data, is_shared=is_shared, maker_id=self._maker.pk, now=clock.now())
        except Refusal as refusal:
            form.add_error("instant", message_for(refusal))
            return self._page(form, status=422)
        below = self._below_language(form.cleaned_data["language"])
        if is_shared:
            return self._page(form, link=self._link(preview, below), ends_at=preview.ends_at)
        response = HttpResponseRedirect(f"{below}/")
        keep(response, preview)
        return response

    def get_page_title(self) -> str:
        return _("The store as it will be")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @property
    def _maker(self) -> User:
        return cast(User, self.request.user)

    @property
    def _store(self) -> Tenant:
        store: Tenant = self.request.tenant  # type: ignore[attr-defined]
        return store

    def _below_language(self, language: str) -> str:
        """What the store's addresses in this language begin with."""
        return "" if language == self._store.languages[0] else f"/{language}"

    def _link(self, preview: Preview, below: str) -> str:
        return absolute_url(self._store.pk, below + reverse("preview:enter", args=[seal(preview)]))

    def _page(self, form: TimeTravelForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, media=form.media, **context), status=status)


def _told(page: StorePage) -> SafeString:
    """A draft by its page's title, when it was saved, and from when on it counts."""
    saved = _on_day(page.latest_revision.created_at)
    begins = page.latest_revision.content.get("go_live_at")
    if begins is None:
        return format_html(_("<bdi>{title}</bdi>, saved {saved}"), title=page.draft_title, saved=saved)
    return format_html(
        _("<bdi>{title}</bdi>, saved {saved}, goes live {begins}"),
        title=page.draft_title,
        saved=saved,
        begins=_on_day(datetime.fromisoformat(begins)),
    )


def _on_day(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
