"""Log lines say whose work they tell of."""

import logging

from commerce.core.scope import scope_if_open


class TenantFilter(logging.Filter):
    """Gives every record `tenant`: the open scope's store by its id, `system` for work across stores, `-` for none.

    Django logs an answer that is an error after the request's scope is closed: then the request knows whose it was.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        scope = scope_if_open()
        if scope is None:
            store = getattr(getattr(record, "request", None), "tenant", None)
            record.tenant = "-" if store is None else str(store.pk)
        else:
            record.tenant = "system" if scope.is_system else str(scope.tenant_id)
        return True
