"""The shapes in which a demo store's words are written down. Texts are plain, both languages in each."""

from dataclasses import dataclass

from commerce.core.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Hero:
    """`wide` and `tall` are specs of drawings, 1600 x 900 and 900 x 1100."""

    heading: Bilingual
    text: Bilingual
    button: Bilingual
    link: str
    wide: str
    tall: str


@dataclass(frozen=True, slots=True)
class Story:
    heading: Bilingual
    text: Bilingual
    picture: str


@dataclass(frozen=True, slots=True)
class Promise:
    """`icon` is one of delivery, return, authentic, gift, support."""

    icon: str
    heading: Bilingual
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Shelf:
    """A row of products: the newest, the reduced, or those of the category with this slug."""

    heading: Bilingual
    source: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    text: Bilingual
    who: Bilingual


@dataclass(frozen=True, slots=True)
class Question:
    question: Bilingual
    answer: Bilingual


@dataclass(frozen=True, slots=True)
class Page:
    """Paragraphs in order."""

    slug: str
    title: Bilingual
    paragraphs: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A campaign. `gives` is a block of its form, `categories` the slugs it is about (all goods without any).

    It begins when the store is furnished, or on the first `weekday` (Monday 0) at `hour` after that, and lasts so many
    hours. With a `code` it is for who enters that. `places` are those of its banner; of two
    in one place the one of higher `precedence` shows.
    """

    slug: str
    name: Bilingual
    line: Bilingual
    text: Bilingual
    gives: tuple[str, dict[str, str | int]]
    hours: int
    categories: tuple[str, ...] = ()
    minimum_spend: str = ""
    code: str = ""
    places: tuple[str, ...] = ()
    picture: str = ""
    weekday: int | None = None
    hour: int = 0
    precedence: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a role in the store; the address is unreachable on purpose (RFC 2606)."""

    name: Bilingual
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Store:
    """`tiles` gives each category's slug (made from its English name) the spec of its picture.

    `phone` is a number nobody can have, on purpose.
    """

    slug: str
    name: Bilingual
    tagline: Bilingual
    language: str
    mark: str
    phone: str
    contact: tuple[Bilingual, ...]
    hero: Hero
    second_hero: Hero
    story: Story
    promises: tuple[Promise, ...]
    shelves: tuple[Shelf, ...]
    featured: tuple[str, ...]
    tiles: dict[str, str]
    quote: Quote
    questions: tuple[Question, ...]
    about: Page
    policies: tuple[Page, ...]
    offers: tuple[Offer, ...]
    people: tuple[Person, ...]
