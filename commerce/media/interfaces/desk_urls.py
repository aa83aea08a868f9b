from django.urls import path

from commerce.media.interfaces import logged_pictures, tags

app_name = "media_desk"

urlpatterns = [
    path("pictures/tags/", tags.own_tags, name="tags"),
    # Where Wagtail has its own, under the same addresses.
    path("images/multiple/add/", logged_pictures.AddPicture.as_view(), name="add_many"),
    path("images/multiple/<int:image_id>/", logged_pictures.EditPicture.as_view(), name="edit_of_many"),
    path("images/multiple/<int:image_id>/delete/", logged_pictures.DeletePicture.as_view(), name="delete_of_many"),
]
