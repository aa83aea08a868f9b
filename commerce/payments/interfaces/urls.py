from django.urls import path

from commerce.payments.interfaces import web

app_name = "payments"

urlpatterns = [
    path("payments/practice/<slug:reference>/", web.pretend_gateway, name="pretend"),
]
