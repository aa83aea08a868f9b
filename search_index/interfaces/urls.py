from django.urls import path

from search_index.interfaces import web

app_name = "search"

urlpatterns = [path("search/", web.results, name="results")]
