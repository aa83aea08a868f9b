"""Why a payment came to nothing, as far as a shopper can do something about it."""

from __future__ import annotations

from enum import StrEnum


class DeclineReason(StrEnum):
    LEFT = "left"  # the payer went away from the gateway's page without paying
    FUNDS = "funds"
    THREE_DS = "three_ds"  # the payer did not get through their bank's check
    BANK_UNAVAILABLE = "bank_unavailable"  # the bank, or the gateway, could not carry it out
