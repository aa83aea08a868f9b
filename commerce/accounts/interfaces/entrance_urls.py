"""The addresses below /manage/ that stand before Wagtail's: the doors of the desk, and one's own account."""

from django.urls import include, path

from commerce.accounts.interfaces import entrance
from commerce.accounts.interfaces.leaving import leave
from commerce.accounts.interfaces.own_account import own_account

_ours = [
    path("account/leave/", leave, name="leave"),
    path("invitations/<str:token>/", entrance.invitation, name="invitation"),
    path("password/forgotten/", entrance.passwords.forgotten, name="forgotten"),
    path("password/sent/", entrance.passwords.sent, name="sent"),
    path("password/new/<str:token>/", entrance.passwords.new_password, name="new_password"),
]

urlpatterns = [
    # Under the names by which Wagtail asks for its own.
    path("login/", entrance.sign_in, name="wagtailadmin_login"),
    path("account/", own_account, name="wagtailadmin_account"),
    path("", include((_ours, "staff_entrance"))),
]
