"""Choosing the store's products and variants, by name or SKU, where a campaign names them one by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from commerce.catalog.models import Product, Variant
from commerce.core.folding import fold


class WordsFilter(BaseFilterForm):
    """By part of a title in either language, or of an SKU."""

    q = forms.CharField(label=_("Search term"), required=False)
    product_of_row = "pk"

    def filter(self, objects: Any) -> Any:
        words = fold(self.cleaned_data.get("q") or "")
        if not words:
            return super().filter(objects)
        self.is_searching = True
        self.search_query = self.cleaned_data["q"]
        found = Product.objects.matching(words).order_by().values("pk")
        return objects.filter(**{f"{self.product_of_row}__in": found})


class WordsOfVariants(WordsFilter):
    product_of_row = "product_id"


class _Products:
    filter_form_class = WordsFilter
    ordering = "-created_at", "-pk"


class ChooseProduct(_Products, ChooseView):
    pass


class ChooseProductResults(_Products, ChooseResultsView):
    pass


class _Variants:
    filter_form_class = WordsOfVariants
    ordering = "product_id", "position", "pk"

    def get_object_list(self) -> QuerySet[Variant]:
        rows: QuerySet[Variant] = Variant.objects.active().select_related("product")
        return rows

    @property
    def columns(self) -> list[Any]:
        first: list[Any] = super().columns  # type: ignore[misc]
        return [*first, Column("product", label=_("Product"), accessor="product")]


class ChooseVariant(_Variants, ChooseView):
    pass


class ChooseVariantResults(_Variants, ChooseResultsView):
    pass


class _OnlyChooses(ChooserViewSet):
    """Nothing is made in passing: products have a form of their own."""

    register_widget = False

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class ProductChooserViewSet(_OnlyChooses):
    model = Product
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    choose_view_class = ChooseProduct
    choose_results_view_class = ChooseProductResults


class VariantChooserViewSet(_OnlyChooses):
    model = Variant
    icon = "tag"
    choose_one_text = _("Choose what is given")
    choose_another_text = _("Choose something else")
    choose_view_class = ChooseVariant
    choose_results_view_class = ChooseVariantResults


product_chooser = ProductChooserViewSet("campaign_products")
variant_chooser = VariantChooserViewSet("campaign_variants")
ProductChooserBlock = product_chooser.get_block_class("ProductChooserBlock", module_path=__name__)
VariantChooserBlock = variant_chooser.get_block_class("VariantChooserBlock", module_path=__name__)
