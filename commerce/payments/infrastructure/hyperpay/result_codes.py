"""Result codes and what they mean; the HTTP status means nothing here.

Source: hyperpay.docs.oppwa.com/reference/resultCodes (page of 2025-09-29). Evaluated from top to bottom. A code that
matches nothing is UNCLEAR, never a refusal.
"""

from __future__ import annotations

import re
from enum import StrEnum

from commerce.payments.domain.declines import DeclineReason


class Meaning(StrEnum):
    SUCCESS = "success"
    REVIEW = "review"  # success that a person must look at
    CREATED = "created"  # a checkout nobody has paid yet
    PENDING = "pending"
    UNCLEAR = "unclear"
    DECLINED = "declined"
    OPERATION_REFUSED = "operation_refused"  # wrong state, or more than there is
    OUR_FAULT = "our_fault"  # the account's set-up or our request
    NOT_LET_IN = "not_let_in"  # the account's keys: turned away unread
    CHARGED_BACK = "charged_back"
    NOT_FOUND = "not_found"
    SESSION_GONE = "session_gone"  # says nothing about the money
    DUPLICATE = "duplicate"
    THROTTLED = "throttled"


_EXACT = {
    "700.400.580": Meaning.NOT_FOUND,
    "200.300.404": Meaning.SESSION_GONE,
    "000.200.100": Meaning.CREATED,
    "800.110.100": Meaning.DUPLICATE,
    "800.120.100": Meaning.THROTTLED,
    # Outcomes of a chargeback's representment that look like successes, and a "still pending" that looks decided.
    "000.100.105": Meaning.UNCLEAR,
    "000.100.106": Meaning.UNCLEAR,
    "000.400.050": Meaning.PENDING,
}

_RULES = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"000\.000\.|000\.100\.1|000\.[36]|000\.400\.[1][12]0", Meaning.SUCCESS),
        (r"000\.400\.0[^3]|000\.400\.100", Meaning.REVIEW),
        (r"000\.200", Meaning.PENDING),
        (r"800\.400\.5|100\.400\.500", Meaning.PENDING),
        (r"300\.100\.100", Meaning.DECLINED),
        (r"900\.[1234]00|000\.400\.030", Meaning.UNCLEAR),
        (r"800\.[56]|999\.|600\.1|800\.800\.[84]", Meaning.UNCLEAR),
        (r"100\.39[765]", Meaning.DECLINED),
        (r"000\.400\.[1][0-9][1-9]|000\.400\.2|800\.400\.2|100\.390", Meaning.DECLINED),
        (r"800\.[17]00|800\.800\.[123]", Meaning.DECLINED),
        (r"100\.400\.[0-3]|100\.380\.100|100\.380\.11|100\.380\.4|100\.380\.5", Meaning.DECLINED),
        (r"800\.400\.1|800\.[32]", Meaning.DECLINED),
        (r"800\.1[123456]0", Meaning.DECLINED),
        (r"700\.600|700\.601", Meaning.DECLINED),
        (r"600\.[23]|500\.[12]|800\.121", Meaning.OUR_FAULT),
        (r"700\.[1345][05]0", Meaning.OPERATION_REFUSED),
        (r"100\.[13]50|100\.250|100\.360", Meaning.OUR_FAULT),
        (r"800\.900", Meaning.NOT_LET_IN),
        (r"200\.[123]|100\.[53][07]|100\.[69]00\.500", Meaning.OUR_FAULT),
        (r"100\.800|100\.700|100\.900\.[0-9]{3}", Meaning.OUR_FAULT),
        (r"100\.100|100\.2[01]|100\.55", Meaning.OUR_FAULT),
        (r"100\.380\.[23]|100\.380\.101", Meaning.DECLINED),
        (r"000\.100\.2", Meaning.CHARGED_BACK),
    )
)

# Successes of the platform's own simulators; a live account never gets one.
TEST_SUCCESSES = frozenset({"000.100.110", "000.100.111", "000.100.112"})


_REASONS = (
    (re.compile(r"100\.396\.101"), DeclineReason.LEFT),
    (re.compile(r"800\.100\.(155|203)"), DeclineReason.FUNDS),
    (re.compile(r"000\.400\.10[1-9]|000\.400\.1[1-9][1-9]|000\.400\.2|100\.380\.401|100\.390"), DeclineReason.THREE_DS),
)


def why_declined(code: str) -> DeclineReason | None:
    """Only of codes whose meaning the table of result codes gives in so many words."""
    if meaning_of(code) is not Meaning.DECLINED:
        return None
    return next((reason for pattern, reason in _REASONS if pattern.match(code)), None)


def meaning_of(code: str) -> Meaning:
    exact = _EXACT.get(code)
    if exact is not None:
        return exact
    return next((meaning for pattern, meaning in _RULES if pattern.match(code)), Meaning.UNCLEAR)


def is_test(code: str) -> bool | None:
    """Whether a success was one of the simulators; None where the code does not show it."""
    if code in TEST_SUCCESSES:
        return True
    return False if code.startswith("000.000.") else None
