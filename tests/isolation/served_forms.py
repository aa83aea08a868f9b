"""The forms of a page, and what a person would send who pressed the button at once."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type")
    return kind not in {"submit", "file", "button"} and (kind not in {"checkbox", "radio"} or "checked" in given)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Fields]] = []
        self.open: Fields | None = None
        self.text_of = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = {}
            self.forms.append((given.get("method", "get").lower(), self.open))
        elif self.open is not None:
            self._field(tag, given, self.open)

    def _field(self, tag: str, given: dict[str, str], fields: Fields) -> None:
        name = given.get("name", "")
        if tag == "option" and self.select and ("selected" in given or not fields[self.select]):
            fields[self.select] = [given.get("value", "")]
        elif name and tag == "textarea":
            self.text_of = name
            fields[name] = [""]
        elif name and tag == "select":
            self.select = name
            fields.setdefault(name, [])
        elif name and tag == "input" and _is_sent(given):
            # A box that is ticked and has no value says so.
            ticked = "on" if given.get("type") == "checkbox" else ""
            fields.setdefault(name, []).append(given.get("value") or ticked)

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.text_of:
            self.open[self.text_of][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.text_of = ""
        elif tag == "select":
            self.select = ""


def forms_of(html: str, method: str) -> list[dict[str, Any]]:
    """The fields of each form of that method, with their values."""
    reader = _Reader()
    reader.feed(html)
    return [dict(fields) for of, fields in reader.forms if of == method and fields]


def form_for(forms: list[dict[str, Any]], payload: dict[str, str]) -> dict[str, Any]:
    """The one of a page's forms that has fields of these names, or the last one: nothing when there is none."""
    return next((form for form in forms if form.keys() & payload.keys()), forms[-1] if forms else {})
