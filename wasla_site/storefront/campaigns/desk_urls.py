from django.urls import path

from wasla_site.storefront.campaigns import desk

app_name = "campaigns_desk"

urlpatterns = [
    path("campaigns/", desk.CampaignList.as_view(), name="list"),
    path("campaigns/told/", desk.TellCampaign.as_view(), name="told"),
]
