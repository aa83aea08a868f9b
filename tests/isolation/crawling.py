"""Asking for addresses as a person would, reading everything that comes back, and judging it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.payments.application import ports
from tests.conftest import outermost_transaction
from tests.isolation.addresses import FOREIGN, Address, twin_of
from tests.isolation.fingerprints import fingerprint, tables_naming
from tests.isolation.shops import MISSING as NOBODYS
from tests.isolation.shops import Shop
from tests.support.outside import standing_here
from tests.support.template_stores import OWNER_PASSWORD
from wasla_site.dashboard.allowed_urls import BULK

# New in every answer, whoever asks: tokens of forms, nonces, the names of renditions made for it, times, how long ago
# they were, and the numbers of rows that the asking itself makes, which begin where those of the stores end.
NEW_EACH_TIME = re.compile(
    r'\b[A-Za-z0-9]{64}\b|nonce="[^"]*"|renditions/[\w-]{22}|<time\b.*?</time>'
    r"|\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\b|(?<!\d)7[5-9]\d{5}(?!\d)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`told` is all a person or their browser could read, in small letters: body, headers, messages, mail."""

    status: int
    location: str
    html: str
    told: str
    defect: str

    def less(self, asked: Iterable[str]) -> Answer:
        """Without the words of the address, which answers may say again, in a redirect for example. Not its numbers."""
        location, told, html = self.location, self.told, self.html
        for word in sorted(asked, key=len, reverse=True):
            if not word.isdecimal():
                location, told, html = (
                    location.replace(word, "#"),
                    told.replace(word.lower(), "#"),
                    html.replace(word, "#").replace(quote(word), "#"),
                )
        return replace(self, location=location, told=told, html=html)

    def shape(self, asked: re.Pattern[str]) -> tuple[int, str, str]:
        """The same for two numbers, if nothing but the number asked for is different: status, destination and body.

        All other digits count: how many rows there are is told too.
        """
        body = asked.sub("#", NEW_EACH_TIME.sub("", self.html))
        return self.status, asked.sub("#", self.location), hashlib.sha256(body.encode()).hexdigest()


def numbers_asked(home: Shop, stranger: Shop) -> re.Pattern[str]:
    """What stands in addresses for a store's thing and for nobody's: the row's number; of files the stranger's own."""
    rows = [rf"(?<!\d){number}(?!\d)" for number in (home.first, stranger.first, NOBODYS)]
    return re.compile("|".join([*rows, rf"(?<=/media/){stranger.tenant_id}(?=/)"]))


def browser(host: str) -> Client:
    return Client(HTTP_HOST=host, raise_request_exception=False)


def staff_of(shop: Shop, role: str) -> Client:
    """A member of the store's staff, signed in on its desk."""
    client = browser(shop.host)
    answer = client.post("/manage/login/", {"username": shop.email_of(role), "password": OWNER_PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def ask(client: Client, path: str, data: dict[str, Any] | None = None, *, xhr: bool = False) -> Answer:
    """GET, or POST with data. What the browser keeps is as before."""
    headers = {"x-requested-with": "XMLHttpRequest"} if xhr else None
    kept = deepcopy(client.cookies)
    response: Any = client.get(path, headers=headers) if data is None else client.post(path, data, headers=headers)
    client.cookies = kept
    html = readable(b"".join(response.streaming_content) if response.streaming else response.content)
    told = [html, str(dict(response.headers)), *map(str, get_messages(response.wsgi_request))]
    told += [f"{letter.subject} {letter.body} {letter.to}" for letter in getattr(mail, "outbox", [])]
    defect = repr(response.exc_info[1]) if response.status_code >= 500 and response.exc_info else ""
    return Answer(response.status_code, response.headers.get("Location", ""), html, " ".join(told).lower(), defect)


def readable(body: bytes) -> str:
    """A spreadsheet's parts too."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return body.decode(errors="replace")


@contextmanager
def undone() -> Iterator[None]:
    """Each probe stands in a transaction of the crawl's own, in which gateways may be called all the same."""
    with outermost_transaction(), standing_here(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(ports, "_require_no_transaction", lambda: None)
        yield
        transaction.set_rollback(True)


@dataclass(slots=True)
class Crawl:
    """A walk through a store by one person. `problems` is what must be empty in the end."""

    client: Client
    home: Shop
    stranger: Shop
    keeps: bool = False
    asked: int = 0
    problems: list[str] = field(default_factory=list)
    shapes: dict[tuple[str, ...], tuple[int, str, str]] = field(default_factory=dict)

    def look(
        self,
        path: str,
        label: tuple[str, ...],
        data: dict[str, Any] | None = None,
        *,
        xhr: bool = False,
        words: Iterable[str] = (),
    ) -> Answer:
        """Ask and note what was told of the stranger's store; what it did is undone, unless the crawl keeps it."""
        with nullcontext() if self.keeps else undone():
            answer = ask(self.client, path, data, xhr=xhr).less(words)
        self.note(path, label, answer, "GET" if data is None else "POST")
        if data is None and not self.stranger.is_named_in(path.lower()) and self.stranger.is_named_in(answer.told):
            self.problems.append(f"GET {path} names things of {self.stranger.slug} ({answer.status})")
        return answer

    def note(self, path: str, label: tuple[str, ...], answer: Answer, method: str) -> None:
        self.asked += 1
        self.shapes[(method, *label)] = answer.shape(numbers_asked(self.home, self.stranger))
        if self.stranger.marker in answer.told:
            self.problems.append(f"{method} {path} tells of {self.stranger.slug} ({answer.status})")
        if answer.status >= 500:
            self.problems.append(f"{method} {path} fails: {answer.defect}")

    def told_apart(self) -> list[str]:
        """The addresses at which another store's thing is answered otherwise than nobody's."""
        return [
            f"{' '.join(label)}: {shape}, but {self.shapes[twin_of(label)]} for nobody's"
            for label, shape in self.shapes.items()
            if FOREIGN in label and shape != self.shapes[twin_of(label)]
        ]

    def judge(self) -> None:
        found = self.problems + self.told_apart()
        assert not found, "\n".join(["", *found])


@dataclass(slots=True)
class WritingCrawl(Crawl):
    """Sends, too, and compares all rows of both stores before and after."""

    written: set[str] = field(default_factory=set)
    before: dict[str, list[str]] = field(default_factory=dict)
    offers: dict[str, bool] = field(default_factory=dict)

    def send(self, address: Address, data: dict[str, Any], what: str) -> None:
        """`written` has the views through which the person did change their own store."""
        self._remember()
        with undone():
            answer = ask(self.client, address.path, data)
            self.note(address.path, (address.view, *address.parts, what), answer, "POST")
            if fingerprint(self.stranger) != self.before[self.stranger.slug]:
                self.problems.append(f"POST {address.path} ({what}) changes {self.stranger.slug}")
            is_news = address.is_own and address.view not in self.written
            if is_news and fingerprint(self.home) != self.before[self.home.slug]:
                self.written.add(address.view)

    def plant(self, address: Address, data: dict[str, Any], what: str) -> None:
        """Sends what names things of the other store: no row of one's own names them afterwards."""
        self.send(address, data, what)
        with undone():
            ask(self.client, address.path, data)
            if planted := tables_naming(self.home, self.stranger.first):
                self.problems.append(f"POST {address.path} ({what}) plants a thing of {self.stranger.slug}: {planted}")

    def offer(self, address: Address, shown: dict[str, Any], twin: dict[str, str], what: str) -> None:
        """Sends what is to be accepted at one address of its kind at the least; `refused` tells what never was."""
        self._remember()
        with undone():
            answer = ask(self.client, address.path, shown | twin)
            self.note(address.path, (address.view, *address.parts, what), answer, "POST")
            is_changed = fingerprint(self.home) != self.before[self.home.slug]
        kind = " ".join([address.view, *(address.values[:3] if address.view == BULK else ()), what])
        self.offers[kind] = self.offers.get(kind, False) or _is_accepted(address.view, twin, answer, is_changed)

    def refused(self) -> list[str]:
        return [kind for kind, is_accepted in self.offers.items() if not is_accepted]

    def _remember(self) -> None:
        if not self.before:
            self.before = {shop.slug: fingerprint(shop) for shop in (self.home, self.stranger)}


def _is_accepted(view: str, sent: dict[str, str], answer: Answer, is_changed: bool) -> bool:
    """Who looks for something, or at what would be, is shown it; where to move a page is asked before it is moved."""
    asking = sent.keys() & {"find", "preview"}
    if asking:
        return answer.status == 200 and all(f'name="{name}"' in answer.html for name in sent.keys() - asking)
    return answer.status == 302 and (is_changed or view == "wagtailadmin_pages:move")
