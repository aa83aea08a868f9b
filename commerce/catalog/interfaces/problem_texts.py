"""The catalog's rules in words: what each problem and refusal says to a merchant."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from commerce.catalog.domain.values import Movement
from commerce.core.refusal_words import Words

PROBLEMS = {
    "title_missing": gettext_noop("it has no title"),
    "no_active_variant": gettext_noop("there is no variant to buy"),
    "price_missing": gettext_noop("a variant has no price"),
    "slug_malformed": gettext_noop("its address has characters that addresses don't have"),
    "name_missing": gettext_noop("it has no name"),
    "option_name_missing": gettext_noop("an option has no name"),
    "sku_missing": gettext_noop("a variant has no SKU"),
    "sku_too_long": gettext_noop("an SKU is too long"),
    "negative_price": gettext_noop("a price is less than nothing"),
    "compare_at_not_above_price": gettext_noop("a former price is not above the price"),
    "too_many_options": gettext_noop("it has more than three options"),
    "too_many_variants": gettext_noop("it has too many variants"),
    "option_value_missing": gettext_noop("a variant lacks a value of one of the options"),
    "combination_twice": gettext_noop("two variants have the same option values"),
    "negative_cost": gettext_noop("a cost is less than nothing"),
    "ends_before_start": gettext_noop("it ends before it starts"),
    "too_many_prices": gettext_noop("it has too many prices"),
    "too_many_tiers": gettext_noop("there are more than five prices by quantity"),
    "tier_of_one_piece": gettext_noop("a price by quantity begins at two pieces or more"),
    "tier_twice": gettext_noop("two prices begin at the same number of pieces"),
    "tier_not_cheaper": gettext_noop("more pieces must cost less each"),
    "rate_out_of_range": gettext_noop("a rate of VAT is from 0 to 100 percent"),
    "floor_out_of_range": gettext_noop("the lowest price is not in its range"),
    "title_too_long": gettext_noop("its title is too long"),
    "too_many_products": gettext_noop("it has too many products"),
    "category_cycle": gettext_noop("it would stand below itself"),
    "category_too_deep": gettext_noop("it would stand too deep in the tree"),
}


def problem_list(codes: Iterable[str]) -> str:
    """The problems in the active language, in one sentence's worth of words."""
    return _(", ").join(_(PROBLEMS[code]) for code in codes)


def _with_problems(text: str) -> Words:
    def words(facts: Mapping[str, Any]) -> str:
        return _(text) % {**facts, "problems": problem_list(facts.get("problems") or [facts["problem"]])}

    return words


CATALOG_WORDS: dict[str, Words] = {
    "product_refused": _with_problems(gettext_noop("The product can't be kept like this: %(problems)s.")),
    "product_changed": gettext_noop(
        "Somebody changed this product while you were writing. Saving again replaces what they wrote."
    ),
    "category_refused": _with_problems(gettext_noop("The category can't be kept like this: %(problems)s.")),
    "product_not_publishable": _with_problems(gettext_noop("The product can't be put on sale yet: %(problems)s.")),
    "price_list_refused": _with_problems(gettext_noop("The scheduled prices can't be kept like this: %(problems)s.")),
    "price_list_changed": gettext_noop(
        "Somebody changed these prices while you were writing. Saving again replaces what they wrote."
    ),
    "quantity_prices_refused": _with_problems(gettext_noop("%(sku)s can't have these prices: %(problems)s.")),
    "pricing_settings_refused": _with_problems(gettext_noop("The settings can't be kept like this: %(problems)s.")),
    "collection_refused": _with_problems(gettext_noop("The collection can't be kept like this: %(problems)s.")),
    "slug_taken_in_store": gettext_noop("Another product, category or collection has the address “%(slug)s”."),
    "sku_taken": gettext_noop("These SKUs are in use already: %(skus)s."),
    "stock_below_reserved": gettext_noop("Pieces of %(sku)s that are promised to orders and must stay: %(reserved)s."),
    "stock_changed": gettext_noop(
        "Somebody changed the stock of %(sku)s meanwhile. Pieces that lie there now: %(on_hand)s. Please look again."
    ),
    "stock_reason_missing": gettext_noop("Please say why the stock changes."),
    "stock_too_many_pieces": gettext_noop("There can be at most %(most)s pieces of %(sku)s."),
}
# Of all that may be missing, what a form misses is something chosen in it.
IN_FORMS: dict[str, Words] = {
    "not_found": gettext_noop("Something you chose is no longer there. Please choose again."),
}

MOVEMENT_NAMES = {
    Movement.RECEIVED: gettext_lazy("Goods came in"),
    Movement.ADJUSTED: gettext_lazy("Counted anew"),
    Movement.RESERVED: gettext_lazy("Promised to an order"),
    Movement.RELEASED: gettext_lazy("Given back by an order"),
    Movement.COMMITTED: gettext_lazy("Sold"),
    Movement.RETURNED: gettext_lazy("Came back from a customer"),
    Movement.SENT_BACK: gettext_lazy("Went to the customer again"),
}
