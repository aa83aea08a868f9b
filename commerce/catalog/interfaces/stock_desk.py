"""The desk's form of a product's stock: how many pieces lie there, and what moved lately."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.accounts.models import User
from commerce.catalog.application.queries import desk_product, stock_of
from commerce.catalog.application.use_cases.adjust_stock import StockChanged, adjust_stock
from commerce.catalog.domain.drafts import VariantDraft
from commerce.catalog.domain.policies import MOST_PIECES
from commerce.catalog.domain.values import Movement
from commerce.catalog.interfaces.movers import movers_of
from commerce.catalog.interfaces.problem_texts import IN_FORMS, MOVEMENT_NAMES
from commerce.catalog.interfaces.variant_forms import number, see_pieces_again
from commerce.catalog.models import Product, StockMovement
from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for

MOVEMENTS_SHOWN = 20
STAFF = "staff:"
ORDER = "order:"


class CountForm(forms.Form):
    """`pieces` is what lies there now; `shown` what the page said when it was typed."""

    variant_id = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.IntegerField(widget=forms.HiddenInput)
    pieces = number(gettext_lazy("Pieces"), MOST_PIECES, required=True)

    @property
    def difference(self) -> int:
        return int(self.cleaned_data["pieces"] - self.cleaned_data["shown"])


class ReasonForm(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("stock", "What happened"),
        choices=[(kind.value, MOVEMENT_NAMES[kind]) for kind in (Movement.ADJUSTED, Movement.RECEIVED)],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )


CountRows: Any = forms.formset_factory(CountForm, extra=0)


class ProductStock(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Counts are changed by the difference between what was shown and what was typed, so that sales meanwhile count."""

    model = Product
    any_permission_required = ("view", "stock")
    template_name = "catalog_desk/stock.html"
    header_icon = "tag"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.product = desk_product(kwargs["product_id"])

    def get(self, request: HttpRequest, product_id: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, product_id: int) -> HttpResponse:
        if not self.user_has_permission("stock"):
            raise PermissionDenied
        counts, reason = forms = self._forms()
        are_valid = [each.is_valid() for each in forms]
        if all(are_valid):
            try:
                self._change(counts, reason.cleaned_data)
            except Refusal as refusal:
                self._show_refusal(refusal, counts, reason)
            else:
                messages.success(request, _("The stock was saved."))
                return redirect("catalog_desk:stock", product_id)
        return self.render_to_response(self.get_context_data(forms=forms), status=422)

    def _show_refusal(self, refusal: Refusal, counts: Any, reason: ReasonForm) -> None:
        """At the variant it speaks of, or above the form."""
        ids = {str(row.id) for row in self.product.draft.variants if row.sku == refusal.facts.get("sku")}
        rows = [form for form in counts.forms if str(form["variant_id"].value()) in ids]
        for form in rows:
            form.add_error("pieces", message_for(refusal, IN_FORMS))
            if isinstance(refusal, StockChanged):
                see_pieces_again(form, refusal)
        if not rows:
            reason.add_error(None, message_for(refusal, IN_FORMS))

    def _forms(self) -> tuple[Any, ReasonForm]:
        data = self.request.POST if self.request.method == "POST" else None
        on_hand = {variant_id: pieces for variant_id, (pieces, _reserved) in stock_of(self.product.id).items()}
        initial = [
            {"variant_id": row.id, "shown": on_hand.get(row.id or 0, 0), "pieces": on_hand.get(row.id or 0, 0)}
            for row in self.product.draft.variants
        ]
        rows = CountRows(data, initial=initial, prefix="counts", form_kwargs={"empty_permitted": False})
        return rows, ReasonForm(data)

    def _change(self, counts: Any, why: dict[str, Any]) -> None:
        """Only of this product's variants, whatever ids were sent, in the order in which levels are locked."""
        own = {row.id for row in self.product.draft.variants if row.id is not None}
        sent = {row.cleaned_data["variant_id"]: row for row in counts.forms}
        with transaction.atomic():
            for variant_id in sorted(own & sent.keys()):
                adjust_stock(
                    variant_id=variant_id,
                    by=sent[variant_id].difference,
                    reason=why["reason"],
                    actor=f"{STAFF}{self.request.user.pk}",
                    now=clock.now(),
                    kind=Movement(why["kind"]),
                    seen=sent[variant_id].cleaned_data["shown"],
                )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts, reason = kwargs.pop("forms", None) or self._forms()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        stock = stock_of(self.product.id)
        rows = [
            (variant, _label(variant), form, (on_hand, reserved, on_hand - reserved))
            for variant in self.product.draft.variants
            for form in counts.forms
            if str(form["variant_id"].value()) == str(variant.id)
            for on_hand, reserved in [stock.get(variant.id or 0, (0, 0))]
        ]
        return context | {
            "product": self.product,
            "counts": counts,
            "rows": rows,
            "reason": reason,
            "movements": self._movements(),
            "may_change": self.user_has_permission("stock"),
        }

    def _movements(self) -> list[dict[str, Any]]:
        rows = StockMovement.objects.filter(variant__product_id=self.product.id).select_related("variant")
        latest = list(rows.order_by("-at", "-id")[:MOVEMENTS_SHOWN])
        ids = {int(row.actor.removeprefix(STAFF)) for row in latest if row.actor.startswith(STAFF)}
        people = {f"{STAFF}{user.pk}": str(user) for user in User.objects.filter(pk__in=ids)}
        movers = movers_of(map(_subject, latest), self.request.user)
        return [
            {
                "row": row,
                "kind": MOVEMENT_NAMES[Movement(row.kind)],
                "mover": movers.get(_subject(row)),
                "reason": "" if _subject(row) in movers else row.reason,
                "who": people.get(row.actor) or _who(row.actor),
            }
            for row in latest
        ]

    def get_page_title(self) -> str:
        return _("Stock")

    def get_page_subtitle(self) -> str:
        return self.product.draft.title.in_language(get_language() or "ar")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        products = {"url": reverse("wagtailsnippets_catalog_product:list"), "label": _("Products")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, products, here]


def _subject(row: StockMovement) -> str:
    """What the pieces were moved for; of pieces that came back it stands in the place of a person's words."""
    return next((text for text in (row.reference, row.reason) if text.startswith(ORDER)), "")


def _who(actor: str) -> str:
    """Who is no member of staff: the order the pieces are for, or the platform itself."""
    return _("An order") if actor.startswith((ORDER, "customer:", "guest:")) else "Wasla"


def _label(variant: VariantDraft) -> str:
    language = get_language() or "ar"
    return " / ".join(value.in_language(language) for value in variant.values)
