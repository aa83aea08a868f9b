"""With which account a store pays at a gateway."""

from commerce.payments.domain.accounts import GatewayAccount


def account_for(gateway: str) -> GatewayAccount:
    """The account of this store with that gateway. Those of today, cash and practice, need no keys."""
    return GatewayAccount(key=gateway, gateway=gateway)
