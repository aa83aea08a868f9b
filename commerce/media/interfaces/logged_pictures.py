"""Pictures that come in many at once or while one is chosen: Wagtail's views, which log nothing of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.images.views import chooser, multiple
from wagtail.log_actions import log

from commerce.media.models import StoreImage


class AddPicture(multiple.AddView):
    def save_object(self, form: Any) -> StoreImage:
        picture: StoreImage = super().save_object(form)
        log(instance=picture, action="wagtail.create")
        return picture


class AddChosenPicture(chooser.ImageUploadView):
    def save_form(self, form: Any) -> StoreImage:
        picture: StoreImage = super().save_form(form)
        log(instance=picture, action="wagtail.create")
        return picture


class EditPicture(multiple.EditView):
    def save_object(self, form: Any) -> None:
        super().save_object(form)
        log(instance=self.object, action="wagtail.edit")


class DeletePicture(multiple.DeleteView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        self.object.pk = kwargs["image_id"]  # the log names what is gone
        log(instance=self.object, action="wagtail.delete", deleted=True)
        return response
