from django.urls import path

from commerce.catalog.interfaces import web

app_name = "catalog"

# `str`, not `slug`: slugs may be Arabic.
urlpatterns = [
    path("products/", web.product_list, name="list"),
    path("products/<str:slug>/", web.product, name="product"),
    path("collections/<str:slug>/", web.shelf, name="category"),
]
