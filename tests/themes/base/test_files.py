"""What must hold of the theme's files as they lie there: style sheet, templates, fonts, words."""

import ast
import gzip
import re

import pytest

from tests.themes.base.places import CATALOGUES, STATIC, TEMPLATES

PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom|width|height"
    r"|(?:min|max)-(?:width|height))\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MEDIA = re.compile(r"@media[^{]*")


def physical_in(css: str) -> list[str]:
    return [match.group().strip() for match in PHYSICAL.finditer(MEDIA.sub("@media ", COMMENT.sub("", css)))]


def style_sheet() -> str:
    return (STATIC / "theme.css").read_text()


def test_the_style_sheet_knows_no_left_and_right() -> None:
    assert physical_in(style_sheet()) == []


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 0",
        "a { left: 0 }",
        "a {text-align:right}",
        "float: left",
        "border-top-left-radius: 1px",
        "width: 1px",
    ],
)
def test_the_lint_sees_physical_properties(declaration: str) -> None:
    assert physical_in(declaration)


@pytest.mark.parametrize("declaration", ["margin-inline-start: 0", "inline-size: 1px", "text-align: start"])
def test_the_lint_lets_logical_properties_pass(declaration: str) -> None:
    assert not physical_in(declaration)


def test_arabic_letters_stay_joined() -> None:
    spacings = re.findall(r"letter-spacing:\s*([^;]+);", style_sheet())
    assert set(spacings) <= {"normal", "inherit"}
    assert "text-transform" not in style_sheet()
    assert "italic" not in style_sheet()


def test_the_budgets_of_the_first_visit() -> None:
    assert len(gzip.compress(style_sheet().encode())) <= 18 * 1024
    assert len(gzip.compress((STATIC / "shop.js").read_bytes())) <= 2 * 1024
    assert sum(path.stat().st_size for path in STATIC.rglob("*.woff2")) <= 70 * 1024


def test_everything_the_style_sheet_names_is_there() -> None:
    named = re.findall(r'url\("([^"]+)"\)', style_sheet())
    assert named
    assert all((STATIC / name).exists() for name in named)


def test_the_font_comes_with_its_licence() -> None:
    licence = (STATIC / "fonts" / "OFL.txt").read_text()
    assert "Boutros International" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_templates_bear_a_strict_content_policy(path: object) -> None:
    source = path.read_text()  # type: ignore[attr-defined]
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"\son[a-z]+\s*=", source)
    assert "<style" not in source
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"https?://", source)


Message = tuple[str, str, tuple[str, ...]]


def messages_of(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """(context, msgid) -> translations, the header left out."""
    text = (CATALOGUES / language / "LC_MESSAGES" / "django.po").read_text()
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for entry in re.split(r"\n\s*\n", text):
        parts = re.findall(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\n?)+)', entry, re.M)
        said = {name: "".join(ast.literal_eval(line) for line in body.split("\n") if line) for name, body in parts}
        if said.get("msgid"):
            strings = tuple(value for name, value in said.items() if name.startswith("msgstr"))
            found[said.get("msgctxt", ""), said["msgid"]] = strings
    return found


def asked_for() -> set[str]:
    """Every msgid of the templates."""
    sources = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    plain = re.findall(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""", sources)
    return {double or single for double, single in plain}


def test_every_word_has_its_arabic() -> None:
    messages = messages_of("ar")
    assert asked_for() <= {msgid for _, msgid in messages}
    assert all(all(strings) for strings in messages.values())
    plurals = {msgid: strings for (_, msgid), strings in messages.items() if len(strings) > 1}
    assert plurals
    assert all(len(strings) == 6 for strings in plurals.values())


def test_translations_keep_every_placeholder() -> None:
    for (_, msgid), strings in messages_of("ar").items():
        wanted = set(re.findall(r"%\(\w+\)s", msgid))
        # "one piece" and "two pieces" are words in Arabic.
        assert set(re.findall(r"%\(\w+\)s", strings[-1])) == wanted
        assert all(set(re.findall(r"%\(\w+\)s", text)) <= wanted for text in strings)


def test_arabic_is_written_in_arabic() -> None:
    for (_, msgid), strings in messages_of("ar").items():
        assert all(re.search(r"[\u0600-\u06ff]", text) for text in strings), msgid
