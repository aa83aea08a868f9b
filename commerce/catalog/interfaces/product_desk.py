"""The desk's page of a product: texts, categories, tags, pictures, options, variants, and whether it is on sale."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from commerce.catalog.application.queries import desk_product
from commerce.catalog.application.use_cases.hold_product import ProductChanged
from commerce.catalog.domain.drafts import DeskProduct
from commerce.catalog.domain.values import Status
from commerce.catalog.interfaces.picture_rows import keep_uploads, may_upload, with_faces, with_uploads
from commerce.catalog.interfaces.product_editor import ProductEditor, editor_of, typed_editor
from commerce.catalog.interfaces.product_saving import save_product
from commerce.catalog.interfaces.refusal_places import show_refusal
from commerce.catalog.interfaces.status_names import MOVES_FROM, MOVES_OF_NEW, STATUS_NAMES
from commerce.catalog.interfaces.stock_desk import STAFF
from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.media.application.use_cases.make_renditions import make_renditions


class ProductPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Shows the form and, sent, makes the product what it says; a refusal is shown in it and changes nothing."""

    model = Product
    template_name = "catalog_desk/product.html"
    header_icon = "tag"
    product: DeskProduct | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._show(editor_of(self.product, self._currency, self._may_count))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        editor = typed_editor(self._data(), self._currency, self._may_count)
        if "rows" in request.POST:
            return self._show(editor.with_rows_for(editor.grid.missing()))
        if unoffered := editor.grid.unoffered():
            messages.warning(request, _("There are new variants. Please complete them, then save again."))
            return self._show(editor.with_rows_for(unoffered))
        if self._is_fine(editor) and (product_id := self._save(editor)):
            messages.success(request, _("The product was saved."))
            return redirect("wagtailsnippets_catalog_product:edit", product_id)
        messages.error(request, _("The product was not saved. Please look at the marked places."))
        return self._show(editor, status=422)

    def _data(self) -> Any:
        """What was typed; pictures sent along are in the library from now on, whatever becomes of the rest."""
        files = self.request.FILES.getlist("uploads") if may_upload(self.request.user) else []
        kept, refused = keep_uploads(files, self.request.user)
        for text in refused:
            messages.warning(self.request, text)
        return with_uploads(self.request.POST, kept)

    def _is_fine(self, editor: ProductEditor) -> bool:
        if not editor.is_valid():
            return False
        unused = editor.grid.unused()
        for line in unused:
            line.add_error("ar", _("No variant has this value. Give it one, or clear the value."))
        return not unused

    def _save(self, editor: ProductEditor) -> int | None:
        try:
            # Before any row is locked: it takes a while.
            make_renditions(editor.image_ids())
        except OSError:
            messages.warning(self.request, _("One of the pictures can't be read and will not be shown."))
        try:
            return save_product(
                product_id=self.product.id if self.product else None,
                editor=editor,
                move=self.request.POST.get("move", ""),
                actor=f"{STAFF}{self.request.user.pk}",
                now=clock.now(),
            )
        except ProductChanged as refusal:
            editor.form.see_again(str(refusal.facts["changed_at"]))
            show_refusal(refusal, editor)
            return None
        except Refusal as refusal:
            show_refusal(refusal, editor)
            return None

    def _show(self, editor: ProductEditor, status: int = 200) -> HttpResponse:
        with_faces(editor.pictures)
        return self.render_to_response(self.get_context_data(editor=editor), status=status)

    @property
    def _currency(self) -> str:
        return str(self.request.tenant.currency)  # type: ignore[attr-defined]

    @property
    def _may_count(self) -> bool:
        return bool(self.user_has_permission("stock"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        editor: ProductEditor = kwargs["editor"]
        status = self.product.status if self.product else Status.DRAFT
        return context | {
            "form": editor.form,
            "media": editor.form.media,
            "product": self.product,
            "status": STATUS_NAMES[status],
            "is_on_sale": status == Status.PUBLISHED,
            "moves": MOVES_FROM[status] if self.product else MOVES_OF_NEW,
            "currency": self._currency,
            "may_upload": may_upload(self.request.user),
            "action_url": self.request.path,
            "form_is_multipart": True,
            "has_unsaved_changes": self.request.method == "POST",
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        products = {"url": reverse("wagtailsnippets_catalog_product:list"), "label": _("Products")}
        return [*self.breadcrumbs_items, products, {"url": "", "label": self.get_page_title()}]


class AddProduct(ProductPage):
    permission_required = "add"

    def get_page_title(self) -> str:
        return _("New product")


class EditProduct(ProductPage):
    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.product = desk_product(kwargs["pk"])

    def get_page_title(self) -> str:
        assert self.product is not None
        return self.product.draft.title.in_language(get_language() or "ar")

    @property
    def header_buttons(self) -> list[Any]:
        assert self.product is not None
        stock = reverse("catalog_desk:stock", args=[self.product.id])
        buttons = [HeaderButton(_("Stock"), url=stock, icon_name="list-ul")]
        if self.product.status == Status.PUBLISHED:
            shown = reverse("catalog:product", args=[self.product.draft.slug])
            buttons.append(HeaderButton(_("In the store"), url=shown, icon_name="view"))
        return buttons
