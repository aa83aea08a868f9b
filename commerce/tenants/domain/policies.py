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
        name = name.rsplit(":", 1)[0]
    return name.removesuffix(".")


def spoken_languages(first: str) -> list[str]:
    """All languages of a store, the one its addresses speak without a prefix first."""
    return [first, *(language for language in LANGUAGES if language != first)]
