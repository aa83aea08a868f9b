from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "commerce.media"
    label = "media"
