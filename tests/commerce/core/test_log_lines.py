"""Every log line says whose work it tells of."""

import logging
import logging.config
from typing import Any

import pytest
from django.conf import settings

from commerce.core.log_lines import TenantFilter
from commerce.core.scope import system_scope, tenant_scope


@pytest.fixture
def line() -> Any:
    """A record as the site's own handler writes it."""
    logging_settings: Any = settings.LOGGING
    formatting = logging_settings["formatters"]["line"]["format"]

    def write() -> str:
        record = logging.LogRecord("wasla", logging.ERROR, __file__, 1, "the bell fell", None, None)
        assert TenantFilter().filter(record)
        return logging.Formatter(formatting).format(record)

    return write


def test_a_line_names_the_store_the_system_or_nobody(line: Any) -> None:
    with tenant_scope(7):
        assert " ERROR tenant=7 wasla the bell fell" in line()
        with system_scope():
            assert " tenant=system " in line()
    assert " tenant=- " in line()


def test_the_sites_handler_writes_lines_so() -> None:
    configured: Any = settings.LOGGING
    assert configured["handlers"]["stderr"]["filters"] == ["tenant"]
    handlers = [each for each in logging.getLogger().handlers if isinstance(each, logging.StreamHandler)]
    assert any(isinstance(one, TenantFilter) for handler in handlers for one in handler.filters)
