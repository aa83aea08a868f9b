from typing import Any

from django.urls import include, path
from wagtail import hooks
from wagtail.images.views.chooser import viewset as picture_chooser

from commerce.media.interfaces.logged_pictures import AddChosenPicture

picture_chooser.create_view_class = AddChosenPicture


# Before Wagtail's own of pictures, some of which they replace.
@hooks.register("register_admin_urls", order=-1)
def desk_urls() -> list[Any]:
    return [path("", include("commerce.media.interfaces.desk_urls"))]
