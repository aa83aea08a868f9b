"""The addresses below /manage/ that ask nobody to be signed in. They stand before Wagtail's."""

from django.urls import include, path

from commerce.accounts.interfaces import entrance

_ours = [
    path("invitations/<str:token>/", entrance.invitation, name="invitation"),
]

urlpatterns = [
    # Under the name by which Wagtail asks for its own.
    path("login/", entrance.sign_in, name="wagtailadmin_login"),
    path("", include((_ours, "staff_entrance"))),
]
