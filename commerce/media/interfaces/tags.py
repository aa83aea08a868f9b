"""Tags of pictures at the desk: the field they are typed in, and the store's own that begin as what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.utils import parse_tags
from wagtail.admin.auth import user_passes_test
from wagtail.admin.forms.tags import validate_tag_length
from wagtail.admin.widgets import AdminTagWidget
from wagtail.permissions import policy_registry

from commerce.media.models import MediaTag, StoreImage

MOST = 10


def may_tag(user: Any) -> bool:
    return bool(policy_registry.get_by_type(StoreImage).user_has_permission(user, "change"))


@user_passes_test(may_tag)
def own_tags(request: HttpRequest) -> HttpResponse:
    """Up to ten names. Wagtail's own view answers for any model that is asked of it."""
    typed = request.GET.get("term", "").replace("\0", "")
    found = MediaTag.objects.filter(name__istartswith=typed).order_by("name") if typed else MediaTag.objects.none()
    return JsonResponse(list(found.values_list("name", flat=True)[:MOST]), safe=False)


class StoreTagWidget(AdminTagWidget):
    """Completes from the store's own tags."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, tag_model=MediaTag, **kwargs)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-w-tag-url-value"] = reverse("media_desk:tags")
        return context


class TagsForm(forms.Form):
    """The tags that many pictures get at once: at least one, none too long."""

    tags = forms.CharField(label=_("Tags"), widget=StoreTagWidget, max_length=1000)

    def clean_tags(self) -> str:
        """As a list with commas, which is how Wagtail takes it apart again."""
        names = [name.replace(",", " ").strip() for name in parse_tags(self.cleaned_data["tags"])]
        names = [name for name in names if name]
        if not names:
            raise forms.ValidationError(_("Please write at least one tag."))
        validate_tag_length(names, MediaTag._meta.get_field("name").max_length)
        return ",".join(names)
