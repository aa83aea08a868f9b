"""`{% load storefront %}`: amounts, bilingual texts, pictures, links and form fields of shop pages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template import Context
from django.urls import get_script_prefix, reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext
from wagtail.rich_text import RichText

from commerce.carts.application.shelf import TaggedPage
from commerce.carts.domain.pricing.outputs import Why
from commerce.carts.domain.values import CartView
from commerce.carts.interfaces.price_words import why_words
from commerce.carts.interfaces.prices import shelf_of
from commerce.catalog.application.queries.pictures import pictures_of
from commerce.catalog.domain.values import (
    CategoryPage,
    OptionChoice,
    Picture,
    ProductCard,
    ProductOptionRow,
    ProductPage,
)
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.orders.domain.values import OrderView, ReturnView
from commerce.payments.domain.declines import DeclineReason
from search_index.application.picture_queries import products_like
from search_index.interfaces.asked import filters_of_list
from themes.base import order_story
from themes.base.markup import amount_markup, hint_markup, tag_markup
from themes.base.price_manner import amount_off_words, amount_words, manner_of
from themes.base.product_data import product_data
from themes.base.wording import asking_for

register = template.Library()

# Of cards below a product.
ROW = 4

_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


@register.simple_tag
def money(amount: Money | None) -> str:
    """`{% money product.price %}`; nothing for None."""
    return amount_markup(amount) if amount is not None else ""


@register.simple_tag(takes_context=True)
def at_shelf_prices(context: Context, cards: Sequence[ProductCard]) -> Sequence[ProductCard]:
    """The cards at what a guest pays now: wherever a page got them from, their prices are the cart's."""
    return shelf_of(context["request"]).cards(cards)


@register.simple_tag(takes_context=True)
def at_shelf_price(context: Context, page: ProductPage, *beside: Sequence[ProductCard]) -> TaggedPage:
    """The product's page at what a guest pays now for each variant; `beside` are the lists of cards below it."""
    return shelf_of(context["request"]).page(page, [card for cards in beside for card in cards])


@register.simple_tag
def looking_like(page: ProductPage, beside: Sequence[ProductCard]) -> Sequence[ProductCard]:
    """A row of products whose pictures are like the product's, without those that stand on its page already."""
    if not page.pictures:
        return ()
    shown = {card.id for card in beside}
    return [card for card in products_like(page.id, most=ROW + len(shown)) if card.id not in shown][:ROW]


@register.simple_tag(takes_context=True)
def structured_data(context: Context, page: ProductPage) -> str:
    """The product for search engines, at the prices that the page shows."""
    request = context["request"]
    return product_data(page, request.build_absolute_uri(request.path), request.build_absolute_uri, _language())


@register.simple_tag
def money_off(amount: Money) -> str:
    """An amount that is taken off, with its minus."""
    return amount_markup(-amount)


@register.filter
def spelt(amount: Money) -> str:
    """An amount in words of a letter, where no sign can be drawn."""
    return amount_words(amount)


@register.filter
def spelt_off(amount: Money) -> str:
    """As `spelt`, an amount that is taken off: its minus stands on the left of the number in Arabic too."""
    return amount_off_words(amount)


@register.simple_tag
def price_reason(why: Why, cart: CartView) -> str:
    """What keeps an offer from giving (more), with the amounts and times a shopper can do something about."""
    return why_words(why, manner_of(cart.total.currency, cart.zone, cart.names, cart.instant))


@register.filter
def told(messages: Iterable[Message], tag: str) -> bool:
    """Whether a message of this tag stands at the head of the page."""
    return any(tag in message.tags.split() for message in messages)


@register.filter
def minus(amount: Money, other: Money) -> Money:
    return amount - other


@register.filter
def percent_below(price: Money, before: Money) -> int:
    """By how many whole percent the price lies below the former one, rounded down: never overstated."""
    return max(0, (before.minor - price.minor) * 100 // before.minor) if before.minor > 0 else 0


@register.filter
def localized(text: Bilingual | str | None) -> str:
    """The text in the page's language, or in the other one where it was not written."""
    if isinstance(text, Bilingual):
        return text.in_language(_language())
    return text or ""


@register.filter
def initial(name: str) -> str:
    """The letter that stands for a store without a logo."""
    return name.strip()[:1].upper()


def _is_written(text: Any) -> bool:
    """A rich text of empty paragraphs counts as not written."""
    words = strip_tags(text.source) if isinstance(text, RichText) else str(text or "")
    return bool(words.strip())


@register.simple_tag
def bilingual(value: Any, name: str) -> Any:
    """`{% bilingual value "heading" %}`: heading_<language> of a block or object, or the other language's."""
    first, second = ("ar", "en") if _language() == "ar" else ("en", "ar")
    for language in (first, second):
        field = f"{name}_{language}"
        text = value.get(field) if isinstance(value, Mapping) else getattr(value, field, "")
        if _is_written(text):
            return text
    return ""


@register.simple_tag
def picture(image: Any, sizes: str = "", *, alt: str | None = None, eager: bool = False) -> str:
    """An `<img>` with its measures; `alt=""` where the name stands beside it. Nothing for None.

    `image` is a Picture, or a store's image, which shows in the sizes that are ready: no request makes one.
    Eager pictures are those of the first screen.
    """
    if image and not isinstance(image, Picture):
        image = pictures_of({image.pk: Bilingual("", "")}).get(image.pk)
    if not image:
        return ""
    return tag_markup(
        "img",
        {
            "src": image.url,
            "srcset": image.srcset or None,
            "sizes": (sizes or None) if image.srcset else None,
            "width": image.width,
            "height": image.height,
            "alt": localized(image.alt) if alt is None else alt,
            "loading": None if eager else "lazy",
            "fetchpriority": "high" if eager else None,
            "decoding": "async",
        },
    )


@register.filter
def shop_link(link: str | None) -> str:
    """A link a merchant typed: paths get the page's language, other schemes than the web's are dropped."""
    link = (link or "").strip()
    if link.startswith("/") and not link.startswith("//"):
        has_language = any(f"{link}/".startswith(f"/{code}/") for code, _ in settings.LANGUAGES)
        return link if has_language else get_script_prefix().rstrip("/") + link
    return link if urlsplit(link).scheme in _SAFE_SCHEMES else ""


@register.simple_tag
def home_in(language: str) -> str:
    """The home page in that language, also where no store is known: the first language's prefix is redirected."""
    return f"/{language}/"


@register.simple_tag
def address_without_language(name: str) -> str:
    """Of what answers at one address whatever language the page speaks."""
    return "/" + reverse(name).removeprefix(get_script_prefix())


@register.simple_tag(takes_context=True)
def canonical(context: Context, *kept: str) -> str:
    """The address of this page with no parameter but those, for search engines."""
    request = context["request"]
    pairs = [(name, request.GET[name]) for name in kept if request.GET.get(name)]
    address: str = request.build_absolute_uri(request.path)
    return f"{address}?{urlencode(pairs)}" if pairs else address


@register.simple_tag(takes_context=True)
def filters_of(context: Context, category: CategoryPage | None) -> str:
    """Where a list is narrowed: the same products, in the order the list was asked for."""
    return filters_of_list(category=category.slug if category else "", sort=context["request"].GET.get("sort", ""))


@register.inclusion_tag("storefront/partials/field.html")
def field(bound: BoundField | str, hint: str | None = None, **attributes: str) -> dict[str, Any]:
    """A form field with label, hint and message; further arguments become attributes of the control.

    Wording comes from `themes.base.wording`, else from the form. A field the form does not have renders
    nothing, so that a store's country decides which there are.
    """
    if not isinstance(bound, BoundField):
        return {"field": None}
    asking = asking_for(bound)
    hint = str(asking.hint) if hint is None else hint
    described = [f"{bound.auto_id}-hint"] if hint else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    attrs: dict[str, str | bool] = {**asking.attributes, **attributes, "class": "control"}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "label": asking.label,
        "hint": hint_markup(hint),
        "note": asking.condition or ("" if bound.field.required else gettext("(optional)")),
        "control": bound.as_widget(attrs=attrs),
    }


@register.filter
def field_label(bound: BoundField) -> str:
    return str(asking_for(bound).label)


@register.simple_tag
def option_query(product: ProductPage, row: ProductOptionRow, choice: OptionChoice) -> str:
    """`?option=…&option=…`: what is chosen in the other rows, with this choice in its own."""
    kept = [
        other.value_id
        for line in product.options
        if line.position != row.position
        for other in line.choices
        if other.selected
    ]
    return "?" + urlencode([("option", value_id) for value_id in (*kept, choice.value_id)])


@register.simple_tag
def order_steps(order: OrderView) -> tuple[order_story.Step, ...]:
    return order_story.steps_of(order)


@register.simple_tag
def order_outlook(order: OrderView, declined_for: DeclineReason | None = None) -> order_story.Outlook:
    return order_story.outlook_of(order, declined_for or None)


@register.filter
def return_name(parcel: ReturnView) -> str:
    """What is told of pieces that come back, or will not be sent."""
    return str(order_story.return_name(parcel))


@register.filter
def status_name(status: str) -> str:
    """The shopper's word for an order's state."""
    return str(order_story.status_name(status))
