"""Doing one thing to many pages or pictures. A number that names nothing of this store is as good as none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages import bulk_actions as of_pages
from wagtail.admin.views.pages.bulk_actions.move import MoveForm
from wagtail.images.views import bulk_actions as of_images
from wagtail.images.views.bulk_actions.add_to_collection import AddToCollectionBulkAction
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from commerce.media.interfaces.tags import TagsForm
from wasla_site.storefront.models import StorePage
from wasla_site.storefront.page_choosers import PageMoveChooser

LARGEST_ID = 2**63 - 1


def as_id(text: str) -> int:
    """0, which no row has, when the text is no number a key could be."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0
    return number if number <= LARGEST_ID else 0


class OfThisStore:
    """404 when nothing is named that the store has, and 404 when the list to take all of is not the store's.

    Wagtail lists what a person may not change; who may change nothing of the kind has no business here.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        model = self.model  # type: ignore[attr-defined]
        if not policy_registry.get_by_type(model).user_has_any_permission(request.user, {"change"}):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> list[Any]:
        return get_list_or_404(model, pk__in=[as_id(str(object_id)) for object_id in object_ids])

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> Any:
        number = None if parent_id is None else as_id(parent_id)
        return super().get_all_objects_in_listing_query(number)  # type: ignore[misc]


class OfPages(OfThisStore):
    def get_all_objects_in_listing_query(self, parent_id: str | None) -> QuerySet[Any]:
        if parent_id is not None and not StorePage.objects.filter(pk=as_id(parent_id)).exists():
            raise Http404
        found: QuerySet[Any] = super().get_all_objects_in_listing_query(parent_id)
        return found


class WholeBranches(OfPages):
    """Pages below another one that was named go where it goes; Wagtail would look for them where they were."""

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> Any:
        paths = {page.path for page in objects}
        tops = [
            page
            for page in objects
            if not any(page.path[:end] in paths for end in range(StorePage.steplen, len(page.path), StorePage.steplen))
        ]
        return super().execute_action(tops, **kwargs)  # type: ignore[misc]


class DeletePages(WholeBranches, of_pages.DeleteBulkAction):
    pass


class MovePagesForm(MoveForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        parents, moved = kwargs["target_parent_models"], kwargs["pages_to_move"]
        super().__init__(*args, **kwargs)
        self.fields["chooser"].widget = PageMoveChooser(
            target_models=parents, user_perms="bulk_move_to", pages_to_move=moved
        )


class MovePages(WholeBranches, of_pages.MoveBulkAction):
    form_class = MovePagesForm


class WithPagesBelow(forms.Form):
    include_descendants = forms.BooleanField(label=_("With the pages below them"), required=False)


class PublishPages(OfPages, of_pages.PublishBulkAction):
    """All that were chosen or none: a draft's address may have been taken meanwhile, and then Wagtail would fail; and
    what a campaign promises may be refused."""

    form_class = WithPagesBelow

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        """One after the other, so that it can be said which of them is refused."""
        pages = pages_below = 0
        for page in objects:
            try:
                done = super().execute_action([page], **kwargs)
            except Refusal as refusal:
                said = {"page": page.get_admin_display_title(), "reason": message_for(refusal)}
                raise ValidationError(gettext("“%(page)s”: %(reason)s") % said) from refusal
            pages, pages_below = pages + done[0], pages_below + done[1]
        return pages, pages_below

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except ValidationError as refused:
            reasons = " ".join(refused.messages)
            messages.error(self.request, gettext("No page was published. %(reasons)s") % {"reasons": reasons})
            return redirect(self.next_url)
        return answer


class UnpublishPages(OfPages, of_pages.UnpublishBulkAction):
    form_class = WithPagesBelow


class Logged:
    """Wagtail logs what is done to many pages, but nothing that is done to many pictures."""

    log_action: str

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> Any:
        for picture in objects:
            log(instance=picture, action=cls.log_action, deleted=cls.log_action == "wagtail.delete")
        return super().execute_action(objects, **kwargs)  # type: ignore[misc]


class DeletePictures(Logged, OfThisStore, of_images.DeleteBulkAction):
    log_action = "wagtail.delete"


class TagPictures(Logged, OfThisStore, of_images.AddTagsBulkAction):
    form_class = TagsForm
    log_action = "wagtail.edit"


BULK_ACTIONS = (DeletePages, MovePages, PublishPages, UnpublishPages, DeletePictures, TagPictures)
# A store has one collection, and no merchant knows of it: neither the button nor the address exists.
AddToCollectionBulkAction.models = []
