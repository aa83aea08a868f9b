"""What promotions' rules say to people: why one can't be published, why codes can't be made, what is used up."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from commerce.core.refusal_words import Words

PROBLEMS = {
    "no_action": gettext_noop("it gives nothing"),
    "share_out_of_range": gettext_noop("a percentage is not above 0 and at most 100"),
    "amount_not_positive": gettext_noop("an amount is not above nothing"),
    "pieces_not_positive": gettext_noop("a number of pieces is less than one"),
    "bundle_of_one_piece": gettext_noop("a bundle has fewer than two pieces"),
    "price_not_positive": gettext_noop("a price is not above nothing"),
    "no_steps": gettext_noop("it has no steps"),
    "step_of_neither_or_both": gettext_noop("a step needs either an amount or a percentage"),
    "steps_not_rising": gettext_noop("each step must ask for more than the one before"),
    "gift_only_once": gettext_noop("it can give one gift only"),
    "interval_empty": gettext_noop("it ends before it begins"),
    "instant_without_zone": gettext_noop("a time has no time zone"),
    "hours_without_day": gettext_noop("hours are given without a day"),
    "minimum_not_positive": gettext_noop("a minimum is not above nothing"),
    "cap_not_positive": gettext_noop("the most it may take off an order is not above nothing"),
    "own_group_in_combines": gettext_noop("campaigns of one group never combine with each other"),
    "limit_not_positive": gettext_noop("a limit lets nothing through"),
    "codes_missing": gettext_noop("it asks for a code and has none"),
}

BATCH_PROBLEMS = {
    "code_malformed": gettext_noop("a code has up to 40 letters and digits, with hyphens inside, and no spaces"),
    "prefix_malformed": gettext_noop("what codes begin with has up to 16 letters and digits, and no spaces"),
    "count_out_of_range": gettext_noop("there can be 1 to 100,000 codes"),
    "letters_out_of_range": gettext_noop("codes have 8 to 20 letters of their own"),
    "uses_not_positive": gettext_noop("a code must be good for at least one use"),
    "single_use_only": gettext_noop("a single code is good for one use"),
}


def _list(table: Mapping[str, str], codes: Iterable[str]) -> str:
    """Each problem once, in the active language, in one sentence's worth of words."""
    return _(", ").join(_(table[code]) for code in dict.fromkeys(codes))


def _with_problems(text: str, table: Mapping[str, str]) -> Words:
    def words(facts: Mapping[str, Any]) -> str:
        return _(text) % {"problems": _list(table, facts["problems"])}

    return words


def _too_many_sharing(facts: Mapping[str, Any]) -> str:
    language = get_language() or "ar"
    names = _(", ").join(f"“{name.in_language(language)}”" for name in facts["names"])
    return _(
        "Too many offers would share the same goods; at most %(most)s rules can. "
        "End one of these first, or let it aim at other goods: %(names)s."
    ) % {"names": names, "most": facts["most"]}


def _code_taken(facts: Mapping[str, Any]) -> str:
    name = facts["name"].in_language(get_language() or "ar")
    return _("The code “%(code)s” is one of “%(name)s” already. Please choose another.") % {
        "code": facts["code"],
        "name": name,
    }


PROMOTION_WORDS: dict[str, Words] = {
    "promotion_refused": _with_problems(
        gettext_noop("The campaign can't be published like this: %(problems)s."), PROBLEMS
    ),
    "promotion_too_many_sharing": _too_many_sharing,
    "coupons_refused": _with_problems(gettext_noop("These codes can't be made: %(problems)s."), BATCH_PROBLEMS),
    "coupons_fixed": gettext_noop("These codes are out already and can't be changed. Please add new ones instead."),
    "code_taken": _code_taken,
    "promotion_moved": gettext_noop("An offer in your cart has just changed. Please look at your cart again."),
    "promotion_uses_spent": gettext_noop(
        "An offer in your cart has just been used up. Please look at your cart again."
    ),
    "promotion_budget_spent": gettext_noop(
        "Less is left of an offer in your cart than before. Please look at your cart again."
    ),
    "promotion_pieces_spent": gettext_noop(
        "Fewer reduced pieces are left than are in your cart. Please look at your cart again."
    ),
    "promotion_customer_uses_spent": gettext_noop("You have used this offer as often as one can."),
    "coupon_spent": gettext_noop("This code has been used already."),
    "promotion_customer_unknown": gettext_noop("Please sign in to use this offer."),
    "redemptions_already_held": gettext_noop("Offers are already held for this order."),
}
