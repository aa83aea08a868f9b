"""The vocabulary of pages: what a merchant can put on one. Looks are the theme's."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from commerce.catalog.application.queries import cards_for_shelf, categories_by_slug, category_choices
from commerce.catalog.interfaces.listing import listed_at
from wasla_site.storefront.campaigns.page_blocks import (
    CampaignBannerBlock,
    CampaignCountdownBlock,
    CampaignProductsBlock,
)
from wasla_site.storefront.request_memory import once_a_request
from wasla_site.storefront.rich_text import OwnRichTextBlock

PLAIN_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "h3", "link"]


def _pair(name: str, block: type[blocks.Block], label_ar: Any, label_en: Any, **kwargs: Any) -> list[Any]:
    """The Arabic and the English form of one text, side by side; either may be left empty."""
    return [
        (f"{name}_ar", block(required=False, label=label_ar, **kwargs)),
        (f"{name}_en", block(required=False, label=label_en, **kwargs)),
    ]


def heading(limit: int = 60) -> list[Any]:
    return _pair("heading", blocks.CharBlock, _("Heading, Arabic"), _("Heading, English"), max_length=limit)


def text(limit: int = 400) -> list[Any]:
    return _pair("text", blocks.TextBlock, _("Text, Arabic"), _("Text, English"), max_length=limit, rows=3)


def category_options() -> list[tuple[str, str]]:
    """The editor of a page has a list of them for each block that could name one."""
    return once_a_request(("categories", get_language()), category_choices)


class CategoryChoiceBlock(blocks.ChoiceBlock):
    """A category of this store by its slug. Reading a stored one asks nothing; a category that is gone is not shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=category_options, search_index=False, **kwargs)

    def normalize_choice(self, value: Any) -> str:
        return str(value or "")


class HeroBlock(blocks.StructBlock):
    def __init__(self, **kwargs: Any) -> None:
        fields = [
            *heading(),
            *text(140),
            ("image", ImageChooserBlock(required=False, label=_("Picture"))),
            *_pair("button", blocks.CharBlock, _("Button, Arabic"), _("Button, English"), max_length=30),
            ("link", blocks.CharBlock(required=False, label=_("Button leads to"), max_length=200)),
        ]
        super().__init__(fields, **kwargs)

    class Meta:
        template = "storefront/blocks/hero.html"
        icon = "image"
        label = _("Hero")
        group = _("Promote")


class RichTextBlock(blocks.StructBlock):
    def __init__(self, **kwargs: Any) -> None:
        fields = _pair("text", OwnRichTextBlock, _("Text, Arabic"), _("Text, English"), features=PLAIN_TEXT_FEATURES)
        super().__init__(fields, **kwargs)

    class Meta:
        template = "storefront/blocks/rich_text.html"
        icon = "pilcrow"
        label = _("Text")
        group = _("Content")


class ImageWithTextBlock(blocks.StructBlock):
    def __init__(self, **kwargs: Any) -> None:
        image = ("image", ImageChooserBlock(required=False, label=_("Picture")))
        super().__init__([image, *heading(), *text(600)], **kwargs)

    class Meta:
        template = "storefront/blocks/image_with_text.html"
        icon = "doc-full"
        label = _("Picture with text")
        group = _("Content")


class ProductShelfBlock(blocks.StructBlock):
    def __init__(self, **kwargs: Any) -> None:
        sources = [("newest", _("Newest")), ("reduced", _("Reduced")), ("category", _("Of a category"))]
        fields = [
            *heading(),
            ("source", blocks.ChoiceBlock(choices=sources, default="newest", label=_("Which products"))),
            (
                "category_slug",
                CategoryChoiceBlock(required=False, label=_("Category")),
            ),
            ("count", blocks.IntegerBlock(min_value=2, max_value=24, default=8, label=_("How many"))),
        ]
        super().__init__(fields, **kwargs)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        context["products"] = cards_for_shelf(
            source=value["source"],
            category_slug=value["category_slug"] or "",
            count=value["count"] or 8,
            listed_at=listed_at(request) if request is not None else None,
        )
        return context

    class Meta:
        template = "storefront/blocks/product_shelf.html"
        icon = "list-ul"
        label = _("Products")
        group = _("Products")


class CategoryTilesBlock(blocks.StructBlock):
    def __init__(self, **kwargs: Any) -> None:
        choice = CategoryChoiceBlock(label=_("Category"))
        fields = [*heading(), ("categories", blocks.ListBlock(choice, max_num=12, label=_("Categories")))]
        super().__init__(fields, **kwargs)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["categories"] = categories_by_slug(list(value["categories"]))
        return context

    class Meta:
        template = "storefront/blocks/category_tiles.html"
        icon = "table"
        label = _("Categories")
        group = _("Products")


class PromiseBlock(blocks.StructBlock):
    def __init__(self, **kwargs: Any) -> None:
        icons = [
            ("delivery", _("Delivery")),
            ("return", _("Return")),
            ("authentic", _("Authentic")),
            ("gift", _("Gift")),
            ("support", _("Support")),
        ]
        icon = ("icon", blocks.ChoiceBlock(choices=icons, default="delivery", label=_("Icon")))
        super().__init__([icon, *heading(), *text(140)], **kwargs)


class PromisesBlock(blocks.StructBlock):
    items = blocks.ListBlock(PromiseBlock(), max_num=4, label=_("Promises"))

    class Meta:
        template = "storefront/blocks/promises.html"
        icon = "tick"
        label = _("Promises")
        group = _("Trust")


class QuoteBlock(blocks.StructBlock):
    def __init__(self, **kwargs: Any) -> None:
        who = _pair("who", blocks.CharBlock, _("Who said it, Arabic"), _("Who said it, English"), max_length=80)
        super().__init__([*text(300), *who], **kwargs)

    class Meta:
        template = "storefront/blocks/quote.html"
        icon = "openquote"
        label = _("Quote")
        group = _("Trust")


class QuestionBlock(blocks.StructBlock):
    def __init__(self, **kwargs: Any) -> None:
        question = _pair("question", blocks.CharBlock, _("Question, Arabic"), _("Question, English"), max_length=140)
        answer = _pair("answer", blocks.TextBlock, _("Answer, Arabic"), _("Answer, English"), rows=3)
        super().__init__([*question, *answer], **kwargs)


class FaqBlock(blocks.StructBlock):
    items = blocks.ListBlock(QuestionBlock(), max_num=20, label=_("Questions"))

    class Meta:
        template = "storefront/blocks/faq.html"
        icon = "help"
        label = _("Questions and answers")
        group = _("Content")


class PageBody(blocks.StreamBlock):
    hero = HeroBlock()
    rich_text = RichTextBlock()
    image_with_text = ImageWithTextBlock()
    product_shelf = ProductShelfBlock()
    category_tiles = CategoryTilesBlock()
    promises = PromisesBlock()
    quote = QuoteBlock()
    faq = FaqBlock()
    campaign_banner = CampaignBannerBlock()
    campaign_countdown = CampaignCountdownBlock()
    campaign_products = CampaignProductsBlock()

    class Meta:
        max_num = 25
        block_counts = {"hero": {"max_num": 2}}
