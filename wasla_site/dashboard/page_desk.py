"""The desk's views of pages where Wagtail's own would tell of other stores, or fail on what no browser sends."""

from __future__ import annotations

from itertools import count
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.forms.pages import CopyForm, MoveForm
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.views.pages.move import MoveChooseDestinationView, MoveConfirmView
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.coreutils import find_available_slug
from wagtail.permissions import policy_registry

from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from wasla_site.storefront.models import CampaignPage, StorePage
from wasla_site.storefront.page_choosers import PageChooser, PageMoveChooser

# Of a page, in Wagtail.
LONGEST_TITLE = 255


class PageFilters(GenericPageFilterSet):
    """By date, kind and what is below. Wagtail's other three list the people and the hosts of the whole platform."""

    owner = None
    edited_by = None
    site = None


class CopyPageForm(CopyForm):
    """A copy is a page of its own, with a title and at an address that are free.

    Aliases, which follow another page, are not offered.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        self.fields["new_title"].initial = _free_title(self.page)
        slug = self.fields["new_slug"]
        slug.initial = find_available_slug(self.page.get_parent(), self.page.slug)
        slug.label, slug.help_text = _("New address"), _("The last part of the page's address, as in /about/.")
        if self.page.specific_class is CampaignPage:
            # It comes without codes and is looked at before it is a promise of its own.
            self.fields.pop("publish_copies", None)
        parents = self.page.specific_class.allowed_parent_page_models()
        self.fields["new_parent_page"].widget = PageChooser(target_models=parents, user_perms="copy_to")


def _free_title(page: Any) -> str:
    """What a copy of the page may be called: no page beside it is called so."""
    taken = set(page.get_parent().get_children().values_list("draft_title", flat=True))
    for number in count(1):
        words = gettext("%(title)s (copy)") if number == 1 else gettext("%(title)s (copy %(number)s)")
        room = LONGEST_TITLE - len(words % {"title": "", "number": number})
        title: str = words % {"title": page.title[:room], "number": number}
        if title not in taken:
            return title
    raise AssertionError("numbers do not end")


class CopyPage(CopyView):
    """The form alone judges the new parent: Wagtail fetches it first, and fails when there is none."""

    def get_form_class(self) -> type[CopyPageForm]:
        return CopyPageForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return FormView.post(self, request, *args, **kwargs)


class _TakenMeanwhile:
    """What the form found free may be taken when the page is kept: somebody else was quicker. Then nothing is kept, and
    the form says so as if it had known."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except (ValidationError, Refusal) as taken:
            form.add_error(None, message_for(taken) if isinstance(taken, Refusal) else taken)
            form.restore_required_fields()
            return self.form_invalid(form)  # type: ignore[attr-defined]


class AddPage(_TakenMeanwhile, CreateView):
    pass


class _NothingIsPrivate:
    """Private pages are no one's (`StorePagePermissionTester`), so which pages are is not asked for each of them."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        request.all_page_view_restriction_paths = ()  # type: ignore[attr-defined]


class ExplorePages(_NothingIsPrivate, ExplorableIndexView):
    """Who may explore sees all pages of the store: the scope says which, and none is asked whether it may be seen.

    No page below another is a site's root, and what is right below a page needs no column for its parent.
    """

    base_columns: ClassVar = [column for column in ExplorableIndexView.base_columns if column.name != "parent"]

    def get_base_queryset(self) -> QuerySet[StorePage]:
        pages = StorePage.objects.filter(depth__gt=1)
        if not self.is_searching_whole_tree:
            of_parent = pages.descendant_of if self.is_searching or self.is_filtering else pages.child_of
            pages = of_parent(self.parent_page)
        found: QuerySet[StorePage] = self.annotate_queryset(pages)
        return found

    def annotate_queryset(self, pages: Any) -> Any:
        return pages.prefetch_related("content_type").defer_streamfields().specific().annotate_approved_schedule()


class EditPage(_TakenMeanwhile, _NothingIsPrivate, EditView):
    def get_object(self) -> StorePage:
        """Who may edit pages holds rights on the home, which is what most pages are right below."""
        page: StorePage = super().get_object()
        home = policy_registry.get_by_type(StorePage).explorable_root_instance(self.request.user)
        if home is not None and page.is_child_of(home):
            page.known_parent = home
        return page

    def send_commenting_notifications(self, changes: Any) -> None:
        """Nobody: Wagtail's letters go out inside of the transaction, lead to the platform's host, and reach who once
        wrote a comment and no longer works in the store."""


class MovePageForm(MoveForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_parent_page"].widget = PageMoveChooser(
            target_models=self.target_parent_models, user_perms="move_to", pages_to_move=[self.page_to_move.pk]
        )


class MovePage(MoveChooseDestinationView):
    form_class = MovePageForm


class ConfirmMove(MoveConfirmView):
    """Wagtail asks who may move the page only when it is moved, not when the pages are shown."""

    def dispatch(self, request: HttpRequest, page_to_move_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        page = get_object_or_404(StorePage, pk=page_to_move_id)
        if not page.permissions_for_user(request.user).can_move():
            raise PermissionDenied
        return super().dispatch(request, page_to_move_id, *args, **kwargs)


class OrderPage(SetPagePositionView):
    """The root above all stores stands in no order."""

    def post(self, request: HttpRequest, page_to_move_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if not StorePage.objects.filter(pk=page_to_move_id, depth__gt=1).exists():
            raise Http404
        return super().post(request, page_to_move_id, *args, **kwargs)


class StorePageViewSet(PageViewSet):
    """Stands in for Wagtail's viewset of all page types."""

    model = StorePage
    filterset_class = PageFilters
    add_view_class = AddPage
    index_view_class = ExplorePages
    edit_view_class = EditPage
    copy_view_class = CopyPage
    move_view_class = MovePage
    move_confirm_view_class = ConfirmMove
    set_page_position_view_class = OrderPage
