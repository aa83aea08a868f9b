"""The form every picture comes in by, at the desk."""

from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.images.forms import BaseImageForm

from commerce.core.refusal_words import message_for
from commerce.media.application.use_cases.accept_picture import (
    NotAPicture,
    PictureFileTooLarge,
    PictureHasTooManyPixels,
    accept_picture,
)
from commerce.media.application.use_cases.make_renditions import make_renditions


class StoreImageForm(BaseImageForm):
    """Wagtail's form with our own bytes in place of the uploaded ones, and the sizes shoppers get made at once."""

    def save(self, commit: bool = True) -> Any:
        image = super().save(commit=commit)
        if commit:
            make_renditions([image.pk])
        return image

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        try:
            return accept_picture(file=cast(BinaryIO, file.file))
        except (NotAPicture, PictureFileTooLarge, PictureHasTooManyPixels) as refusal:
            raise ValidationError(message_for(refusal)) from None
