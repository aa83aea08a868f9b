"""Log lines say whose work they tell of."""

import logging

from commerce.core.scope import scope_if_open


class TenantFilter(logging.Filter):
    """Gives every record `tenant`: the open scope's store by its id, `system` for work across stores, `-` for none."""

    def filter(self, record: logging.LogRecord) -> bool:
        scope = scope_if_open()
        if scope is None:
            record.tenant = "-"
        else:
            record.tenant = "system" if scope.is_system else str(scope.tenant_id)
        return True
