"""The pictures of a product as rows of its form: which, in what order, and those sent along with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from commerce.catalog.application.queries.pictures import pictures_of
from commerce.catalog.interfaces.problem_texts import IN_FORMS
from commerce.core.bilingual import Bilingual
from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from commerce.media.application.use_cases.accept_picture import accept_picture
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.media.models import StoreImage

MOST_PICTURES = 40
MOST_UPLOADS = 20
PREFIX = "images"


class PictureForm(forms.Form):
    """`image` is an id; whether the store has such a picture is decided by the use case that is given it."""

    image = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    title = ""
    url = ""


PictureRows: Any = forms.formset_factory(
    PictureForm,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST_PICTURES,
    absolute_max=2 * MOST_PICTURES,
    validate_max=True,
)


def picture_rows(data: Any = None, image_ids: Iterable[int] = ()) -> Any:
    return PictureRows(
        data,
        prefix=PREFIX,
        initial=[{"image": image_id} for image_id in image_ids],
        form_kwargs={"empty_permitted": False},
        error_messages={"too_many_forms": _("A product shows at most %(most)s pictures.") % {"most": MOST_PICTURES}},
    )


def with_faces(rows: Any) -> Any:
    """Each row with title and address of its picture, if the store has it. Two statements."""
    ids = {str(form["image"].value()) for form in rows.forms}
    wanted = [int(text) for text in ids if text.isascii() and text.isdecimal() and len(text) < 19]
    titles = dict(StoreImage.objects.filter(pk__in=wanted).values_list("pk", "title"))
    pictures = pictures_of({pk: Bilingual(title, title) for pk, title in titles.items()})
    for form in rows.forms:
        text = str(form["image"].value())
        pk = int(text) if text.isascii() and text.isdecimal() else 0
        form.title = titles.get(pk, "")
        if picture := pictures.get(pk):
            form.url = picture.srcset.split(" ", 1)[0] or picture.url
    return rows


def image_ids_of(rows: Any) -> list[int]:
    """The pictures that stay, in the merchant's order; those without a number come last, as they stand."""
    kept = [form for form in rows.forms if not form.cleaned_data.get("DELETE")]
    kept.sort(key=lambda form: (form.cleaned_data["ORDER"] is None, form.cleaned_data["ORDER"] or 0))
    return [form.cleaned_data["image"] for form in kept]


def may_upload(user: Any) -> bool:
    return bool(policy_registry.get_by_type(StoreImage).user_has_permission(user, "add"))


def keep_uploads(files: Sequence[UploadedFile[Any]], user: Any) -> tuple[list[int], list[str]]:
    """The pictures are in the store's library with their sizes; the ids, and what is wrong with each other file."""
    kept, refused = [], []
    for file in files[:MOST_UPLOADS]:
        title = PurePath(str(file.name)).stem[:255] or "picture"
        try:
            content = accept_picture(file=cast(BinaryIO, file.file))
        except Refusal as refusal:
            refused.append(f"{file.name}: {message_for(refusal, IN_FORMS)}")
        else:
            kept.append(StoreImage.objects.create(title=title, file=content, uploaded_by_user=user).pk)
    make_renditions(kept)
    return kept, refused


def with_uploads(data: Mapping[str, Any], image_ids: Sequence[int]) -> Any:
    """What was posted, with a row for each picture that came along."""
    changed: Any = data.copy()  # type: ignore[attr-defined]
    text = str(changed.get(f"{PREFIX}-TOTAL_FORMS", ""))
    total = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    for place, image_id in enumerate(image_ids, start=total):
        changed[f"{PREFIX}-{place}-image"] = str(image_id)
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(total + len(image_ids))
    return changed
