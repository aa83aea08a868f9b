from typing import Any

from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from commerce.orders.interfaces.admin import OrderViewSet

register_snippet(OrderViewSet)


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("commerce.orders.interfaces.desk_urls"))]
