"""The desk's pages are asked for at Noor, where what is done is committed, or in two stores at work."""

from tests.commerce.orders.conftest import at_noor
from tests.isolation.conftest import filled_database, stores

__all__ = ["at_noor", "filled_database", "stores"]
