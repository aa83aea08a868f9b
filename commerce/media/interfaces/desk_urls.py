from django.urls import path

from commerce.media.interfaces import tags

app_name = "media_desk"

urlpatterns = [path("pictures/tags/", tags.own_tags, name="tags")]
