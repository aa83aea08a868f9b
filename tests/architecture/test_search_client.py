"""One room holds the search server's client: behind the gateway there is one store, beside it there would be all."""

import ast

from tests.architecture.imports import imported_modules
from tests.architecture.sources import name_of, python_files, tree_of

HOLDERS = {
    "search_index/infrastructure/opensearch/clients.py",
    "search_index/infrastructure/opensearch/gateway.py",
}
# Measures the server itself, on an index of its own in which no store's documents lie.
OF_NO_STORE = {"wasla_site/bench/relevance/baseline.py"}


def holds_client(tree: ast.Module) -> bool:
    return any(module.split(".")[0] in {"opensearchpy", "opensearch_protobufs"} for module in imported_modules(tree))


def makes_clients(tree: ast.Module) -> bool:
    return any(module.startswith("search_index.infrastructure.opensearch.clients") for module in imported_modules(tree))


def test_nobody_else_imports_the_client() -> None:
    assert {name_of(path) for path in python_files() if holds_client(tree_of(path))} == HOLDERS | OF_NO_STORE
    makers = {name_of(path) for path in python_files() if makes_clients(tree_of(path))}
    assert makers == {"search_index/infrastructure/opensearch/gateway.py"}


def test_the_check_sees_a_client() -> None:
    for source in ("import opensearchpy", "from opensearchpy.helpers import bulk", "import opensearchpy.client as c"):
        assert holds_client(ast.parse(source))
    assert makes_clients(ast.parse("from search_index.infrastructure.opensearch.clients import indexing_client"))
