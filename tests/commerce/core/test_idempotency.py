from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commerce.core.idempotency import KEPT, KeyMissing, KeyReused, begin, forget_old_keys, remember
from commerce.core.models import IdempotencyKey
from commerce.core.scope import tenant_scope

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_the_second_request_gets_the_first_answer(in_noor: Any) -> None:
    first = begin(actor="cart:1", key="k", request={"total": 100, "name": "Sara"}, now=NOON)
    assert first.answer is None
    remember(first, {"order": 7})
    assert begin(actor="cart:1", key="k", request={"name": "Sara", "total": 100}, now=NOON).answer == {"order": 7}


def test_another_request_under_the_key_is_refused(in_noor: Any) -> None:
    begin(actor="cart:1", key="k", request={"total": 100}, now=NOON)
    with pytest.raises(KeyReused):
        begin(actor="cart:1", key="k", request={"total": 101}, now=NOON)


def test_another_shopper_and_another_store_have_keys_of_their_own(in_noor: Any, souq: Any) -> None:
    remember(begin(actor="cart:1", key="k", request={}, now=NOON), {"order": 7})
    assert begin(actor="cart:2", key="k", request={}, now=NOON).answer is None
    with tenant_scope(souq.pk):
        assert begin(actor="cart:1", key="k", request={}, now=NOON).answer is None


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_1_to_255_characters(in_noor: Any, key: str) -> None:
    with pytest.raises(KeyMissing):
        begin(actor="cart:1", key=key, request={}, now=NOON)


def test_old_keys_of_every_store_are_forgotten(in_noor: Any, souq: Any) -> None:
    begin(actor="cart:1", key="old", request={}, now=NOON)
    begin(actor="cart:1", key="young", request={}, now=NOON + timedelta(seconds=1))
    with tenant_scope(souq.pk):
        begin(actor="cart:1", key="old", request={}, now=NOON)
    assert forget_old_keys(now=NOON + KEPT) == 0
    assert forget_old_keys(now=NOON + KEPT + timedelta(seconds=1)) == 2
    assert [row.key for row in IdempotencyKey.objects.all()] == ["young"]
    with tenant_scope(souq.pk):
        assert not IdempotencyKey.objects.exists()
