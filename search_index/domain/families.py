"""Kinds of objects that lie in one index, because they are found by the same fields and change as often."""

from enum import StrEnum


class Family(StrEnum):
    PRODUCTS = "products"
    CONTENT = "content"


def family_of(kind: str) -> Family:
    """Products change with every order and are counted by facets; whatever else there is to read changes rarely."""
    return Family.PRODUCTS if kind == "product" else Family.CONTENT
