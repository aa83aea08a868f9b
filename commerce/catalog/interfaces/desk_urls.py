from django.urls import path

from commerce.catalog.interfaces import (
    category_desk,
    collection_desk,
    price_list_desk,
    pricing_settings_desk,
    quantity_price_desk,
    stock_desk,
)

app_name = "catalog_desk"

urlpatterns = [
    path("products/<int:product_id>/stock/", stock_desk.ProductStock.as_view(), name="stock"),
    path(
        "products/<int:product_id>/quantity-prices/",
        quantity_price_desk.QuantityPrices.as_view(),
        name="quantity_prices",
    ),
    path("scheduled-prices/", price_list_desk.PriceLists.as_view(), name="price_lists"),
    path("scheduled-prices/new/", price_list_desk.AddPriceList.as_view(), name="add_price_list"),
    path("scheduled-prices/<int:price_list_id>/", price_list_desk.EditPriceList.as_view(), name="edit_price_list"),
    path(
        "scheduled-prices/<int:price_list_id>/delete/",
        price_list_desk.DeletePriceList.as_view(),
        name="delete_price_list",
    ),
    path("products/collections/", collection_desk.CollectionList.as_view(), name="collections"),
    path("products/collections/new/", collection_desk.AddCollection.as_view(), name="add_collection"),
    path("products/collections/<int:collection_id>/", collection_desk.EditCollection.as_view(), name="edit_collection"),
    path(
        "products/collections/<int:collection_id>/delete/",
        collection_desk.DeleteCollection.as_view(),
        name="delete_collection",
    ),
    path("pricing/", pricing_settings_desk.PricingSettingsPage.as_view(), name="pricing_settings"),
    path("categories/", category_desk.CategoryList.as_view(), name="categories"),
    path("categories/new/", category_desk.AddCategory.as_view(), name="add_category"),
    path("categories/<int:category_id>/", category_desk.EditCategory.as_view(), name="edit_category"),
]
