"""One clock, read at the edge: rules and use cases take the instant as a parameter."""

import ast

import pytest
from django.apps import apps

from tests.architecture.imports import full_name, imported_modules, names_of_imports
from tests.architecture.sources import name_of, python_files, tree_of

THE_CLOCK = "commerce/core/clock.py"
OTHER_CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "django.utils.timezone.now",
    "django.utils.timezone.localtime",
    "django.utils.timezone.localdate",
    "django.db.models.functions.Now",
    "django.db.models.functions.datetime.Now",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.localtime",
    "time.gmtime",
}
# With an instant they only say it in another time zone.
SHIFTS = {"django.utils.timezone.localtime", "django.utils.timezone.localdate"}
# What waits for another process, or for another company's, measures with the machine's own clock.
WAITING_ROOMS = (
    "wasla_site/launcher/",
    "commerce/core/bell.py",
    "commerce/payments/infrastructure/transport/",
    "search_index/application/waiting.py",
    "search_index/infrastructure/failing_over.py",
    "search_index/infrastructure/opensearch/whole_calls.py",
)

# Rows that Django stamps itself: no rule reads these instants, they are shown to people or order a list.
STAMPED_BY_DJANGO = {
    "tenants.Tenant.created_at": "when a store was opened; told to the platform's people only",
    "tenants.Domain.created_at": "when a host was entered",
    "accounts.User.created_at": "when somebody joined",
    "accounts.Membership.created_at": "when somebody joined a store",
    "accounts.Customer.created_at": "when a shopper registered",
    "accounts.Address.created_at": "orders a customer's addresses",
    "catalog.Category.created_at": "when a category was made",
}
# No row of these has an instant that a use case did not give it.
OURS = {"carts", "orders", "promotions", "payments", "core", "search_index"}
STOCK = {"StockLocation", "StockLevel", "StockMovement", "StockReservation"}


def clocks_in(tree: ast.Module) -> list[str]:
    """Every mention of another clock, called or handed on (`default=timezone.now`), and SQL's own `now()`."""
    names = names_of_imports(tree)
    of_an_instant = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args}
    found = [
        f"{name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, (ast.Attribute, ast.Name)) and (name := full_name(node, names)) in OTHER_CLOCKS
        if not (name in SHIFTS and id(node) in of_an_instant)
    ]
    return found + [
        f"SQL {word}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in ("now()", "CURRENT_TIMESTAMP", "clock_timestamp()")
        if word in node.value and any(verb in node.value for verb in ("SELECT", "INSERT", "UPDATE", "DELETE"))
    ]


def test_nobody_reads_another_clock() -> None:
    found = {
        name_of(path): clocks
        for path in python_files()
        if name_of(path) != THE_CLOCK and not name_of(path).startswith(WAITING_ROOMS)
        if (clocks := clocks_in(tree_of(path)))
    }
    assert found == {}


def test_rules_read_no_clock_at_all() -> None:
    for path in python_files("commerce", "search_index"):
        if "domain" in path.parts:
            assert "commerce.core.clock" not in imported_modules(tree_of(path)), name_of(path)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as d\nx = d.datetime.utcnow()",
        "from datetime import datetime as D, date\nx = D.now\ny = date.today()",
        "from time import time\nx = time()",
        "from time import time as instant\nx = instant()",
        "import time\nx = time.monotonic()",
        "from django.utils import timezone\nx = timezone.now()",
        "from django.utils.timezone import now\nx = now()",
        "from django.utils import timezone as tz\nfield(default=tz.now)",
        "from django.db.models.functions import Now\nx = Now()",
        "from django.utils.timezone import localtime\nx = localtime()",
        "import django.utils.timezone\nx = django.utils.timezone.now()",
        'x = "UPDATE carts SET changed_at = now()"',
    ],
)
def test_the_check_sees_a_clock(source: str) -> None:
    assert clocks_in(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "from commerce.core import clock\nx = clock.now()",
        "from commerce.core.clock import now\nx = now()",
        "from time import sleep\nsleep(1)",
        "from django.utils.timezone import localtime\nx = localtime(at, zone)",
        "def settle(now): return now",
        'x = "until now()"',
    ],
)
def test_the_check_leaves_the_one_clock_alone(source: str) -> None:
    assert clocks_in(ast.parse(source)) == []


def stamped_fields() -> set[str]:
    """Of our own models; Wagtail stamps its own, among them the images and documents of `media`."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(("commerce.", "search_index."))
        for field in model._meta.local_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        if model._meta.app_label != "media"
    }


def test_django_stamps_only_what_no_rule_reads() -> None:
    assert stamped_fields() == set(STAMPED_BY_DJANGO)


def test_of_stock_carts_orders_and_payments_it_stamps_nothing() -> None:
    wrong = {name for name in stamped_fields() if name.split(".")[0] in OURS or name.split(".")[1] in STOCK}
    assert wrong == set()
