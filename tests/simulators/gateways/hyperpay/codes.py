"""Result codes for what the bank says."""

from tests.simulators.gateways.bank import Movement

DECLINES = {
    "funds": ("800.100.155", "transaction declined (amount exceeds credit)"),
    "lost": ("800.100.168", "transaction declined (restricted card)"),
    "stolen": ("800.100.165", "transaction declined (card lost)"),
    "refused": ("800.100.152", "transaction declined by authorization system"),
    "unspecified": ("800.100.152", "transaction declined by authorization system"),
    "expired": ("800.100.157", "transaction declined (wrong expiry date)"),
    "three_ds": ("100.390.112", "Technical Error in 3D system"),
    "technical": ("900.100.300", "timeout, uncertain result"),
}
REFUSALS = {
    "not_captured": ("700.400.200", "cannot refund (refund volume exceeded or tx reversed or invalid workflow?)"),
    "exceeds_balance": ("700.400.200", "cannot refund (refund volume exceeded or tx reversed or invalid workflow?)"),
    "already_captured": ("700.400.100", "cannot capture (PA value exceeded, PA reverted or invalid workflow?)"),
    "not_a_hold": ("700.400.300", "cannot reverse (already refunded|reversed, invalid workflow or amount exceeded)"),
}


def code_for(movement: Movement, *, is_live: bool) -> tuple[str, str]:
    if movement.state == "pending":
        if movement.facts.get("kind") == "long_pending":
            return "800.400.500", "Waiting for confirmation of non-instant payment. Denied for now."
        return "000.200.000", "transaction pending"
    if movement.state == "review":
        return "000.400.090", "Transaction succeeded (please review manually due to external risk check)"
    if movement.state == "declined":
        return DECLINES[movement.reason]
    if is_live:
        return "000.000.000", "Transaction succeeded"
    return "000.100.112", "Request successfully processed in 'Merchant in Connector Test Mode'"
