"""The form every picture comes in by, at the desk."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from commerce.core.changes import mark_changed
from commerce.core.refusal_words import message_for
from commerce.media.application.picture_marks import PICTURE
from commerce.media.application.use_cases.accept_picture import (
    NotAPicture,
    PictureFileTooLarge,
    PictureHasTooManyPixels,
    PictureTooHeavy,
    accept_picture,
)
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.media.interfaces.tags import StoreTagWidget


class PictureField(WagtailImageField):
    """Our own bytes in place of those that came. Wagtail would decode them here, whatever they are."""

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        return _accepted(file) if isinstance(file, UploadedFile) else file


def _accepted(file: UploadedFile[Any]) -> Any:
    try:
        return accept_picture(file=cast(BinaryIO, file.file))
    except (NotAPicture, PictureFileTooLarge, PictureHasTooManyPixels, PictureTooHeavy) as refusal:
        raise ValidationError(message_for(refusal)) from None


class StoreImageForm(BaseImageForm):
    """Wagtail's form with our own field for the file, and the sizes shoppers get made at once; the
    description of what it looks like follows soon.

    Nothing but the file can be wrong with an upload: Wagtail keeps the bytes that came when something else is, until
    it is mended. A title that is too long or missing is made one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("file")) is not None:
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, initial=field.initial, widget=field.widget
            )
        if self.is_bound and self.add_prefix("file") in self.files and not self.instance.pk:
            data: Any = self.data.copy()  # type: ignore[has-type]
            data[self.add_prefix("title")] = self._title()
            self.data = data

    class Meta(BaseImageForm.Meta):
        widgets = {**BaseImageForm.Meta.widgets, "tags": StoreTagWidget}

    def _title(self) -> str:
        title = str(self.data.get(self.add_prefix("title"), "")).replace("\0", "").strip()
        return title[:255] or _("Picture")

    def save(self, commit: bool = True) -> Any:
        image = super().save(commit=commit)
        if commit:
            make_renditions([image.pk])
            mark_changed(PICTURE, [image.pk])
        return image
