"""Which names a store may take."""

import re

# Names that would shadow the platform's own hosts and paths, or pass for the platform to a shopper.
RESERVED_SLUGS = frozenset(
    {
        "www", "admin", "manage", "api", "hooks", "static", "media", "mail", "smtp", "ftp", "ns1", "ns2", "cdn",
        "assets", "app", "dashboard", "login", "account", "accounts", "billing", "help", "support", "status", "blog",
        "docs", "test", "demo", "staging", "wasla", "platform", "root", "healthz", "pay", "payments", "checkout",
        "localhost",
    }
)  # fmt: skip

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")

_PORT = re.compile(r":[0-9]*$")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
LONGEST_HOST = 253

LANGUAGES = ("ar", "en")


def slug_problem(slug: str) -> str | None:
    """Why no store may be called so: `malformed` or `reserved`; None when it may.

    A slug becomes a host label: 3 to 40 characters of a-z, 0-9 and hyphens, no hyphen at either end or twice in a row.
    """
    if not _SLUG.fullmatch(slug) or "--" in slug:
        return "malformed"
    return "reserved" if slug in RESERVED_SLUGS else None


def normal_host(host: str) -> str:
    """The host of a request as domains are stored: lower case, without port and closing dot."""
    name = host.strip().lower()
    if not name.startswith("["):
        name = _PORT.sub("", name)
    return name.removesuffix(".")


def is_host(host: str) -> bool:
    """Whether a normal host is a name browsers can go to: labels of a-z, 0-9 and inner hyphens, parted by dots.

    Names in other scripts are written as domains write them, beginning with xn--.
    """
    return len(host) <= LONGEST_HOST and all(_LABEL.fullmatch(label) for label in host.split("."))


def spoken_languages(first: str) -> list[str]:
    """All languages of a store, the one its addresses speak without a prefix first."""
    return [first, *(language for language in LANGUAGES if language != first)]


def split_language(path: str, language_free: tuple[str, ...]) -> tuple[str, str]:
    """The language a path begins with, and the path that routes know; no language and the same path where none is said.

    Addresses below `language_free` have none: `/en/manage/` names no language and is no address of the desk. The first
    language of a store is not written; where it is, the rest is what it should have been.
    """
    head, _, rest = path.removeprefix("/").partition("/")
    if head not in LANGUAGES or f"/{rest}".startswith(language_free):
        return "", path
    return head, f"/{rest}"
