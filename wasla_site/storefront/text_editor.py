"""The editor of rich texts at the desk."""

import json
from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter


class ConverterForEachText:
    """Wagtail's converter keeps the text it is at, and a widget, with its converter, lives as long as the process: two
    threads at once would mix the texts of two stores. So every text gets a converter of its own.
    """

    def __init__(self, features: list[str]) -> None:
        self.features = features

    def from_database_format(self, html: str) -> str:
        return str(ContentstateConverter(self.features).from_database_format(html))

    def to_database_format(self, contentstate_json: str) -> str:
        """What no editor sends is no text."""
        try:
            sent = json.loads(contentstate_json)
        except ValueError:
            return ""
        if not isinstance(sent, dict) or not {"blocks", "entityMap"} <= sent.keys():
            return ""
        return str(ContentstateConverter(self.features).to_database_format(contentstate_json))


class StoreTextEditor(DraftailRichTextArea):
    """Wagtail's, safe in threads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = ConverterForEachText(self.features)
