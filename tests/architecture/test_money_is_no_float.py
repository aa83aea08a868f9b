"""No float in any path of money: float() calls and float literals are looked for where amounts are computed."""

import ast

from tests.architecture.sources import name_of, python_files, tree_of

MONEY_ROOMS = (
    "commerce/core/money.py",
    "commerce/catalog",
    "commerce/promotions",
    "commerce/carts",
    "commerce/orders",
    "commerce/payments",
)


def floats(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
        or (isinstance(node, ast.Attribute) and node.attr == "FloatField")
    ]


def test_no_float_near_money() -> None:
    found = {
        name_of(path): lines
        for path in python_files("commerce")
        if name_of(path).startswith(MONEY_ROOMS) and (lines := floats(tree_of(path)))
    }
    assert found == {}


def test_the_check_sees_a_float() -> None:
    assert floats(ast.parse("price = float('1.10')")) == [1]
