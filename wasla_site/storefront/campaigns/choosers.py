"""Choosing the store's products and variants, by name or SKU, where a campaign names them one by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from commerce.catalog.application.queries import goods_names
from commerce.catalog.interfaces.product_pages import ProductPages
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


class VariantPages(WagtailPaginator):
    """Counts in the merchant's words."""

    @property
    def items_count_label(self) -> str:
        return npgettext("in a list", "%(count)s variant", "%(count)s variants", self.count) % {"count": self.count}


class _Products:
    paginator_class = ProductPages
    filter_form_class = WordsFilter
    ordering = "-created_at", "-pk"


class ChooseProduct(_Products, ChooseView):
    pass


class ChooseProductResults(_Products, ChooseResultsView):
    pass


def called(variant: Variant) -> str:
    """A variant by its product, what is chosen of it, and its SKU."""
    name = goods_names(variants=[variant.pk]).variants[variant.pk]
    return f"{name.in_language(get_language() or 'ar')} · {variant.sku}"


class _CalledByName:
    """Of one variant: in the form, and when it was chosen."""

    def get_display_title(self, instance: Variant) -> str:
        return called(instance)


class _Variants:
    paginator_class = VariantPages
    filter_form_class = WordsOfVariants
    ordering = "product_id", "position", "pk"

    def get_object_list(self) -> QuerySet[Variant]:
        rows: QuerySet[Variant] = Variant.objects.active().select_related("product")
        return rows

    def get_results_page(self, request: HttpRequest) -> Any:
        page = super().get_results_page(request)  # type: ignore[misc]
        names, language = goods_names(variants=[row.pk for row in page]).variants, get_language() or "ar"
        for row in page:
            row.called = names[row.pk].in_language(language)
        return page

    @property
    def title_column(self) -> Any:
        column = super().title_column  # type: ignore[misc]
        column.accessor = "called"
        return column

    @property
    def columns(self) -> list[Any]:
        first: list[Any] = super().columns  # type: ignore[misc]
        return [*first, Column("sku", label=_("SKU"), accessor="sku")]


class ChooseVariant(_Variants, ChooseView):
    pass


class ChooseVariantResults(_Variants, ChooseResultsView):
    pass


class VariantChosen(_CalledByName, ChosenView):
    pass


class VariantsChosen(_CalledByName, ChosenMultipleView):
    pass


class VariantChooser(_CalledByName, BaseChooser):
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
    base_widget_class = VariantChooser
    chosen_view_class = VariantChosen
    chosen_multiple_view_class = VariantsChosen
    choose_view_class = ChooseVariant
    choose_results_view_class = ChooseVariantResults


product_chooser = ProductChooserViewSet("campaign_products")
variant_chooser = VariantChooserViewSet("campaign_variants")
ProductChooserBlock = product_chooser.get_block_class("ProductChooserBlock", module_path=__name__)
VariantChooserBlock = variant_chooser.get_block_class("VariantChooserBlock", module_path=__name__)
