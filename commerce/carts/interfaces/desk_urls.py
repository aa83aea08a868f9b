from django.urls import path

from commerce.carts.interfaces.inspector_desk import PriceInspector

app_name = "price_desk"

urlpatterns = [path("prices/inspect/", PriceInspector.as_view(), name="inspect")]
