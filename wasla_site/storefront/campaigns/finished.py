"""Whether a campaign's rules are filled in: a draft may leave blocks open, and the model does not look into them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RULES = ("actions", "conditions", "limits", "coupons")


def refuse_unfinished(page: Any) -> None:
    """Raises ValidationError, which names the campaign and where something is missing or not valid."""
    if fields := unfinished_fields(page):
        names = _(", ").join(str(page._meta.get_field(name).verbose_name) for name in fields)
        raise ValidationError(
            _("“%(campaign)s” is not finished. Please open it and complete: %(fields)s.")
            % {"campaign": page.title, "fields": names}
        )


def unfinished_fields(page: Any) -> tuple[str, ...]:
    """The names of the rules that its form would not take. Each chosen product costs a statement."""
    return tuple(name for name in RULES if not _is_finished(page, name))


def _is_finished(page: Any, name: str) -> bool:
    try:
        page._meta.get_field(name).stream_block.clean(getattr(page, name))
    except ValidationError:
        return False
    return True
