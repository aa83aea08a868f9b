"""What is said about a product apart from its variants and pictures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget

from commerce.catalog.application.queries import category_ways, pricing_terms
from commerce.catalog.domain.drafts import DeskProduct, bilingual_from, text_of
from commerce.catalog.domain.policies import LONGEST_TITLE
from commerce.catalog.domain.slugs import LONGEST_SLUG
from commerce.catalog.interfaces.pricing_words import vat_choices
from commerce.catalog.interfaces.variant_forms import words
from commerce.core.bilingual import Bilingual

EDITOR_FEATURES = ["bold", "italic", "h3", "h4", "ol", "ul"]


def _rich_text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=get_rich_text_editor_widget(features=EDITOR_FEATURES))


class Ids(forms.TypedMultipleChoiceField):
    """Ids ticked among those offered. Others come through as well: the use case refuses what is not the store's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def valid_value(self, value: Any) -> bool:
        text = str(value)
        return text.isascii() and text.isdecimal() and len(text) < 19


class ProductForm(forms.Form):
    title_ar = words(_("Title, Arabic"), LONGEST_TITLE)
    title_en = words(_("Title, English"), LONGEST_TITLE)
    description_ar = _rich_text(_("Description, Arabic"))
    description_en = _rich_text(_("Description, English"))
    slug = words(_("Address"), LONGEST_SLUG, help_text=_("Made from the title when left empty."))
    categories = Ids(label=_("Categories"))
    tags = words(_("Tags"), 1000, help_text=_("Separated by commas, each Arabic | English or one word for both."))
    vat_category = forms.ChoiceField(label=_("VAT"), required=False)
    stock_reason = words(
        _("Why the number of pieces changes"), 200, help_text=_("Only when you change pieces of a variant you had.")
    )
    changed_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked for each form: the class serves all stores.
        categories: Any = self.fields["categories"]
        categories.choices = [(str(row.pk), way) for row, way in category_ways()]
        vat: Any = self.fields["vat_category"]
        vat.choices = vat_choices(pricing_terms())

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.cleaned_data["title_ar"], self.cleaned_data["title_en"])

    @property
    def description(self) -> Bilingual:
        return Bilingual(self.cleaned_data["description_ar"], self.cleaned_data["description_en"])

    @property
    def tag_names(self) -> list[Bilingual]:
        return [bilingual_from(tag) for tag in self.cleaned_data["tags"].replace("،", ",").split(",") if tag.strip()]

    @property
    def vat_category_id(self) -> int | None:
        return int(self.cleaned_data["vat_category"] or 0) or None

    @property
    def seen(self) -> datetime | None:
        """When the product had last been changed as the form was made."""
        try:
            return datetime.fromisoformat(self.cleaned_data["changed_at"])
        except ValueError:
            return None

    def see_again(self, changed_at: str) -> None:
        """Sent once more as it is shown, the form speaks of the product as it is now."""
        data: Any = self.data
        self.data = data.copy()
        self.data["changed_at"] = changed_at  # type: ignore[index]

    def as_typed(self) -> ProductForm:
        """The same texts, not judged yet."""
        return ProductForm(initial={name: self[name].value() for name in self.fields})


def product_start(product: DeskProduct) -> dict[str, Any]:
    draft = product.draft
    return {
        "title_ar": draft.title.ar,
        "title_en": draft.title.en,
        "description_ar": draft.description.ar,
        "description_en": draft.description.en,
        "slug": draft.slug,
        "categories": [str(category_id) for category_id in product.category_ids],
        "vat_category": str(product.vat_category_id or ""),
        "tags": ", ".join(text_of(tag) for tag in product.tags),
        "changed_at": product.changed_at.isoformat(),
    }
