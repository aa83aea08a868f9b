from django.urls import path

from wasla_site.storefront.redirects import desk

app_name = "redirects_desk"

urlpatterns = [
    path("redirects/", desk.RedirectList.as_view(), name="list"),
    path("redirects/new/", desk.AddRedirect.as_view(), name="add"),
    path("redirects/<int:redirect_id>/", desk.EditRedirect.as_view(), name="edit"),
    path("redirects/<int:redirect_id>/delete/", desk.DeleteRedirect.as_view(), name="delete"),
]
