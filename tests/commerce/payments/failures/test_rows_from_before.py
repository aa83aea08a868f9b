"""What stood before so much was kept of it has it from the migration."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.db import transaction

from commerce.core import clock
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.models import Discrepancy, PaymentAttempt
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import held, operations, payment, take
from tests.commerce.payments.failures.stories import elsewhere, in_review
from tests.commerce.payments.failures.test_looks import DAY, HOUR, later, unheard
from tests.commerce.payments.failures.till import Till, attempts
from tests.support.databases import owner_of

MIGRATION: Any = import_module("commerce.payments.migrations.0019_reviews_captures_and_looks")
ENDED_WITHOUT_MONEY = ("declined", "abandoned", "mismatched")


def migrate(statement: str, database: str) -> None:
    """A second time it changes nothing."""
    with owner_of(database) as owner:
        for _ in range(2):
            owner.execute(statement)
        owner.commit()


# — when it is looked at again —


def refunded_where_nobody_looks(till: OpenTill) -> tuple[Till, int]:
    noor = unheard(till, "paytabs")
    paid = take(noor)
    with transaction.atomic():
        PaymentAttempt.objects.update(count_again_at=None)
    elsewhere(noor, "refund", 2000)
    return noor, paid


def test_what_had_ended_before_such_was_looked_at_is_looked_at(till: OpenTill, own_database: str) -> None:
    noor, paid = refunded_where_nobody_looks(till)
    migrate(MIGRATION.LOOKS, own_database)
    later(noor, 2 * HOUR)
    assert payment(paid).refunded_minor == 2000
    again = attempts()[0].count_again_at
    assert again is not None
    assert again > clock.now() + 12 * HOUR, "and then as often as any other"


def test_the_control_without_the_migration_nobody_ever_finds_it(till: OpenTill) -> None:
    noor, paid = refunded_where_nobody_looks(till)
    later(noor, 2 * HOUR, 2 * DAY, 8 * DAY, 31 * DAY)
    assert payment(paid).refunded_minor == 0


def test_it_is_looked_at_no_longer_than_any_other(till: OpenTill, own_database: str) -> None:
    noor = till("paytabs")
    noor.pay(noor.start(noor.owed()))
    [kept] = attempts()
    with owner_of(own_database) as owner:  # as it was before moves were guarded
        owner.execute("ALTER TABLE payments_paymentattempt DISABLE TRIGGER attempt_moves")
        owner.commit()

    def looks_at(days: int, **facts: Any) -> bool:
        since = clock.now() - timedelta(days=days)
        with transaction.atomic():
            changed = {"call_started_at": since, "count_again_at": None, **facts}
            PaymentAttempt.objects.filter(pk=kept.pk).update(**changed)
        migrate(MIGRATION.LOOKS, own_database)
        return attempts()[0].count_again_at is not None

    for status in ENDED_WITHOUT_MONEY:
        assert [looks_at(days, status=status) for days in (0, 6, 7, 69)] == [True, True, False, False]
    taken = {"status": "succeeded", "captured_minor": 9200}
    assert [looks_at(days, **taken) for days in (0, 6, 7, 69, 70)] == [True, True, True, True, False]
    assert not looks_at(1, status="pending", captured_minor=0), "it is asked about as it is"
    assert not looks_at(1, status="abandoned", next_action=None), "nobody could pay by it"
    assert not looks_at(1, status="declined", next_action=kept.next_action, account=None), "no company could tell"


def test_when_it_is_looked_at_already_stays(till: OpenTill, own_database: str) -> None:
    take(till("paytabs"))
    before = attempts()[0].count_again_at
    migrate(MIGRATION.LOOKS, own_database)
    assert (attempts()[0].count_again_at, before is None) == (before, False)


# — what took its money, and whether that is in review —


def test_what_we_took_of_a_hold_keeps_the_gateways_name(till: OpenTill, own_database: str) -> None:
    noor = till("hyperpay")
    capture_payment(payment_id=held(noor), now=clock.now())
    with transaction.atomic():
        PaymentAttempt.objects.update(capture_reference="")
    migrate(MIGRATION.CAPTURES, own_database)
    [capture] = operations()
    assert attempts()[0].capture_reference == capture.gateway_reference != ""


def test_what_was_in_review_is_so_where_nobody_has_taken_it_off_the_list(till: OpenTill, own_database: str) -> None:
    noor = till("paytabs")
    told = in_review(noor)
    noor.come_back(told.payment_id, told.backs[0])
    for closed_at, expected in ((clock.now(), False), (None, True)):
        with transaction.atomic():
            PaymentAttempt.objects.update(is_in_review=False)
            Discrepancy.objects.update(closed_at=closed_at)
        migrate(MIGRATION.REVIEWS, own_database)
        assert attempts()[0].is_in_review is expected
