"""A picture chosen from the store's library. Wagtail's own widget needs an inline script, which the desk refuses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from wagtail.admin.staticfiles import versioned_static

from commerce.catalog.application.queries.pictures import pictures_of
from commerce.core.bilingual import Bilingual
from commerce.media.models import StoreImage


class LibraryPicture(forms.HiddenInput):
    """Holds the id. Without a script it shows the picture there is and keeps it."""

    template_name = "catalog_desk/widgets/library_picture.html"

    @property
    def is_hidden(self) -> bool:
        """It is laid out as a field, with its label."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text = str(value or "")
        known = text.isascii() and text.isdecimal() and len(text) < 19
        image = StoreImage.objects.filter(pk=int(text)).first() if known else None
        picture = pictures_of({image.pk: Bilingual("", "")}).get(image.pk) if image else None
        return context | {"image": image, "url": (picture.srcset.split(" ", 1)[0] or picture.url) if picture else ""}

    @property
    def media(self) -> forms.Media:
        module: Any = Script("catalog_desk/picture.js", type="module")
        modal = versioned_static("wagtailimages/js/image-chooser-modal.js")
        return forms.Media(css={"all": ["catalog_desk/product.css"]}, js=[modal, module])
