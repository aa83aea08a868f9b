"""The shopper's own page: who they are to this store, and what they ordered."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from commerce.orders.application.queries import orders_for_customer


def account(request: HttpRequest) -> HttpResponse:
    """Asks a guest to sign in; another shopper's orders are never among them."""
    customer = request.customer  # type: ignore[attr-defined]
    if customer is None:
        return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': reverse('accounts:account')})}")
    return render(request, "storefront/account/account.html", {"orders": orders_for_customer(customer.pk)})
