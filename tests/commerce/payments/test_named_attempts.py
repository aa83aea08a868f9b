from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from commerce.core import clock
from commerce.core.money import Money
from commerce.payments.application.named_attempts import attempt_named
from commerce.payments.application.use_cases.create_payment import create_payment
from commerce.payments.models import GatewayAccount, Operation, PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.payments.tills import connect
from tests.support.databases import owner_of

NAMES = ("pay_7", "inv_7")
INDICES = {
    "attempt_reference_once",
    "attempt_of_page",
    "attempt_of_capture",
    "operation_named",
    "attempt_key_once",
    "operation_key_once",
}


@pytest.fixture
def account(at_noor: Tenant, own_database: str) -> Iterator[GatewayAccount]:
    """Noor's at Moyasar, by which a thousand have paid and got something back: PostgreSQL knows how many."""
    account = connect("moyasar", "noor")
    with transaction.atomic():
        now = clock.now()
        payment = create_payment(subject="order:1", method="moyasar", amount=Money(9200, "SAR"), now=now)
        attempts = PaymentAttempt.objects.bulk_create(
            PaymentAttempt(
                payment_id=payment,
                gateway="moyasar",
                account=account,
                gateway_reference=f"pay_{number}",
                page_reference=f"inv_{number}",
                capture_reference=f"cap_{number}",
                status="failed",
                ask_at=now,
                created_at=now,
            )
            for number in range(1000)
        )
        Operation.objects.bulk_create(
            Operation(
                attempt=attempt,
                kind="refund",
                amount_minor=1,
                currency="SAR",
                status="succeeded",
                gateway_reference=f"ref_{number}",
                check_at=now,
                created_at=now,
            )
            for number, attempt in enumerate(attempts)
        )
    with owner_of(own_database) as owner:
        owner.execute("ANALYZE payments_paymentattempt, payments_operation")
    with transaction.atomic():
        yield account


def looked_up_in(plan: str) -> set[str]:
    return {name for name in INDICES if f" {name} " in plan}


def test_an_attempt_is_known_by_each_of_its_names(account: GatewayAccount) -> None:
    attempt = PaymentAttempt.objects.get(gateway_reference="pay_7")
    movement = Operation.objects.get(attempt=attempt)
    for name in ("pay_7", "inv_7", "cap_7", "ref_7"):
        assert attempt_named(account_id=account.pk, names=["unheard", name], key=None) == attempt.pk, name
    for key in (attempt.gateway_key, movement.key):
        assert attempt_named(account_id=account.pk, names=[], key=key) == attempt.pk
    assert attempt_named(account_id=account.pk, names=["unheard"], key=uuid4()) is None
    assert attempt_named(account_id=account.pk + 1, names=["pay_7"], key=attempt.gateway_key) is None
    newest = PaymentAttempt.objects.get(gateway_reference="pay_8").pk
    assert attempt_named(account_id=account.pk, names=["pay_8", "pay_7"], key=None) == newest


def test_each_kind_of_name_is_looked_up_in_an_index_of_its_own(account: GatewayAccount) -> None:
    with CaptureQueriesContext(connection) as asked:
        attempt_named(account_id=account.pk, names=NAMES, key=uuid4())
    [statement] = [one["sql"] for one in asked if "UNION" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert looked_up_in(plan) == INDICES, plan


def test_the_control_asked_for_all_names_at_once_it_looks_in_none(account: GatewayAccount) -> None:
    any_name = Q(gateway_reference__in=NAMES) | Q(page_reference__in=NAMES) | Q(operations__gateway_reference__in=NAMES)
    attempts: QuerySet[PaymentAttempt] = PaymentAttempt.objects.filter(any_name, account_id=account.pk)
    assert looked_up_in(attempts.explain()) == set()
