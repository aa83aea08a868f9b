from django.urls import path

from commerce.catalog.interfaces import category_desk, stock_desk

app_name = "catalog_desk"

urlpatterns = [
    path("products/<int:product_id>/stock/", stock_desk.ProductStock.as_view(), name="stock"),
    path("categories/", category_desk.CategoryList.as_view(), name="categories"),
    path("categories/new/", category_desk.AddCategory.as_view(), name="add_category"),
    path("categories/<int:category_id>/", category_desk.EditCategory.as_view(), name="edit_category"),
]
