"""The URL gate: every admin view was judged by name, and what is not allowed does not exist."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from wasla_site.dashboard.allowed_urls import ALLOWED, DENIED, is_allowed, is_denied


def admin_names() -> set[str]:
    """The names of all views under /manage/, with their namespaces; a view without a name has an empty one."""

    def walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                space = (str(pattern.namespace),) if pattern.namespace else ()
                yield from walk(pattern, (*spaces, *space))
            elif isinstance(pattern, URLPattern):
                yield ":".join([*spaces, pattern.name or ""])

    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "manage/":
            return set(walk(pattern, ()))
    raise AssertionError("there is no desk")


def test_every_admin_view_was_judged() -> None:
    unjudged = {name for name in admin_names() if name and not is_allowed(name) and not is_denied(name)}
    assert unjudged == set()


def test_nothing_is_both_allowed_and_denied() -> None:
    assert {name for name in admin_names() if is_allowed(name) and is_denied(name)} == set()


def test_the_lists_name_nothing_that_is_gone() -> None:
    names = admin_names()
    for patterns in (*ALLOWED.values(), *DENIED.values()):
        for pattern in patterns:
            stem = pattern.removesuffix("*")
            assert any(name.startswith(stem) for name in names), f"{pattern} names no view"


def test_a_view_without_a_name_is_never_allowed() -> None:
    assert not is_allowed("")
    assert not is_allowed(None)
    assert not is_allowed("some_new_view_of_an_upgrade")
