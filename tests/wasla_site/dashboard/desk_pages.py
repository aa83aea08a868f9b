"""Every page of the desk that a store's owner can open, and what a person reads on one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.isolation.crawling import ask, staff_of
from tests.isolation.desk import desk_addresses
from tests.isolation.shops import Shop

SPOKEN = ("alt", "aria-description", "aria-label", "placeholder", "title")
SILENT = ("script", "style")
LABELS_OF_MENU = re.compile(r'"(?:label|title)": ("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True)
class DeskPage:
    view: str
    path: str
    html: str


@dataclass(slots=True)
class Read(HTMLParser):
    """`texts` are what is seen or spoken; `links` where one gets by a click."""

    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    silent: str = ""
    is_hidden: bool = False

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.silent = tag if tag in SILENT else self.silent
        self.is_hidden = "hidden" in given
        self.texts += [given[name] for name in SPOKEN if given.get(name)]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.texts.append(given.get("value", ""))
        self.links += [given[name] for name in ("href", "data-bulk-action-url") if tag == "a" and given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        self.silent = "" if tag == self.silent else self.silent
        self.is_hidden = False

    def handle_data(self, data: str) -> None:
        if not self.silent and not self.is_hidden and data.strip():
            self.texts.append(" ".join(data.split()))


def read(html: str) -> Read:
    reader = Read()
    reader.feed(html)
    reader.texts += [json.loads(label) for label in LABELS_OF_MENU.findall(html)]
    return reader


_WALKED: dict[str, list[DeskPage]] = {}


def desk_pages(own: Shop, other: Shop) -> list[DeskPage]:
    """The owner's, in the store's first language; each address once. Walked once, for all the tests that read them."""
    if own.slug not in _WALKED:
        _WALKED[own.slug] = list(_walk(own, other))
    return _WALKED[own.slug]


def _walk(own: Shop, other: Shop) -> Iterator[DeskPage]:
    client = staff_of(own, "owner")
    seen = set()
    for address in desk_addresses(own, other, allowed=True):
        if not address.is_own or address.path in seen or address.view == "wagtailadmin_logout":
            continue
        seen.add(address.path)
        answer = ask(client, address.path)
        if answer.status == 200 and answer.html.lstrip().lower().startswith("<!doctype html"):
            yield DeskPage(address.view, address.path, answer.html)
