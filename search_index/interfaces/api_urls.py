from django.urls import path

from commerce.tenants.interfaces.transactions import without_transaction
from search_index.interfaces.api.views import Search, SearchByPicture, Suggest

app_name = "store-api"

urlpatterns = [
    path("search/", without_transaction(Search.as_view()), name="search"),
    path("search/picture/", without_transaction(SearchByPicture.as_view()), name="search_by_picture"),
    path("suggest/", without_transaction(Suggest.as_view()), name="suggest"),
]
