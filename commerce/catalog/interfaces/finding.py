"""Finding products to put into something, in a form that has other fields too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext

from commerce.catalog.application.queries import category_choices, find_products
from commerce.catalog.interfaces.variant_forms import words

MOST_FOUND = 50


class FindingForm(forms.Form):
    """Asks for words and a category; what is found is added by the button named `find`, which needs no script."""

    find_words = words(gettext_lazy("Title or SKU"), 100)
    find_category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["find_category"]
        category.choices = [("", pgettext("categories", "All")), *category_choices()]


def found_products(data: Any) -> list[int]:
    """The ids of the products that the form, as sent, asks for; the newest where it asks for none in particular.

    No form has looked at it: what no text can hold (NUL) is passed over.
    """
    typed, category = (data.get(name, "").replace("\0", "") for name in ("find_words", "find_category"))
    return find_products(typed[:100], category_slug=category, most=MOST_FOUND)


def numbered(data: Any, prefix: str, most: int) -> list[int]:
    """The numbers behind `prefix` in the names of what was sent."""
    texts = (name.removeprefix(prefix) for name in data if name.startswith(prefix))
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19][:most]
