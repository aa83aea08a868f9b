from typing import Any

import pytest

from commerce.core.idempotency import KeyMissing, KeyReused, begin, remember
from commerce.core.scope import tenant_scope


def test_the_second_request_gets_the_first_answer(in_noor: Any) -> None:
    first = begin(actor="cart:1", key="k", request={"total": 100, "name": "Sara"})
    assert first.answer is None
    remember(first, {"order": 7})
    assert begin(actor="cart:1", key="k", request={"name": "Sara", "total": 100}).answer == {"order": 7}


def test_another_request_under_the_key_is_refused(in_noor: Any) -> None:
    begin(actor="cart:1", key="k", request={"total": 100})
    with pytest.raises(KeyReused):
        begin(actor="cart:1", key="k", request={"total": 101})


def test_another_shopper_and_another_store_have_keys_of_their_own(in_noor: Any, souq: Any) -> None:
    remember(begin(actor="cart:1", key="k", request={}), {"order": 7})
    assert begin(actor="cart:2", key="k", request={}).answer is None
    with tenant_scope(souq.pk):
        assert begin(actor="cart:1", key="k", request={}).answer is None


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_1_to_255_characters(in_noor: Any, key: str) -> None:
    with pytest.raises(KeyMissing):
        begin(actor="cart:1", key=key, request={})
