"""Campaigns are published at Noor, where what is done is committed."""

from tests.commerce.orders.conftest import at_noor

__all__ = ["at_noor"]
