"""Products of a file become products of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import DataError, IntegrityError, transaction

from commerce.catalog.application.ports import ImageSource
from commerce.catalog.application.price_history import noting_prices
from commerce.catalog.application.product_import import rows, surroundings
from commerce.catalog.application.product_import.categories import CategoryWays
from commerce.catalog.application.product_import.plans import Batch, plans_for
from commerce.catalog.application.product_import.stock import write_stock
from commerce.catalog.application.shelf_facts import refresh_shelf_facts
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.application.stock_ledger import Story
from commerce.catalog.domain.imports import ImportedProduct, Remark, Tally
from commerce.catalog.domain.values import Movement
from commerce.catalog.models import Product, StockLocation, Variant
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.tenants.application.queries import currency_in_scope

MOST_PRODUCTS = 250
MOST_VARIANTS = 1000


@dataclass(slots=True)
class _Outcome:
    """What one batch did; told only once it is committed."""

    tally: Tally = field(default_factory=Tally)
    remarks: list[Remark] = field(default_factory=list)
    new_images: list[int] = field(default_factory=list)


def import_products(
    *,
    products: Iterable[ImportedProduct],
    images: ImageSource,
    tell: Callable[[Remark], None],
    reference: str,
    actor: str,
    now: datetime,
    tally: Tally | None = None,
) -> Tally:
    """Every product that can be is in the store as the file says; returns what changed, remarks not counted.

    A given `tally` is counted on with each batch, so that whoever breaks the import off knows what is in the store.
    Products are found by handle and variants by SKU. Said twice nothing changes: stock is set, not added. What the file
    does not name stays. Batches commit one by one, so a broken file leaves the products before the break. A product
    that can't be is told and left out.
    """
    story = Story(Movement.ADJUSTED, actor=actor, at=now, reference=reference[:120])
    total = Tally() if tally is None else tally
    try:
        for batch in _batches(products):
            image_ids = _image_ids(batch, images, tell)
            for outcome in _written(batch, image_ids, story):
                for remark in outcome.remarks:
                    tell(remark)
                _add(total, outcome.tally)
                _make_sizes(outcome.new_images, image_ids, tell)
    finally:
        _record(story.reference, total)
    return total


def _record(reference: str, total: Tally) -> None:
    """One deed with its counts, also of a file that broke; stock of single variants is in their movements."""
    counts = {name: number for name, number in asdict(total).items() if number}
    if counts:
        with transaction.atomic():
            record(Deed("import", "imported", None, Bilingual(ar=reference, en=reference), after=counts))


def _make_sizes(new_images: list[int], image_ids: Mapping[str, int], tell: Callable[[Remark], None]) -> None:
    names = {image_id: name for name, image_id in image_ids.items()}
    for image_id in new_images:
        try:
            make_renditions([image_id])
        except OSError:
            tell(Remark(0, "picture_broken", {"picture": names[image_id]}, is_note=True))


def _image_ids(batch: list[ImportedProduct], images: ImageSource, tell: Callable[[Remark], None]) -> Mapping[str, int]:
    """The images the batch names; a name nobody knows is told, and the product goes without."""
    rows = {name: variant.row for product in batch for variant in product.variants for name in variant.images}
    found = images.image_ids(rows.keys()) if rows else {}
    for name in rows.keys() - found.keys():
        tell(Remark(rows[name], "picture_unknown", {"picture": name}, is_note=True))
    return found


def _batches(products: Iterable[ImportedProduct]) -> Iterator[list[ImportedProduct]]:
    batch: list[ImportedProduct] = []
    variants = 0
    for product in products:
        batch.append(product)
        variants += len(product.variants)
        if len(batch) >= MOST_PRODUCTS or variants >= MOST_VARIANTS:
            yield batch
            batch, variants = [], 0
    if batch:
        yield batch


def _written(batch: list[ImportedProduct], image_ids: Mapping[str, int], story: Story) -> Iterator[_Outcome]:
    """A batch that someone else's change, or one product's defect, got in the way of is written again one by one."""
    try:
        yield _write(batch, image_ids, story)
    except (IntegrityError, DataError) as error:
        if len(batch) == 1:
            code = "unwritable" if isinstance(error, DataError) else "changed_meanwhile"
            yield _Outcome(remarks=[Remark(batch[0].row, code, {"handle": batch[0].handle})])
            return
        for product in batch:
            yield from _written([product], image_ids, story)


def _write(batch: list[ImportedProduct], image_ids: Mapping[str, int], story: Story) -> _Outcome:
    outcome = _Outcome()
    with transaction.atomic():
        location = StockLocation.objects.get(is_default=True)
        written = Batch(plans_for(batch, outcome.remarks.append), outcome.remarks.append, outcome.tally)
        rows.write_products(written, story.at)
        rows.write_options(written.plans)
        with noting_prices(Variant.objects.filter(product__in=written.products()), story.at):
            rows.write_variants(written, rows.write_values(written.plans), currency_in_scope())
        surroundings.write_places(written, CategoryWays())
        surroundings.write_tags(written)
        outcome.new_images = surroundings.write_pictures(written, image_ids)
        write_stock(written, location.pk, story)
        changed = [product_id for product_id, plan in written.products().items() if plan.has_changed]
        refresh_shelf_facts(changed)
        # Also where only a variant differs: a form of the desk that was open before must not undo it unseen.
        Product.objects.filter(pk__in=changed).update(changed_at=story.at)
        mark_goods(changed)
        record(*written.deeds)
    outcome.tally.products_changed = len(changed) - outcome.tally.products_new
    outcome.tally.products_same = len(written.plans) - len(changed)
    return outcome


def _add(total: Tally, part: Tally) -> None:
    for name, number in asdict(part).items():
        setattr(total, name, getattr(total, name) + number)
