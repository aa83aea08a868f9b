"""What the catalog tells others: frozen values, texts in both languages, amounts as Money."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commerce.core.bilingual import Bilingual
from commerce.core.money import Money


class Status(StrEnum):
    """Whether shoppers see a product."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Movement(StrEnum):
    """Why a stock level changed."""

    RECEIVED = "received"
    ADJUSTED = "adjusted"
    RESERVED = "reserved"
    RELEASED = "released"
    COMMITTED = "committed"
    RETURNED = "returned"
    SENT_BACK = "sent_back"  # what had come back, to its customer


class ReservationState(StrEnum):
    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the sizes that are ready; `width` and `height` are those of `url`."""

    url: str
    width: int
    height: int
    alt: Bilingual
    srcset: str


@dataclass(frozen=True, slots=True)
class CategoryLink:
    slug: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class TagLink:
    slug: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class CategoryTile:
    """A category with the number of published products in it and below it."""

    slug: str
    name: Bilingual
    picture: Picture | None
    product_count: int


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """A category, the way to it from the top (itself left out), and what stands right below it."""

    slug: str
    name: Bilingual
    trail: tuple[CategoryLink, ...]
    children: tuple[CategoryLink, ...]


@dataclass(frozen=True, slots=True)
class CollectionPage:
    id: int
    slug: str
    title: Bilingual


@dataclass(frozen=True, slots=True)
class DeskCollection:
    """A collection as a merchant changes it: its products in their order."""

    slug: str
    title: Bilingual
    product_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A published product in a list. The price is its cheapest active variant's, and so is `compare_at`."""

    id: int
    slug: str
    title: Bilingual
    picture: Picture | None
    price: Money
    compare_at: Money | None
    price_varies: bool
    available: bool


@dataclass(frozen=True, slots=True)
class VariantOffer:
    """What can be bought. `available` counts pieces that are free now; `active` is False for what is no longer sold."""

    id: int
    product_id: int
    product_slug: str
    sku: str
    title: Bilingual
    option_label: Bilingual
    picture: Picture | None
    unit_price: Money
    compare_at: Money | None
    available: int
    active: bool


@dataclass(frozen=True, slots=True)
class OptionChoice:
    """One value of an option; `available` says whether it can be bought with what else is chosen."""

    value_id: int
    label: Bilingual
    selected: bool
    available: bool


@dataclass(frozen=True, slots=True)
class ProductOptionRow:
    name: Bilingual
    position: int
    choices: tuple[OptionChoice, ...]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A published product as its page shows it. Descriptions are safe HTML. `selected` is None where no variant has the
    chosen values together."""

    id: int
    slug: str
    title: Bilingual
    description: Bilingual
    pictures: tuple[Picture, ...]
    options: tuple[ProductOptionRow, ...]
    variants: tuple[VariantOffer, ...]
    selected: VariantOffer | None
    trail: tuple[CategoryLink, ...]
    tags: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class NamedChoice:
    """An option and one of its values: colour, red."""

    option: Bilingual
    value: Bilingual


@dataclass(frozen=True, slots=True)
class SearchVariant:
    """What a variant that is sold comes in, in the options' order, and whether a piece is left of it."""

    choices: tuple[NamedChoice, ...]
    is_left: bool


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What a shopper may find a product by and narrow a search with.

    `lowest_minor` and `highest_minor` are shelf prices. `categories` are those it stands in, `above` the names of those
    above them, each once; `category_ids` both. `margin` is the share of the price that the store keeps, as far as
    costs are known; not for shoppers' eyes.
    """

    id: int
    slug: str
    status: Status
    title: Bilingual
    description: Bilingual
    tags: tuple[Bilingual, ...]
    categories: tuple[CategoryLink, ...]
    above: tuple[Bilingual, ...]
    skus: tuple[str, ...]
    barcodes: tuple[str, ...]
    variants: tuple[SearchVariant, ...]
    category_ids: frozenset[int]
    tag_ids: frozenset[int]
    lowest_minor: int | None
    highest_minor: int | None
    is_reduced: bool
    has_price: bool
    created_at: datetime
    margin: float = 0.0

    @property
    def is_available(self) -> bool:
        return any(variant.is_left for variant in self.variants)


@dataclass(frozen=True, slots=True)
class StockToWatch:
    """Numbers of products on sale: with no piece left, and with few."""

    sold_out: int
    low: int


@dataclass(frozen=True, slots=True)
class NamedGoods:
    """Goods by ids of what they are or are in. An empty field says nothing."""

    products: frozenset[int] = frozenset()
    variants: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    collections: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class GoodsSelection:
    """Goods that have something of every field of `only` that says something, and nothing of `but_not`."""

    only: NamedGoods = NamedGoods()
    but_not: NamedGoods = NamedGoods()
    but_not_reduced: bool = False
