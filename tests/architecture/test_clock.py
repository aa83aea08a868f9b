"""One clock, read at the edge: rules take the instant as a parameter."""

import ast

from tests.architecture.sources import name_of, python_files, tree_of

OTHER_CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "localtime"}
THE_CLOCK = "commerce/core/clock.py"
# Processes that wait for other processes measure with the machine's own clock.
WAITING_ROOMS = ("wasla_site/launcher/",)


def clock_calls(tree: ast.Module) -> list[str]:
    """Calls such as datetime.now(), date.today(), timezone.now(), time.time()."""
    return [
        f"{node.func.value.id}.{node.func.attr}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "timezone", "time"}
        and node.func.attr in OTHER_CLOCKS
    ]


def test_nobody_reads_another_clock() -> None:
    found = {
        name_of(path): calls
        for path in python_files()
        if name_of(path) != THE_CLOCK and not name_of(path).startswith(WAITING_ROOMS)
        if (calls := clock_calls(tree_of(path)))
    }
    assert found == {}


def test_rules_read_no_clock_at_all() -> None:
    for path in python_files("commerce", "search_index"):
        if "domain" in path.parts:
            imported = [
                node.module for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom) and node.module
            ]
            assert "commerce.core.clock" not in imported, name_of(path)


def test_the_check_sees_a_clock() -> None:
    assert clock_calls(ast.parse("from datetime import datetime\nx = datetime.now()")) == ["datetime.now:2"]
