"""Wagtail's page choosers without the inline script that starts them, which the desk's policy refuses: the desk's own
script (`dashboard/desk.js`) reads what is to be started."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from wagtail.admin.widgets import AdminPageChooser, AdminPageMoveChooser


class _StartedByTheDesk:
    def render(self, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None) -> SafeString:
        chooser: Any = self
        shown = chooser.get_value_data(value)
        start = {
            "widget": chooser.js_constructor,
            "id": attrs["id"],
            "options": chooser.get_js_init_options(attrs["id"], name, shown),
        }
        html = chooser.render_html(name, shown, attrs)
        return format_html("{}<div hidden data-page-chooser>{}</div>", html, json_script(start))


class PageChooser(_StartedByTheDesk, AdminPageChooser):
    pass


class PageMoveChooser(_StartedByTheDesk, AdminPageMoveChooser):
    pass
