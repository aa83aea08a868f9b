from django.urls import path

from wasla_site.storefront.time_travel.desk import TimeTravelDesk

app_name = "time_travel"

urlpatterns = [path("store-preview/", TimeTravelDesk.as_view(), name="desk")]
