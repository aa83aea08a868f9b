"""Rich text keeps only what is the store's own. The numbers in it name pages, documents and pictures, and anyone can
type one.

Another store's are dropped whenever the text is written, by whomever and in whatever form; and shown as nothing, should
one be stored, because what is rendered is looked up in the scope of the shopper's request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import swapper
from django.db.models import Model
from django.utils.html import format_html_join
from wagtail.blocks import RichTextBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter

Attributes = dict[str, str]
Rule = Callable[[list[Attributes]], list[str]]


def _own(model_of: Callable[[], type[Model]], tag: str, nothing: str) -> Rule:
    """The tags whose number is the store's as they were; `nothing` in place of the others."""

    def rule(found: list[Attributes]) -> list[str]:
        numbers = {given["id"] for given in found if _is_number(given.get("id", ""))}
        known = {str(pk) for pk in model_of()._default_manager.filter(pk__in=numbers).values_list("pk", flat=True)}
        return [tag.format(_written(given)) if given.get("id") in known else nothing for given in found]

    return rule


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _written(attributes: Attributes) -> str:
    return format_html_join("", ' {}="{}"', attributes.items())


def _page_model() -> type[Model]:
    model: type[Model] = swapper.load_model("wagtailcore", "Page")
    return model


_REWRITER = MultiRuleRewriter(
    [
        LinkRewriter(
            bulk_rules={
                "page": _own(_page_model, "<a{}>", "<a>"),
                "document": _own(get_document_model, "<a{}>", "<a>"),
            }
        ),
        EmbedRewriter(bulk_rules={"image": _own(get_image_model, "<embed{}/>", "")}),
    ]
)


def own_only(html: str) -> str:
    """The text without links to and pictures of what the scope's store does not have; the words of a link stay."""
    kept: str = _REWRITER(html)
    return kept


class OwnRichTextBlock(RichTextBlock):
    """Rich text whose source is `own_only` whenever it is stored, in a page or in a revision."""

    def get_prep_value(self, value: Any) -> str:
        return own_only(super().get_prep_value(value))
