"""Descriptions: a small, safe subset of HTML."""

import html
import re

import nh3

# What the editor of the desk can show and keep.
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "h3", "h4"}
_HEADINGS = re.compile(r"<(/?)h[1256](?=[\s>])", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^>]*>")
# As they stand in a clean description, in which every other "<" is an entity.
_CLEAN_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_TAGS))})\s*/?>")
_BETWEEN_BLOCKS = re.compile(r"</(?:p|li|h3|h4)>|<br\s*/?>")
_END_OF_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_END_OF_ROW = re.compile(r"</tr\s*>", re.IGNORECASE)


def clean_description(text: str) -> str:
    """Safe HTML of what a merchant or another shop's export wrote: text, or HTML reduced to paragraphs, lists and
    emphasis. Links, pictures, styles and scripts go, tables become lines; the page has its own h1 and h2."""
    text = text.strip()
    if not _LOOKS_LIKE_HTML.search(text):
        paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
        return "".join("<p>" + "<br>".join(html.escape(part).split("\n")) + "</p>" for part in paragraphs if part)
    text = _END_OF_ROW.sub("<br>", _END_OF_CELL.sub(" ", _HEADINGS.sub(r"<\1h3", text)))
    clean = nh3.clean(text, tags=_TAGS, attributes={}, link_rel=None)
    return " ".join(clean.split())


def plain_text(description: str) -> str:
    """The words of a clean description, without markup, in one line; of any other HTML too."""
    spaced = _BETWEEN_BLOCKS.sub(r"\g<0> ", description)
    text = _CLEAN_TAG.sub("", spaced)
    if "<" in text:
        text = nh3.clean(spaced, tags=set())
    return " ".join(html.unescape(text).split())
