"""Where no engine answered in the time an answer has."""

from django.utils.translation import gettext as _


def cut_off_words() -> str:
    return _("Searching takes too long at the moment. Nothing is lost: please try again in a minute.")
