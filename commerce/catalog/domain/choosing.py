"""Which variant a shopper's chosen option values mean."""

from collections.abc import Collection, Sequence

# Variant id, its option values in the options' order, whether it can be bought now.
Sold = tuple[int, tuple[int, ...], bool]


def selected_variant(variants: Sequence[Sold], chosen: Collection[int]) -> int | None:
    """The id of the first variant with all chosen values, one that can be bought before one that is sold out.

    None when no variant has them together.
    """
    fitting = [variant for variant in variants if set(chosen) <= set(variant[1])]
    buyable = [variant for variant in fitting if variant[2]]
    best = buyable or fitting
    return best[0][0] if best else None


def choice_available(variants: Sequence[Sold], value_id: int, others: Collection[int]) -> bool:
    """Whether the value can be bought together with the values chosen in the other options."""
    wanted = {value_id, *others}
    return any(can_be_bought and wanted <= set(values) for _, values, can_be_bought in variants)
