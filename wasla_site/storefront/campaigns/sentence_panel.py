"""The panel above a campaign's form that says what the campaign does: when the page opens, and as one types."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from commerce.core import clock
from wasla_site.storefront.campaigns.telling import told_of


class SentencePanel(Panel):
    """No field: it reads the others."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("What this campaign does"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_desk/sentence_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"told": told_of(self.instance, clock.now(), to_staff=True)}
