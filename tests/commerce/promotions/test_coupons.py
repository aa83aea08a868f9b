"""Codes: when two are the same, which batches can be, and that all of a batch are made once."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from commerce.core.errors import NotFound
from commerce.core.models import AuditEntry, OutboxDelivery
from commerce.core.outbox import deliver
from commerce.core.scope import tenant_scope
from commerce.promotions.application import code_batches
from commerce.promotions.application.queries import batches_of, find_codes, get_batch
from commerce.promotions.application.use_cases.finish_coupon_batch import finish_coupon_batch
from commerce.promotions.application.use_cases.make_coupons import (
    CodeTaken,
    CouponsFixed,
    CouponsRefused,
    make_coupons,
)
from commerce.promotions.domain.coupons import LETTERS, BatchDraft, CouponKind, batch_problems, code_key, new_code
from commerce.promotions.models import Coupon, CouponBatch
from tests.commerce.promotions.builders import NOON, generated, published, shared, single

ARABIC = "٠١٢٣٤٥٦٧٨٩"


@pytest.mark.parametrize(
    "typed", ["VIP-10", "vip-10", "  Vip-10 ", "vip-١٠", "ＶＩＰ-10", "\u200fvip-10\u200e", "vip-۱۰\n"]
)
def test_a_code_is_found_however_it_is_typed(in_noor: Any, typed: str) -> None:
    published(coupons=[single("VIP-10")])
    assert set(find_codes([typed, "VIP-1", "VIP 10", ""])) == {typed}


def test_an_arabic_code_is_a_code(in_noor: Any) -> None:
    published(coupons=[single("عيد٢٠")])
    assert set(find_codes(["عيد20", " عيد٢٠ "])) == {"عيد20", " عيد٢٠ "}


@given(st.text(max_size=30))
def test_the_form_in_which_codes_are_compared_is_final(text: str) -> None:
    assert code_key(code_key(text)) == code_key(text)
    assert code_key(f" {text.upper()}\t") == code_key(text.upper())


@given(st.text(alphabet="0123456789", max_size=10))
def test_arabic_digits_are_digits(text: str) -> None:
    assert code_key(text.translate(str.maketrans("0123456789", ARABIC))) == text


@pytest.mark.parametrize(
    ("batch", "problems"),
    [
        (single("VIP"), ()),
        (shared("عيد-٢٠", uses=5, each=1), ()),
        (generated(100_000, prefix=""), ()),
        (single(""), ("code_malformed",)),
        (single("TWO WORDS"), ("code_malformed",)),
        (single("=1+1"), ("code_malformed",)),
        (single("-VIP"), ("code_malformed",)),
        (single("VIP\n"), ("code_malformed",)),
        (single("A" * 41), ("code_malformed",)),
        (replace(single("VIP"), uses_per_code=None), ("single_use_only",)),
        (replace(single("VIP"), uses_per_code=2), ("single_use_only",)),
        (replace(single("VIP"), count=2), ("count_out_of_range",)),
        (shared("EID", uses=0), ("uses_not_positive",)),
        (shared("EID", each=0), ("uses_not_positive",)),
        (generated(0), ("count_out_of_range",)),
        (generated(100_001), ("count_out_of_range",)),
        (generated(5, prefix="@SUM"), ("prefix_malformed",)),
        (generated(5, prefix="P" * 17), ("prefix_malformed",)),
        (generated(5, length=7), ("letters_out_of_range",)),
        (generated(5, length=21), ("letters_out_of_range",)),
    ],
)
def test_which_batches_can_be(batch: BatchDraft, problems: tuple[str, ...]) -> None:
    assert batch_problems(batch) == problems


def test_codes_have_letters_that_look_like_no_other() -> None:
    assert len(set(LETTERS)) == 32
    assert not set("01IO") & set(LETTERS)
    code = new_code("NOOR-", 8, secrets.choice)
    assert re.fullmatch(rf"NOOR-[{LETTERS}]{{8}}", code)


def offer() -> int:
    return published(source="campaign:9:1").promotion_id


def test_a_batch_is_made_once(in_noor: Any) -> None:
    promotion_id = offer()
    first = make_coupons(promotion_id=promotion_id, draft=generated(20), now=NOON)
    assert make_coupons(promotion_id=promotion_id, draft=generated(20), now=NOON) == first
    assert Coupon.objects.count() == len(set(Coupon.objects.values_list("code_key", flat=True))) == 20
    assert all(code.startswith("NOOR-") for code in Coupon.objects.values_list("code", flat=True))
    assert [deed.after for deed in AuditEntry.objects.filter(kind="coupons")] == [{"codes": 20}]


@pytest.mark.parametrize("other", [generated(21), generated(20, prefix="X"), generated(20, uses_per_customer=1)])
def test_a_batch_that_is_out_becomes_no_other(in_noor: Any, other: BatchDraft) -> None:
    promotion_id = offer()
    make_coupons(promotion_id=promotion_id, draft=generated(20), now=NOON)
    with pytest.raises(CouponsFixed):
        make_coupons(promotion_id=promotion_id, draft=other, now=NOON)


def test_a_code_is_one_batchs_in_the_store(in_noor: Any, souq: Any) -> None:
    promotion_id = offer()
    make_coupons(promotion_id=promotion_id, draft=single("VIP"), now=NOON)
    with pytest.raises(CodeTaken):
        make_coupons(promotion_id=promotion_id, draft=shared("vip", key="other"), now=NOON)
    assert CouponBatch.objects.count() == 1
    with tenant_scope(souq.pk):
        make_coupons(promotion_id=offer(), draft=single("VIP"), now=NOON)


def test_what_can_not_be_made_is_refused(in_noor: Any) -> None:
    with pytest.raises(CouponsRefused) as caught:
        make_coupons(promotion_id=offer(), draft=single("A B"), now=NOON)
    assert caught.value.facts == {"problems": ["code_malformed"], "batch": "vip"}
    with pytest.raises(NotFound):
        make_coupons(promotion_id=999_999, draft=single("VIP"), now=NOON)


def test_a_large_batch_is_begun_at_once_and_finished_by_the_worker(noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_batches, "SLICE", 10)
    with tenant_scope(noor.pk):
        with transaction.atomic():
            promotion_id = offer()
            batch_id = make_coupons(promotion_id=promotion_id, draft=generated(35), now=NOON)
            assert (get_batch(batch_id).made, Coupon.objects.count()) == (10, 10)
            waiting = list(OutboxDelivery.objects.open().values_list("pk", flat=True))
        deliver(waiting)
        with transaction.atomic():
            assert [(batch.made, batch.count) for batch in batches_of([promotion_id])[promotion_id]] == [(35, 35)]
            assert Coupon.objects.count() == len(set(Coupon.objects.values_list("code_key", flat=True))) == 35


def test_cut_off_it_goes_on_where_it_stopped(noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_batches, "SLICE", 10)
    with tenant_scope(noor.pk):
        with transaction.atomic():
            batch_id = make_coupons(promotion_id=offer(), draft=generated(35), now=NOON)
        real, slices = secrets.choice, []

        def dies(letters: Any) -> str:
            slices.append(1)
            if len(slices) > 15 * 8:
                raise KeyboardInterrupt
            return real(letters)

        monkeypatch.setattr(secrets, "choice", dies)
        with pytest.raises(KeyboardInterrupt):
            finish_coupon_batch(batch_id=batch_id)
        with transaction.atomic():
            assert (get_batch(batch_id).made, Coupon.objects.count()) == (20, 20)
        monkeypatch.setattr(secrets, "choice", real)
        finish_coupon_batch(batch_id=batch_id)
        finish_coupon_batch(batch_id=batch_id)
        with transaction.atomic():
            assert (get_batch(batch_id).made, Coupon.objects.count()) == (35, 35)


def test_a_code_that_is_there_already_is_not_made_again(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    promotion_id = offer()
    make_coupons(promotion_id=promotion_id, draft=single("NOOR-AAAAAAAA"), now=NOON)
    letters = iter("A" * 8 + "B" * 8 + "A" * 8 + "C" * 8 + "D" * 80)
    monkeypatch.setattr(secrets, "choice", lambda _: next(letters))
    make_coupons(promotion_id=promotion_id, draft=generated(2), now=NOON)
    made = Coupon.objects.filter(batch__kind=CouponKind.GENERATED).values_list("code", flat=True)
    assert sorted(made) == ["NOOR-BBBBBBBB", "NOOR-CCCCCCCC"]
