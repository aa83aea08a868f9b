"""What a batch of the file will make of the store: the file's products beside the rows there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from commerce.catalog.domain.drafts import text_of
from commerce.catalog.domain.imports import ImportedProduct, ImportedVariant, Remark, Tally
from commerce.catalog.domain.policies import MOST_VARIANTS, SoldAs, publish_problems
from commerce.catalog.domain.skus import sku_key
from commerce.catalog.domain.values import Status
from commerce.catalog.models import OptionValue, Product, ProductOption, Variant
from commerce.core.audit import Deed

Tell = Callable[[Remark], None]


@dataclass(slots=True)
class Plan:
    """One product: what the file says (`wanted`, only rows that can be kept) and what the store has."""

    wanted: ImportedProduct
    status: Status
    product: Product | None
    options: list[ProductOption] = field(default_factory=list)
    values: list[OptionValue] = field(default_factory=list)
    present: dict[str, Variant] = field(default_factory=dict)
    has_changed: bool = False

    @property
    def others(self) -> list[Variant]:
        """Variants of the store that the file does not name."""
        named = {sku_key(variant.sku) for variant in self.wanted.variants}
        return [variant for key, variant in self.present.items() if key not in named and variant.is_active]


@dataclass(slots=True)
class Batch:
    """The plans of one transaction, and whom to tell what comes of them. `variant_ids` by `sku_key`, once written.

    `deeds` are for the log: what became of prices and statuses there were.
    """

    plans: list[Plan]
    tell: Tell
    tally: Tally
    variant_ids: dict[str, int] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)

    def products(self) -> dict[int, Plan]:
        """Plans by product id; their products are written."""
        return {plan.product.pk: plan for plan in self.plans if plan.product is not None}

    def variant_id(self, variant: ImportedVariant) -> int:
        return self.variant_ids[sku_key(variant.sku)]


def plans_for(products: Sequence[ImportedProduct], tell: Tell) -> list[Plan]:
    """Plans of the products that can be written; what can't is told and left out. Four statements.

    The products are locked before anything of them is read, as the desk does when it changes one.
    """
    handles = [product.handle for product in products]
    rows = {row.slug: row for row in Product.objects.filter(slug__in=handles).order_by("id").select_for_update()}
    plans = [_plan_for(product, rows.get(product.handle)) for product in products]
    _read_grids([plan for plan in plans if plan.product is not None])
    owners = _owners_of_skus(products)
    return [plan for plan in plans if _settle(plan, owners, tell)]


def _plan_for(wanted: ImportedProduct, product: Product | None) -> Plan:
    """A file that says nothing of the status leaves it as it is; what is new is a draft then."""
    present = Status(product.status) if product is not None else Status.DRAFT
    return Plan(wanted, wanted.status or present, product)


def _read_grids(plans: Iterable[Plan]) -> None:
    by_id = {plan.product.pk: plan for plan in plans if plan.product is not None}
    for variant in Variant.objects.filter(product__in=by_id).in_order():
        by_id[variant.product_id].present[variant.sku_key] = variant
    for option in ProductOption.objects.filter(product__in=by_id).order_by("position"):
        by_id[option.product_id].options.append(option)
    for value in OptionValue.objects.filter(option__product__in=by_id).select_related("option"):
        by_id[value.option.product_id].values.append(value)


def _owners_of_skus(products: Sequence[ImportedProduct]) -> dict[str, str]:
    keys = [sku_key(variant.sku) for product in products for variant in product.variants]
    return dict(Variant.objects.filter(sku_key__in=keys).values_list("sku_key", "product__slug"))


def _settle(plan: Plan, owners: dict[str, str], tell: Tell) -> bool:
    """Leaves out the variants that can't be; False when the product can't."""
    wanted = plan.wanted
    variants = _fitting(plan, owners, tell)
    if len(variants) + len(plan.others) > MOST_VARIANTS:
        tell(Remark(wanted.row, "too_many_variants", {"most": MOST_VARIANTS}))
        return False
    plan.wanted = replace(wanted, variants=tuple(variants))
    if plan.product is not None and plan.others and len(plan.options) != len(wanted.options):
        tell(Remark(wanted.row, "options_differ", {"handle": wanted.handle}))
        return False
    if not variants:
        return False
    plan.status = _fit_status(plan, tell)
    return True


def _fitting(plan: Plan, owners: dict[str, str], tell: Tell) -> list[ImportedVariant]:
    taken = _combinations_of_others(plan)
    fitting = []
    for variant in plan.wanted.variants:
        owner = owners.get(sku_key(variant.sku), plan.wanted.handle)
        labels = tuple(text_of(label) for label in variant.values)
        if owner != plan.wanted.handle:
            tell(Remark(variant.row, "sku_in_other_product", {"sku": variant.sku, "product": owner}))
        elif not all(variant.values):
            tell(Remark(variant.row, "option_value_missing"))
        elif labels in taken:
            tell(Remark(variant.row, "combination_twice", {"sku": variant.sku, "other": taken[labels]}))
        else:
            taken[labels] = variant.sku
            fitting.append(variant)
            present = plan.present.get(sku_key(variant.sku))
            if present is not None and not present.is_active:
                tell(Remark(variant.row, "variant_out_of_use", {"sku": variant.sku}, is_note=True))
    return fitting


def _combinations_of_others(plan: Plan) -> dict[tuple[str, ...], str]:
    labels = {str(value.pk): text_of(value.label) for value in plan.values}
    return {
        tuple(labels.get(part, "") for part in variant.combination.split("-") if part): variant.sku
        for variant in plan.others
    }


def _fit_status(plan: Plan, tell: Tell) -> Status:
    """What can't be shown to shoppers stays a draft, with a note."""
    if plan.status != Status.PUBLISHED:
        return plan.status
    present = plan.present
    sold = [
        SoldAs(variant.price_minor, (row := present.get(sku_key(variant.sku))) is None or row.is_active)
        for variant in plan.wanted.variants
    ]
    sold += [SoldAs(variant.price_minor, True) for variant in plan.others]
    problems = publish_problems(has_title=bool(plan.wanted.title), variants=sold)
    if not problems:
        return Status.PUBLISHED
    tell(Remark(plan.wanted.row, "kept_as_draft", {"problems": list(problems)}, is_note=True))
    return Status.DRAFT
