from django.urls import path

from wasla_site.storefront.time_travel import web

app_name = "preview"

urlpatterns = [
    path("store-preview/leave/", web.leave, name="leave"),
    path("store-preview/<str:token>/", web.enter, name="enter"),
]
