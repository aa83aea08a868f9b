"""The first test: everything else proves nothing if the tests run as somebody who sees through the walls."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_applications_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, session_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("wasla_app", "wasla_app", False, False)


def test_row_security_is_forced_on_pages_and_products() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = ANY(%s) ORDER BY 1",
            [["storefront_storepage", "catalog_product"]],
        )
        assert cursor.fetchall() == [("catalog_product", True, True), ("storefront_storepage", True, True)]
