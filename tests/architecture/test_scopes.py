"""Work across stores is rare and listed; work after the commit goes one way."""

import ast

from tests.architecture.sources import name_of, python_files, tree_of

# Where SYSTEM may be opened, and for what. docs/architecture.md says the same to people.
ACROSS_STORES = {
    "commerce/core/scope.py": "defines it",
    "commerce/core/outbox.py": "reads which deliveries are due, of whichever store",
    "commerce/core/idempotency.py": "reads which keys are old",
    "commerce/core/audit_seals.py": "reads which stores have entries to seal",
    "commerce/core/limits.py": "reads which windows of tries are over",
    "commerce/media/application/use_cases/furnish_media.py": "a collection's path is computed from all of its siblings",
    "commerce/orders/application/use_cases/expire_orders.py": "reads which orders' time is up",
    "commerce/payments/application/use_cases/reconcile_payments.py": "reads which payments are to be asked about",
    "commerce/payments/infrastructure/pretend_notifications.py": "reads which practice payments have news",
    "commerce/payments/interfaces/web.py": "finds whose attempt a gateway's call is about, by its secret",
    "commerce/tenants/management/commands/dead_letters.py": "lists dead letters",
    "search_index/application/use_cases/index_changes.py": "reads which stores have changes",
    "wasla_site/storefront/scheduled_pages.py": "reads which pages' time has come",
    "wasla_site/storefront/starter_pages.py": "a page's path is computed from all of its siblings",
}
AFTER_COMMITS = "commerce/core/commits.py"


def names_called(tree: ast.Module) -> set[str]:
    """Whatever is called or handed on by these names, however it was imported."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def imports_as(tree: ast.Module, name: str) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == name
    }


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


def test_the_checks_see_another_name() -> None:
    tree = ast.parse("from commerce.core.scope import system_scope as quietly\nwith quietly(): pass")
    assert speaks_of(tree, "system_scope")
    assert speaks_of(ast.parse("from django.db import transaction as t\nt.on_commit(print)"), "on_commit")
    assert speaks_of(ast.parse("import commerce.core.scope as s\ns.system_scope()"), "system_scope")
