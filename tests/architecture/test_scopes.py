"""Work across stores is rare and listed; work after the commit goes one way."""

import ast
from functools import cache

import pytest

from tests.architecture.sources import name_of, python_files, tree_of

# Where SYSTEM may be opened, and for what. docs/architecture.md says the same to people.
ACROSS_STORES = {
    "commerce/carts/application/use_cases/reprice_shelves.py": "reads which stores have prices to find again",
    "commerce/catalog/application/use_cases/spread_category_changes.py": "reads which stores have changed categories",
    "commerce/core/scope.py": "defines it",
    "commerce/core/outbox.py": "reads which deliveries are due, of whichever store",
    "commerce/core/idempotency.py": "reads which keys are old",
    "commerce/core/audit_seals.py": "reads which stores have entries to seal",
    "commerce/core/limits.py": "reads which windows of tries are over",
    "commerce/media/application/use_cases/furnish_media.py": "a collection's path is computed from all of its siblings",
    "commerce/orders/application/use_cases/expire_orders.py": "reads which orders' time is up",
    "commerce/payments/application/use_cases/reconcile_payments.py": "reads which payments are to be asked about",
    "commerce/payments/application/use_cases/return_payments.py": "reads which payments are owed back",
    "commerce/payments/application/use_cases/check_books.py": "reads which stores have books",
    "commerce/payments/application/use_cases/reseal_accounts.py": "reads which accounts have an older seal",
    "commerce/payments/application/use_cases/forget_webhook_bodies.py": "reads which webhooks are old",
    "commerce/payments/application/use_cases/settle_parked_webhooks.py": "reads which webhooks wait",
    "commerce/payments/interfaces/web.py": "finds whose account a gateway's call is for, by its secret",
    "commerce/promotions/application/use_cases/release_expired_redemptions.py": "reads which holds' time is up",
    "commerce/tenants/management/commands/dead_letters.py": "lists dead letters",
    "search_index/application/pool_stores.py": "reads which stores lie in a pool",
    "search_index/application/use_cases/check_indices.py": "reads which stores' indices are to be looked at",
    "search_index/application/use_cases/clear_left_indices.py": "reads which stores left a pool",
    "search_index/application/use_cases/describe_pictures.py": "reads which stores have pictures to describe",
    "search_index/application/use_cases/index_changes.py": "reads which stores have changes",
    "wasla_site/storefront/scheduled_pages.py": "reads which pages' time has come",
    "wasla_site/storefront/starter_pages.py": "a page's path is computed from all of its siblings",
}
AFTER_COMMITS = "commerce/core/commits.py"
# SQL by hand knows no scope: row security alone stands behind it, and where it names a store's rows it says the store.
SQL_BY_HAND = {
    "commerce/catalog/application/shelf_addresses.py": "locks, no rows",
    "commerce/catalog/application/stock_ledger.py": "levels of many variants in one ordered statement",
    "commerce/catalog/application/use_cases/keep_shelf_facts.py": "prices of many products in one statement",
    "commerce/catalog/application/use_cases/reserve_stock.py": "reservations of many variants in one ordered statement",
    "commerce/core/changes.py": "marks that coalesce",
    "commerce/core/idempotency.py": "one request with a key at a time, without waiting",
    "commerce/core/database/role.py": "asks about the role and the catalogue",
    "commerce/core/limits.py": "counting is one upsert",
    "commerce/core/read_only.py": "tells the database that a transaction only reads",
    "commerce/core/scope.py": "tells the database the scope",
    "commerce/orders/application/use_cases/place_order.py": "the order's number, and a timeout of the transaction",
    "commerce/promotions/application/publishing.py": "a lock, no rows",
    "commerce/promotions/application/tallies.py": "counts of many promotions, locked in one ordered statement",
    "commerce/promotions/application/use_cases/publish_promotion_version.py": "the next id, no rows",
    "search_index/application/versions.py": "versions of many objects drawn in one ordered statement",
    "search_index/infrastructure/exact_pictures.py": "the adapter that speaks SQL",
    "search_index/infrastructure/postgresql/limits.py": "a timeout of the transaction, no rows",
    "search_index/infrastructure/postgresql/near_words.py": "the adapter that speaks SQL",
    "search_index/infrastructure/postgresql/rows.py": "the adapter that speaks SQL",
    "search_index/infrastructure/postgresql/turns.py": "locks, no rows",
    "search_index/infrastructure/postgresql/words.py": "the adapter that speaks SQL",
    "search_index/infrastructure/postgresql/writing.py": "the adapter that speaks SQL",
    "wasla_site/storefront/scheduled_pages.py": "reads which pages' time has come, in SYSTEM",
}
# They measure and prepare; they serve nobody.
NO_SERVERS = ("wasla_site/bench/", "wasla_site/launcher/")


@cache
def names_called(tree: ast.Module) -> set[str]:
    """Whatever is called or handed on by these names, however it was imported."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


@cache
def imported(tree: ast.Module) -> list[ast.alias]:
    return [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]


def imports_as(tree: ast.Module, name: str) -> set[str]:
    return {alias.asname or alias.name for alias in imported(tree) if alias.name == name}


def speaks_of(tree: ast.Module, name: str) -> bool:
    return bool(imports_as(tree, name)) or name in names_called(tree)


def test_system_is_opened_where_it_is_listed_and_nowhere_else() -> None:
    found = {name_of(path) for path in python_files() if speaks_of(tree_of(path), "system_scope")}
    assert found | {"commerce/core/scope.py"} == set(ACROSS_STORES)


def test_a_scope_is_made_by_its_own_module_only() -> None:
    """`Scope(None, is_system=True)` by another hand would be a way around the list."""
    for name in ("_scope", "_current", "Scope"):
        found = {name_of(path) for path in python_files() if imports_as(tree_of(path), name)}
        assert found <= {"commerce/core/database/base.py"}, name


def test_nobody_waits_for_the_commit_without_a_scope() -> None:
    found = {name_of(path) for path in python_files() if speaks_of(tree_of(path), "on_commit")}
    assert found == {AFTER_COMMITS}


def test_sql_by_hand_stands_where_it_is_listed_and_nowhere_else() -> None:
    found = {name_of(path) for path in python_files() if speaks_of(tree_of(path), "cursor")}
    assert {name for name in found if not name.startswith(NO_SERVERS)} == set(SQL_BY_HAND)


@pytest.mark.parametrize("way", ["_base_manager", "_raw_delete", "RawSQL", "RawQuerySet"])
def test_no_way_round_the_scopes_managers_is_taken(way: str) -> None:
    """The plain manager is there for Django, which follows keys by it."""
    assert {name_of(path) for path in python_files() if speaks_of(tree_of(path), way)} == set()


def test_the_checks_see_another_name() -> None:
    tree = ast.parse("from commerce.core.scope import system_scope as quietly\nwith quietly(): pass")
    assert speaks_of(tree, "system_scope")
    assert speaks_of(ast.parse("from django.db import transaction as t\nt.on_commit(print)"), "on_commit")
    assert speaks_of(ast.parse("import commerce.core.scope as s\ns.system_scope()"), "system_scope")
    assert speaks_of(ast.parse("Product._base_manager.get(pk=1)"), "_base_manager")
    assert speaks_of(ast.parse("from django.db.models.expressions import RawSQL as R"), "RawSQL")
