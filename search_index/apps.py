from django.apps import AppConfig


class SearchIndexConfig(AppConfig):
    name = "search_index"
    label = "search_index"
