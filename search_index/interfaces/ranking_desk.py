"""Settings → Search: how results are ordered, tried before it is saved; products placed by hand; and the history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, npgettext, pgettext
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from commerce.accounts.interfaces.form_page import FormPage
from commerce.catalog.application.queries import faces_of, product_titles
from commerce.catalog.interfaces.finding import found_products, numbered
from commerce.core import clock
from commerce.core.actors import current_actor
from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from search_index.application.previewing import Placed, Preview, preview_ranking
from search_index.application.rankings import Ranking, current_ranking, ranking_of, rankings_of_store
from search_index.application.use_cases.bring_back_ranking import bring_back_ranking
from search_index.application.use_cases.save_ranking import save_ranking
from search_index.domain.profiles import MOST_PLACED, Placing, Profile
from search_index.interfaces.cut_off import cut_off_words
from search_index.interfaces.ranking_forms import (
    BURY,
    PLACE,
    PlacingForm,
    RankingForm,
    placing_start,
    ranking_start,
)
from search_index.interfaces.ranking_words import boost_names, changes, reason_lines, steps_of
from search_index.models import RankingVersion

RANKING = "search_desk:ranking"
MOST_OFFERED = 100
ROWS = 20


class RankingFormPage(FormPage):
    """A page on which a draft of the ranking is tried, by a button named `preview`, before it is saved.

    The engine is asked with no transaction open; all else, the rendering too, has one.
    """

    model = RankingVersion
    permission_required = "change"
    header_icon = "search"
    saved_text = gettext_lazy("Saved. Searches go by it from now on.")
    tried: tuple[str, Profile] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            response = super().dispatch(request, *args, **kwargs)
        preview = self._preview()
        if isinstance(response, TemplateResponse):
            with transaction.atomic():
                if preview is not None and response.context_data is not None:
                    response.context_data["preview"] = told(preview)
                response.render()
        return response

    def _preview(self) -> Preview | None:
        if self.tried is None:
            return None
        text, draft = self.tried
        return preview_ranking(text, before=self.ranking.profile, after=draft, now=clock.now())

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        with transaction.atomic():
            self.ranking = current_ranking()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, **kwargs)
        form = self.form(request.POST)
        if form.is_valid():
            if text := self.question_of(form):
                self.tried = text, form.profile
            else:
                form.add_error(self.question_field, _("Type a question to try."))
        return self.render_to_response(self.get_context_data(form=form), status=200 if self.tried else 422)

    question_field = ""

    def question_of(self, form: Any) -> str:
        raise NotImplementedError

    def save(self, form: Any) -> str:
        typed = form.cleaned_data
        save_ranking(
            profile=form.profile,
            after=typed["after"] or 0,
            note=typed["note"],
            actor=current_actor(),
            now=clock.now(),
        )
        return reverse(RANKING)


def told(preview: Preview) -> dict[str, Any]:
    """Side by side, each result with its reasons. Some six statements."""
    titles, faces, names = product_titles(preview.product_ids), faces_of(preview.product_ids), boost_names()
    language = get_language() or "ar"

    def row(placed: Placed) -> dict[str, Any]:
        reasons = placed.reasons
        title = titles.get(reasons.object_id)
        return {
            "place": placed.place,
            "title": title.in_language(language) if title else "—",
            "face": faces.get(reasons.object_id),
            "moved": placed.moved,
            "fell": -placed.moved if placed.moved and placed.moved < 0 else 0,
            "steps": steps_of(reasons),
            "lines": reason_lines(reasons, names, preview.text),
            "points": reasons.points,
            "is_pinned": reasons.pinned is not None,
        }

    sides = (
        (_("Now"), preview.total_before, [row(placed) for placed in preview.before], False),
        (_("With your changes"), preview.total_after, [row(placed) for placed in preview.after], True),
    )
    return {
        "text": preview.text,
        "meant": preview.meant,
        "sides": sides,
        "is_degraded": preview.is_degraded,
        "cut_off": cut_off_words() if preview.is_cut_off else "",
    }


class RankingPage(RankingFormPage):
    template_name = "search_desk/ranking.html"
    question_field = "try_text"

    def form(self, data: Any = None) -> RankingForm:
        return RankingForm(data, ranking=self.ranking, initial=ranking_start(self.ranking))

    def question_of(self, form: RankingForm) -> str:
        return form.asked

    def get_page_title(self) -> str:
        return pgettext("ranking", "Search results")

    def get_header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("Place products"), url=reverse("search_desk:add_question"), icon_name="plus"),
            HeaderButton(_("History"), url=reverse("search_desk:history"), icon_name="history"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"placings": self.ranking.profile.placings}


class QuestionPage(RankingFormPage):
    template_name = "search_desk/question.html"
    question_field = "asked"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.placing = self.known()

    def known(self) -> Placing | None:
        return None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "find" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.form_with_found()))
        return super().post(request, **kwargs)

    def form(self, data: Any = None) -> PlacingForm:
        if data is None:
            ids = [*self.placing.pinned, *self.placing.buried] if self.placing else []
            return self._form_of(ids, None, placing_start(self.ranking, self.placing))
        return self._form_of(numbered(data, PLACE, MOST_OFFERED), data, {})

    def form_with_found(self) -> PlacingForm:
        """What is typed stays, and below stand the products that were found, without a place yet."""
        typed = self.request.POST
        known = numbered(typed, PLACE, MOST_OFFERED)
        added = [product_id for product_id in found_products(typed) if product_id not in set(known)]
        if not added:
            messages.info(self.request, _("No other products were found."))
        return self._form_of([*known, *added][:MOST_OFFERED], None, typed.dict())

    def _form_of(self, ids: list[int], data: Any, initial: Any) -> PlacingForm:
        self.titles = product_titles(ids)
        known = [product_id for product_id in ids if product_id in self.titles]
        key = self.placing.key if self.placing else ""
        return PlacingForm(data, ranking=self.ranking, product_ids=known, key=key, initial=initial)

    def question_of(self, form: PlacingForm) -> str:
        return form.question

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form: PlacingForm = kwargs["form"]
        language, faces = get_language() or "ar", faces_of(form.product_ids)
        rows = [
            (self.titles[pk].in_language(language), faces.get(pk), form[f"{PLACE}{pk}"], form[f"{BURY}{pk}"])
            for pk in form.product_ids
        ]
        return super().get_context_data(**kwargs) | {"rows": rows, "most": MOST_PLACED}

    def pages_above(self) -> list[dict[str, Any]]:
        return [_search_crumb()]


class AddQuestion(QuestionPage):
    def get_page_title(self) -> str:
        return _("Place products")


class EditQuestion(QuestionPage):
    def known(self) -> Placing:
        for placing in self.ranking.profile.placings:
            if placing.key == self.kwargs["key"]:
                return placing
        raise Http404

    def get_page_title(self) -> str:
        return _("Products for “%(asked)s”") % {"asked": self.placing.asked if self.placing else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delete_url = reverse("search_desk:delete_question", args=[self.kwargs["key"]])
        return super().get_context_data(**kwargs) | {"delete_url": delete_url}


class DeleteQuestion(PermissionCheckedMixin, View):
    """Nothing is placed by hand for the question any more; a version of its own, made from the one that was shown."""

    model = RankingVersion
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        ranking = current_ranking()
        profile = ranking.profile
        left = tuple(placing for placing in profile.placings if placing.key != key)
        if len(left) == len(profile.placings):
            raise Http404
        without = Profile(profile.weights, profile.is_sold_out_last, profile.boosts, left, profile.synonyms)
        return _saved(
            request,
            lambda: save_ranking(
                profile=without, after=_seen(request), note="", actor=current_actor(), now=clock.now()
            ),
        )


class VersionPages(WagtailPaginator):
    """Counts in the merchant's words."""

    @property
    def items_count_label(self) -> str:
        return npgettext("in a list", "%(count)s version", "%(count)s versions", self.count) % {"count": self.count}


class RankingHistory(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = RankingVersion
    permission_required = "change"
    template_name = "search_desk/history.html"
    header_icon = "history"

    def get(self, request: HttpRequest) -> HttpResponse:
        page = VersionPages(rankings_of_store(), ROWS).get_page(request.GET.get("p"))
        current = rankings_of_store().values_list("number", flat=True).first() or 0
        versions = [ranking_of(row) for row in page.object_list]
        context = self.get_context_data(
            rows=page,
            versions=_compared(versions),
            current=current,
            is_last_page=not page.has_next(),
            index_url=reverse("search_desk:history"),
        )
        return self.render_to_response(context)

    def get_page_title(self) -> str:
        return _("History")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, _search_crumb(), {"url": "", "label": self.get_page_title()}]


class BringBackRanking(PermissionCheckedMixin, View):
    model = RankingVersion
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        return _saved(
            request,
            lambda: bring_back_ranking(number=number, after=_seen(request), actor=current_actor(), now=clock.now()),
        )


def _seen(request: HttpRequest) -> int:
    """The version the page was made from; one there never is where it says none."""
    after = request.POST.get("after", "")
    return int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else -1


def _saved(request: HttpRequest, save: Any) -> HttpResponse:
    try:
        save()
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, str(RankingFormPage.saved_text))
    return redirect(RANKING)


def _compared(versions: list[Ranking]) -> list[tuple[Ranking, list[str]]]:
    """Each with what it changed of the one before it."""
    names = boost_names()
    older = [*versions[1:], _before(versions[-1])] if versions else []
    return [(one, list(changes(was.profile, one.profile, names))) for one, was in zip(versions, older, strict=True)]


def _before(version: Ranking) -> Ranking:
    row = rankings_of_store().filter(number__lt=version.number).first()
    return Ranking(0, Profile()) if row is None else ranking_of(row)


def _search_crumb() -> dict[str, Any]:
    return {"url": reverse(RANKING), "label": pgettext("ranking", "Search results")}
