"""When two SKUs are the same."""


def sku_key(sku: str) -> str:
    """The form in which two SKUs are the same: case does not matter, everything else does."""
    return sku.strip().casefold()
