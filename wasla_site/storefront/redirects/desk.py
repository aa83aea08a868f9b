"""The desk's list of redirects, and the form of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from commerce.core.errors import NotFound, Refusal
from commerce.core.refusal_words import message_for
from wasla_site.storefront.models import StorePage
from wasla_site.storefront.page_choosers import PageChooser
from wasla_site.storefront.redirects.addresses import LONGEST_ADDRESS, LONGEST_PATH, Target
from wasla_site.storefront.redirects.models import Redirect
from wasla_site.storefront.redirects.queries import redirects_of_store
from wasla_site.storefront.redirects.use_cases.add_redirect import add_redirect
from wasla_site.storefront.redirects.use_cases.change_redirect import change_redirect
from wasla_site.storefront.redirects.use_cases.delete_redirect import delete_redirect

LIST = "redirects_desk:list"
# Of what can be refused, what is about the old address.
ABOUT_THE_PATH = {"redirect_path_refused", "redirect_path_taken", "redirect_path_in_use"}
ROWS = 50


def _line(label: Any, limit: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}), **kwargs
    )


class RedirectForm(forms.Form):
    path = _line(gettext_lazy("Old address"), LONGEST_PATH, help_text=gettext_lazy("For example /old-page/"))
    page: Any = forms.ModelChoiceField(
        queryset=StorePage.objects.all(),
        required=False,
        label=gettext_lazy("Leads to this page"),
        widget=PageChooser(),
    )
    address = _line(
        gettext_lazy("or to this address"),
        LONGEST_ADDRESS,
        required=False,
        help_text=gettext_lazy("A path of your store, as /products/, or a whole address that begins with https://"),
    )
    is_permanent = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("For good"),
        help_text=gettext_lazy("Search engines then remember the new address in place of the old one."),
    )

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        page = typed["page"]
        target = Target(page_id=page.pk if page else None, address=typed["address"])
        return {"path": typed["path"], "target": target, "is_permanent": typed["is_permanent"]}


class RedirectView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = Redirect
    header_icon = "redirect"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        above = [] if isinstance(self, RedirectList) else [{"url": reverse(LIST), "label": _("Redirects")}]
        return [*self.breadcrumbs_items, *above, here]


class RedirectList(RedirectView):
    any_permission_required = ("view",)
    template_name = "redirects_desk/redirects.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = WagtailPaginator(redirects_of_store(), ROWS).get_page(request.GET.get("p"))
        return self.render_to_response(self.get_context_data(rows=rows, index_url=reverse(LIST)))

    def get_page_title(self) -> str:
        return _("Redirects")

    def get_header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Add a redirect"), url=reverse("redirects_desk:add"), icon_name="plus")]


class RedirectPage(RedirectView):
    """Shows the form and, sent, makes the redirect what it says; a refusal is shown in it."""

    template_name = "redirects_desk/redirect.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=RedirectForm(initial=self.initial())))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RedirectForm(request.POST, initial=self.initial())
        if form.is_valid():
            try:
                self.save(form.facts())
            except Refusal as refusal:
                form.add_error("path" if refusal.code in ABOUT_THE_PATH else None, message_for(refusal))
            else:
                messages.success(request, _("The redirect was saved."))
                return redirect(LIST)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def initial(self) -> dict[str, Any]:
        return {}

    def save(self, facts: dict[str, Any]) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "action_url": self.request.path,
            "submit_button_label": _("Save"),
            "submit_button_active_label": _("Saving…"),
        }


class AddRedirect(RedirectPage):
    permission_required = "add"

    def get_page_title(self) -> str:
        return _("New redirect")

    def save(self, facts: dict[str, Any]) -> None:
        add_redirect(**facts)


class EditRedirect(RedirectPage):
    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = Redirect.objects.filter(pk=kwargs["redirect_id"]).first()
        if self.row is None:
            raise Http404

    def get_page_title(self) -> str:
        return str(self.row)

    def initial(self) -> dict[str, Any]:
        assert self.row is not None
        names = ("path", "page", "address", "is_permanent")
        return {name: getattr(self.row, name) for name in names}

    def save(self, facts: dict[str, Any]) -> None:
        change_redirect(redirect_id=self.kwargs["redirect_id"], **facts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delete_url = reverse("redirects_desk:delete", args=[self.kwargs["redirect_id"]])
        return {**super().get_context_data(**kwargs), "delete_url": delete_url}


class DeleteRedirect(RedirectView):
    permission_required = "delete"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, redirect_id: int) -> HttpResponse:
        try:
            delete_redirect(redirect_id=redirect_id)
        except NotFound as gone:
            raise Http404 from gone
        messages.success(request, _("The redirect was deleted."))
        return redirect(LIST)

    def get_page_title(self) -> str:
        return _("Redirects")
