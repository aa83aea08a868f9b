"""What can be found wrong between a gateway and the books."""

from enum import StrEnum


class Finding(StrEnum):
    CONTRADICTION = "contradiction"  # an answer that does not fit what was asked for
    OTHER_MODE = "other_mode"  # test money at the address of a live account, or the reverse
    PAID_TWICE = "paid_twice"
    REFUNDED_ELSEWHERE = "refunded_elsewhere"  # at the gateway's own desk
    CHARGED_BACK = "charged_back"
    COLLECTED_OTHERWISE = "collected_otherwise"  # less or more cash than was owed
    OUTCOME_UNKNOWN = "outcome_unknown"  # a movement of which only a person can tell what became of it
    IN_REVIEW = "in_review"
    NOT_RETURNED = "not_returned"  # what is owed back could not be sent
    NOT_TAKEN = "not_taken"  # the goods are on their way, and what was held for them could not be taken
    BOOKS_DIFFER = "books_differ"  # a payment's sums, or a store's trial balance
