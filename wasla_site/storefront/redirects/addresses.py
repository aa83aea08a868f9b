"""How the addresses of redirects are written and compared. Plain values; no rows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

LONGEST_PATH = 500
LONGEST_ADDRESS = 1000
LANGUAGES = ("ar", "en")
# Nothing below these is ever a page of the store's.
NEVER_REDIRECTED = ("/manage/", "/api/", "/hooks/", "/static/", "/media/", "/documents/", "/healthz/")
_SLASHES = re.compile(r"[/\\]+")
_UNSEEN = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a redirect leads: a page's number, a path of the store, or an address outside. Exactly one is given."""

    page_id: int | None = None
    address: str = ""


def normal_path(text: str) -> str:
    """The one form in which a path is kept and looked up: `/old/place/`.

    Without host, query, language and percent signs, in small letters, one slash at a time; "" when there is no path.
    """
    path = unicodedata.normalize("NFC", unquote(urlsplit(_as_path(text)).path)).lower()
    parts = [part for part in _SLASHES.split(path) if part not in {"", "."}]
    if parts and parts[0] in LANGUAGES:
        parts = parts[1:]
    return f"/{'/'.join(parts)}/" if parts and ".." not in parts else ""


def _as_path(text: str) -> str:
    """A path stays one, however many slashes it begins with; the host of a whole address is dropped."""
    stripped = text.strip()
    return stripped if stripped.lower().startswith(("http://", "https://")) else "/" + stripped.lstrip("/\\")


def may_be_redirected(path: str) -> bool:
    return bool(path) and len(path) <= LONGEST_PATH and not path.startswith(NEVER_REDIRECTED)


def outside_host(text: str) -> str | None:
    """The host of a whole https address, in small letters; None when the text is none, or names a person or a port."""
    address = text.strip()
    if _UNSEEN.search(address) or "\\" in address or not address.lower().startswith("https://"):
        return None
    try:
        parts = urlsplit(address)
        is_plain = parts.username is None and parts.password is None and parts.port is None
    except ValueError:
        return None
    return parts.hostname if is_plain and parts.hostname and "." in parts.hostname else None
