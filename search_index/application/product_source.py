"""What a product is found by."""

from collections.abc import Iterable, Sequence

from commerce.catalog.application.queries import search_rows
from commerce.catalog.domain.values import SearchRow, SearchVariant, Status
from commerce.catalog.models import Product
from commerce.core.among import Among
from commerce.core.bilingual import Bilingual
from search_index.application.attribute_names import keep_names
from search_index.application.descriptions import seen_pictures
from search_index.domain.attributes import attribute_of
from search_index.domain.values import Attribute, Document, Facts, SeenPicture
from search_index.models import Popularity

KIND = "product"


class ProductSource:
    """Products shoppers see: published, and with a price. What is sold out can be found, behind what is left."""

    def documents(self, object_ids: Sequence[int]) -> list[Document]:
        """What their attributes are called is kept besides."""
        rows = [row for row in search_rows(object_ids) if is_findable(row)]
        keep_names(choice for row in rows for variant in row.variants for choice in variant.choices)
        ids = [row.id for row in rows]
        pictures = seen_pictures(ids)
        popular = Popularity.objects.filter(Among("product_id", ids))
        hundredths = dict(popular.values_list("product_id", "hundredths"))
        return [document_of(row, hundredths.get(row.id, 0) / 100, pictures.get(row.id, ())) for row in rows]

    def all_ids(self) -> list[int]:
        return list(Product.objects.order_by("pk").values_list("pk", flat=True))


def is_findable(row: SearchRow) -> bool:
    return row.status == Status.PUBLISHED and row.has_price


def document_of(row: SearchRow, popularity: float = 0.0, pictures: tuple[SeenPicture, ...] = ()) -> Document:
    return Document(
        kind=KIND,
        object_id=row.id,
        titles=_both((row.title,)),
        codes=(*row.skus, *row.barcodes),
        category_names=_both((*(link.name for link in row.categories), *row.above)),
        labels=_both((*row.tags, *_values_on_sale(row))),
        texts=_both((row.description,)),
        facts=_facts(row, popularity),
        pictures=pictures,
    )


def _values_on_sale(row: SearchRow) -> list[Bilingual]:
    """What its variants come in, each once: a colour that none of them has any more is no word for the product."""
    return list(dict.fromkeys(choice.value for variant in row.variants for choice in variant.choices))


def _facts(row: SearchRow, popularity: float) -> Facts:
    """In one order, so that what did not change reads the same."""
    return Facts(
        lowest_minor=row.lowest_minor,
        highest_minor=row.highest_minor,
        categories=tuple(sorted(row.category_ids)),
        tags=tuple(sorted(row.tag_ids)),
        attributes=tuple(sorted({one for variant in row.variants for one in _attributes(variant)})),
        variants=tuple(_attributes(variant) for variant in row.variants if variant.is_left and variant.choices),
        is_available=row.is_available,
        is_reduced=row.is_reduced,
        appeared_at=row.created_at,
        popularity=popularity,
        margin=row.margin,
    )


def _attributes(variant: SearchVariant) -> tuple[Attribute, ...]:
    """An option whose name or value is only signs says nothing."""
    named = (attribute_of(choice.option, choice.value) for choice in variant.choices)
    return tuple(one for one in named if one.option and one.value)


def _both(texts: Iterable[Bilingual]) -> tuple[str, ...]:
    """The Arabic and the English, those that are written."""
    return tuple(text for pair in texts for text in (pair.ar, pair.en) if text)
