from typing import Any

from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from commerce.catalog.interfaces.admin import ProductViewSet

register_snippet(ProductViewSet)


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("commerce.catalog.interfaces.desk_urls"))]
