"""Why a promotion or a code did not give (all of) what it promises."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The facts beside each are what words and the next step need; amounts in minor units, instants in ISO 8601."""

    # Asked before the cart is looked at.
    NOT_STARTED = "not_started"  # starts_at
    ENDED = "ended"  # ended_at
    OUTSIDE_HOURS = "outside_hours"  # opens_at; without one, it does not open again before it ends
    CODE_NEEDED = "code_needed"
    CODE_USED_UP = "code_used_up"
    USED_UP = "used_up"
    CUSTOMER_USED_UP = "customer_used_up"
    BUDGET_SPENT = "budget_spent"
    STOCK_CAP_SPENT = "stock_cap_spent"
    SIGN_IN = "sign_in"
    OTHER_SEGMENT = "other_segment"
    NOT_FIRST_ORDER = "not_first_order"
    CHOOSE_CITY = "choose_city"  # cities
    OTHER_CITY = "other_city"  # cities
    CHOOSE_PAYMENT_METHOD = "choose_payment_method"  # payment_methods
    OTHER_PAYMENT_METHOD = "other_payment_method"  # payment_methods

    # Asked of the cart, layer by layer.
    NO_GOODS = "no_goods"
    SPEND_MORE = "spend_more"  # missing, minimum
    MORE_PIECES = "more_pieces"  # missing, minimum
    SET_INCOMPLETE = (
        "set_incomplete"  # missing (pieces), part (its place in a bundle; 0 bought, 1 reduced in buy-X-get-Y)
    )
    CHOOSE_DELIVERY = "choose_delivery"
    GIFT_UNAVAILABLE = "gift_unavailable"  # variant
    KEPT_APART = "kept_apart"  # promotions that touched the lines earlier
    BETTER_OFFER = "better_offer"  # promotions that give the shopper more
    AT_FLOOR = "at_floor"  # the store's lowest price leaves nothing to take off
    NO_EFFECT = "no_effect"

    # Of a code that opens no promotion.
    CODE_UNKNOWN = "code_unknown"
