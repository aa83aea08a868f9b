"""A product's status in words, and the moves from it."""

from django.utils.translation import gettext_lazy as _

from commerce.catalog.domain.values import Status

STATUS_NAMES = {
    Status.PUBLISHED.value: _("On sale"),
    Status.DRAFT.value: _("Draft"),
    Status.ARCHIVED.value: _("Archived"),
}

_TO_SALE = (Status.PUBLISHED.value, _("Save and put on sale"))
_TO_ARCHIVE = (Status.ARCHIVED.value, _("Archive"))

MOVES_OF_NEW = (_TO_SALE,)
MOVES_FROM = {
    Status.DRAFT.value: (_TO_SALE, _TO_ARCHIVE),
    Status.PUBLISHED.value: ((Status.DRAFT.value, _("Take off sale")), _TO_ARCHIVE),
    Status.ARCHIVED.value: (_TO_SALE, (Status.DRAFT.value, _("Back to the drafts"))),
}
