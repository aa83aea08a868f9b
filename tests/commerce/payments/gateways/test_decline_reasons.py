"""What a gateway's code tells a payer: a few codes of ours in a table, and nothing of all others."""

from __future__ import annotations

import pytest

from commerce.payments.application.ports import online_gateway_for
from commerce.payments.domain.declines import DeclineReason


@pytest.mark.parametrize(
    ("gateway", "code", "reason"),
    [
        ("paytabs", "C 321", DeclineReason.LEFT),
        ("paytabs", "D 51", DeclineReason.FUNDS),
        ("paytabs", "D 310", DeclineReason.THREE_DS),
        ("paytabs", "E 600", DeclineReason.BANK_UNAVAILABLE),
        ("paytabs", "D 05", None),
        ("paytabs", "A 51", None),
        ("paytabs", "", None),
        ("hyperpay", "100.396.101", DeclineReason.LEFT),
        ("hyperpay", "800.100.155", DeclineReason.FUNDS),
        ("hyperpay", "100.390.112", DeclineReason.THREE_DS),
        ("hyperpay", "100.380.401", DeclineReason.THREE_DS),
        ("hyperpay_mada", "800.100.203", DeclineReason.FUNDS),
        ("hyperpay", "800.100.152", None),
        ("hyperpay", "000.000.000", None),
        ("hyperpay", "900.100.300", None),
        ("moyasar", "51", DeclineReason.FUNDS),
        ("moyasar", "96", DeclineReason.BANK_UNAVAILABLE),
        ("moyasar", "05", None),
        ("moyasar", "failed", None),
    ],
)
def test_what_a_payer_is_told_of_a_code(gateway: str, code: str, reason: DeclineReason | None) -> None:
    assert online_gateway_for(gateway).why_declined(code) is reason
