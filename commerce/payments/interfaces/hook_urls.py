"""What gateways call, on the platform's host and in no language."""

from django.urls import path

from commerce.payments.interfaces import web

app_name = "payment_hooks"

urlpatterns = [
    path("hooks/payments/<slug:token>/", web.webhook, name="webhook"),
]
