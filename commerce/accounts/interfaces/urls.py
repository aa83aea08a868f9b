"""The addresses of accounts. The account page shows orders, so the site brings its view."""

from django.urls import URLPattern, path

from commerce.accounts.interfaces import web
from commerce.accounts.interfaces.web import View

app_name = "accounts"

urlpatterns = [
    path("account/register/", web.register, name="register"),
    path("account/sign-in/", web.sign_in, name="sign_in"),
    path("account/sign-out/", web.sign_out, name="sign_out"),
    path("account/password/forgotten/", web.passwords.forgotten, name="forgotten"),
    path("account/password/sent/", web.passwords.sent, name="sent"),
    path("account/password/new/<str:token>/", web.passwords.new_password, name="new_password"),
]


def with_account_page(view: View) -> tuple[list[URLPattern], str]:
    """All addresses of accounts, for `include`: those above, and the site's own page as `accounts:account`."""
    return [path("account/", view, name="account"), *urlpatterns], app_name
