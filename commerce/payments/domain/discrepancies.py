"""What can be found wrong between a gateway and the books."""

from enum import StrEnum

# Begins the key of what is told of one movement; its id comes after.
MOVEMENT = "operation:"
# Begins the key of what is told of money that was asked for and its way gives nothing of back; who asks comes after.
ASKED = "asked:"


class Finding(StrEnum):
    CONTRADICTION = "contradiction"  # an answer that does not fit what was asked for
    OTHER_MODE = "other_mode"  # test money at the address of a live account, or the reverse
    PAID_TWICE = "paid_twice"
    REFUNDED_ELSEWHERE = "refunded_elsewhere"  # at the gateway's own desk
    CHARGED_BACK = "charged_back"
    COLLECTED_OTHERWISE = "collected_otherwise"  # less or more cash than was owed
    OUTCOME_UNKNOWN = "outcome_unknown"  # a movement of which only a person can tell what became of it
    STILL_PENDING = "still_pending"  # a movement that its bank should have ended long ago
    IN_REVIEW = "in_review"
    NOT_RETURNED = "not_returned"  # what is owed back could not be sent
    REFUNDED_LATE = "refunded_late"  # a refund that had failed, by all we knew, went out
    NOT_MOVED = "not_moved"  # a capture or the end of a hold, which the gateway refused
    HOLD_ENDING = "hold_ending"  # held money that its bank lets go soon, and nobody has taken
    HOLD_LAPSED = "hold_lapsed"  # the goods were sent on held money, which is held no longer
    NOT_SENT = "not_sent"  # a movement that has been waiting for a day to leave our side
    ACCOUNT_REFUSED = "account_refused"  # the gateway takes no keys, or no request, of this account
    NOT_SETTLED = "not_settled"  # what a gateway told could not be brought together with the books
    UNMATCHED = "unmatched"  # a gateway told of money by names that nobody here knows
    BOOKS_DIFFER = "books_differ"  # a payment's sums, or a store's trial balance
