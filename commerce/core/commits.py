"""Work for the moment after the commit, when the request's transaction is gone and its scope may be."""

from collections.abc import Callable

from django.db import transaction

from commerce.core.scope import current_tenant_id, tenant_scope


def after_commit(work: Callable[[], object]) -> None:
    """Once the running transaction has committed, `work` is done in the scope of now and a transaction of its own.

    It may read and write the store's rows; it is not done at all when the transaction is rolled back, nor again when it
    fails, and it calls nothing outside: an outbox event does that. Refuses to be said outside a store's scope
    (ScopeUnset).
    """
    tenant_id = current_tenant_id()

    def in_scope() -> None:
        with tenant_scope(tenant_id), transaction.atomic():
            work()

    transaction.on_commit(in_scope)


def tell_after_commit(word: Callable[[], object]) -> None:
    """Once the running transaction has committed, `word` is said to the outside: with no scope, no transaction and no
    rows. That it fails is logged and nobody's failure."""
    transaction.on_commit(word, robust=True)
