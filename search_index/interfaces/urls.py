from django.urls import path

from search_index.interfaces import pictures, web

app_name = "search"

urlpatterns = [
    path("search/", web.results, name="results"),
    path("search/picture/", pictures.by_picture, name="by_picture"),
]
