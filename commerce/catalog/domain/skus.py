"""When two SKUs are the same, and how long one may be."""

LONGEST_SKU = 100
# Ignoring case can make a text longer: "ß" becomes "ss".
LONGEST_KEY = 120


def sku_key(sku: str) -> str:
    """The form in which two SKUs are the same: case does not matter, everything else does."""
    return sku.strip().casefold()


def is_sku_too_long(sku: str) -> bool:
    return len(sku.strip()) > LONGEST_SKU or len(sku_key(sku)) > LONGEST_KEY
