from collections.abc import Iterator

import psycopg
import pytest

from tests.support.databases import owner_of


@pytest.fixture
def owner(own_database: str) -> Iterator[psycopg.Connection]:
    """The tables' owner in this test's database."""
    with owner_of(own_database) as connection:
        connection.autocommit = True
        yield connection
