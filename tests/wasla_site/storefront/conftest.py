"""What is done to a store's pages is committed, at Noor."""

from tests.commerce.orders.conftest import at_noor

__all__ = ["at_noor"]
