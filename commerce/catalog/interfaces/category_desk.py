"""The desk's list of categories and the form of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from commerce.catalog.application.queries import category_ways, get_category
from commerce.catalog.application.use_cases.change_category import change_category
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.domain.slugs import LONGEST_SLUG
from commerce.catalog.interfaces.library_picture import LibraryPicture
from commerce.catalog.interfaces.problem_texts import IN_FORMS
from commerce.catalog.interfaces.variant_forms import number, words
from commerce.catalog.models import Category
from commerce.core.bilingual import Bilingual
from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.media.models import StoreImage


class CategoryForm(forms.Form):
    name_ar = words(gettext_lazy("Name, Arabic"), 80)
    name_en = words(gettext_lazy("Name, English"), 80)
    parent = forms.ChoiceField(label=gettext_lazy("Stands below"), required=False)
    position = number(gettext_lazy("Place among its neighbours"), 10_000)
    slug = words(gettext_lazy("Address"), LONGEST_SLUG, help_text=gettext_lazy("Made from the name when left empty."))
    picture: Any = forms.ModelChoiceField(
        queryset=StoreImage.objects.all(), required=False, label=gettext_lazy("Picture"), widget=LibraryPicture
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.choices = [("", _("Nothing: it is at the top")), *((str(row.pk), way) for row, way in category_ways())]

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "name": Bilingual(typed["name_ar"], typed["name_en"]),
            "slug": typed["slug"],
            "parent_id": int(typed["parent"]) if typed["parent"] else None,
            "picture_id": typed["picture"].pk if typed["picture"] else None,
            "position": typed["position"] or 0,
        }


class CategoryList(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = Category
    any_permission_required = ("view",)
    template_name = "catalog_desk/categories.html"
    header_icon = "folder-open-inverse"

    def get(self, request: HttpRequest) -> HttpResponse:
        context = self.get_context_data(ways=category_ways(), may_change=self.user_has_permission("change"))
        return self.render_to_response(context)

    def get_page_title(self) -> str:
        return _("Categories")

    def get_header_buttons(self) -> list[Any]:
        if not self.user_has_permission("add"):
            return []
        return [HeaderButton(_("Add a category"), url=reverse("catalog_desk:add_category"), icon_name="plus")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        products = {"url": reverse("wagtailsnippets_catalog_product:list"), "label": _("Products")}
        return [*self.breadcrumbs_items, products, {"url": "", "label": _("Categories")}]


class CategoryPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Shows the form and, sent, makes the category what it says; a refusal is shown in it."""

    model = Category
    template_name = "catalog_desk/category.html"
    header_icon = "folder-open-inverse"
    category: Category | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self._form()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form()
        if form.is_valid():
            facts = form.facts()
            try:
                self.save(facts)
            except Refusal as refusal:
                form.add_error(None, message_for(refusal, IN_FORMS))
            else:
                self._make_sizes(facts["picture_id"])
                messages.success(request, _("The category was saved."))
                return redirect("catalog_desk:categories")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def save(self, facts: dict[str, Any]) -> None:
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        return {}

    def _form(self) -> CategoryForm:
        return CategoryForm(self.request.POST if self.request.method == "POST" else None, initial=self.initial())

    def _make_sizes(self, picture_id: int | None) -> None:
        try:
            make_renditions([picture_id] if picture_id else [])
        except OSError:
            messages.warning(self.request, _("The picture can't be read and will not be shown."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "action_url": self.request.path,
            "submit_button_label": _("Save"),
            "submit_button_active_label": _("Saving…"),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        categories = {"url": reverse("catalog_desk:categories"), "label": _("Categories")}
        return [*self.breadcrumbs_items, categories, {"url": "", "label": self.get_page_title()}]


class AddCategory(CategoryPage):
    permission_required = "add"

    def get_page_title(self) -> str:
        return _("New category")

    def save(self, facts: dict[str, Any]) -> None:
        create_category(**facts)


class EditCategory(CategoryPage):
    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.category = get_category(kwargs["category_id"])

    def get_page_title(self) -> str:
        return str(self.category)

    def initial(self) -> dict[str, Any]:
        row = get_category(self.kwargs["category_id"])
        return {
            "name_ar": row.name_ar,
            "name_en": row.name_en,
            "parent": str(row.parent_id or ""),
            "position": row.position,
            "slug": row.slug,
            "picture": row.picture_id,
        }

    def save(self, facts: dict[str, Any]) -> None:
        """An empty address keeps the one there is."""
        row = get_category(self.kwargs["category_id"])
        change_category(category_id=row.pk, **{**facts, "slug": facts["slug"] or row.slug})
