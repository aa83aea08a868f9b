from typing import Any

from django.urls import include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("commerce.promotions.interfaces.desk_urls"))]
