"""The form in which pages that can be scheduled are written, at the desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from commerce.core import clock


class StorePageForm(WagtailAdminPageForm):
    """Wagtail's, which takes a time of publishing that is over without a word and publishes at once."""

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean()
        starts_at, was = typed.get("go_live_at"), self.instance.go_live_at
        # A page that is out keeps the time at which it came; the form shows it without its seconds.
        is_as_before = was is not None and starts_at == was.replace(second=0, microsecond=0)
        if starts_at is not None and not is_as_before and starts_at < clock.now():
            self.add_error("go_live_at", _("This time is over. Choose a later one, or leave it empty to publish now."))
        return typed
