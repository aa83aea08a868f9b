from django.urls import path

from commerce.payments.interfaces import desk
from commerce.tenants.interfaces.transactions import without_transaction

app_name = "payments_desk"

urlpatterns = [
    path("payments/", desk.Ways.as_view(), name="ways"),
    path("payments/bank/", desk.Bank.as_view(), name="bank"),
    path("payments/<slug:gateway>/<slug:mode>/", without_transaction(desk.Account.as_view()), name="account"),
    path("payments/<slug:gateway>/<slug:mode>/check/", desk.check, name="check"),
]
