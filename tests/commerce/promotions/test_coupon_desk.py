"""A batch's codes on the desk, and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from commerce.accounts.domain.policies import Role
from commerce.core.scope import tenant_scope
from commerce.promotions.application.use_cases.hold_redemptions import hold_redemptions
from commerce.promotions.domain.coupons import BatchDraft
from commerce.promotions.interfaces import coupon_desk
from commerce.promotions.interfaces.coupon_csv import coupon_csv, safe_cell
from commerce.promotions.models import Coupon, CouponBatch
from commerce.tenants.models import Tenant
from tests.commerce.orders.test_desk import member
from tests.commerce.promotions.builders import LATER, NOON, generated, published, shared, use_of


@pytest.fixture
def at_noor(own_database: str) -> Iterator[Tenant]:
    """Noor's scope with no transaction open; what is done is committed."""
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk):
        yield noor


def batch_of(draft: BatchDraft) -> CouponBatch:
    with transaction.atomic():
        offer = published(coupons=[draft])
        batch: CouponBatch = CouponBatch.objects.get(promotion_id=offer.promotion_id)
        first = Coupon.objects.filter(batch=batch).order_by("id")[0]
        use = use_of(offer, code=first.code)
        hold_redemptions(subject="order:1", drafts=[use], customer="customer:1", expires_at=LATER, now=NOON)
        return batch


def rows_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_the_list_tells_each_code_and_how_often_it_is_used(at_noor: Tenant) -> None:
    batch = batch_of(shared("عيد٢٠", uses=7))
    page = member(Role.MARKETER).get(f"/manage/coupons/{batch.pk}/")
    assert page.status_code == 200
    assert [(row.code, used) for row, used in page.context["coupons"]] == [("عيد٢٠", 1)]
    for told in ("<bdi>عيد٢٠</bdi>", "يوم التأسيس", f"/manage/coupons/{batch.pk}/export/"):
        assert told in page.content.decode()


def test_a_long_list_has_pages_and_as_many_statements(at_noor: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coupon_desk, "ROWS", 10)
    batch = batch_of(generated(25))
    client = member(Role.MANAGER)
    first = client.get(f"/manage/coupons/{batch.pk}/")
    last = client.get(f"/manage/coupons/{batch.pk}/?p=3")
    assert [len(page.context["coupons"]) for page in (first, last)] == [10, 5]
    assert f"/manage/coupons/{batch.pk}/?p=2" in first.content.decode().replace("&amp;", "&")
    counts = []
    for rows in (5, 20):
        monkeypatch.setattr(coupon_desk, "ROWS", rows)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/manage/coupons/{batch.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_not_made_yet_is_told(at_noor: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    from commerce.promotions.application import code_batches

    monkeypatch.setattr(code_batches, "SLICE", 3)
    batch = batch_of(generated(8))
    page = member(Role.OWNER).get(f"/manage/coupons/{batch.pk}/").content.decode()
    assert "أُنشئ 3 من 8" in page


@pytest.mark.sampled(every=5)
@pytest.mark.parametrize("address", ["", "export/"])
@pytest.mark.parametrize("role", Role)
def test_codes_are_for_those_who_run_promotions(at_noor: Tenant, role: Role, address: str) -> None:
    batch = batch_of(shared("EID"))
    answer = member(role).get(f"/manage/coupons/{batch.pk}/{address}")
    assert (answer.status_code == 200) == (role in {Role.OWNER, Role.MANAGER, Role.MARKETER})


@pytest.mark.parametrize("address", ["", "export/"])
def test_anothers_codes_are_not_there(at_noor: Tenant, address: str) -> None:
    with tenant_scope(Tenant.objects.get(slug="souq").pk):
        theirs = batch_of(shared("EID"))
    assert member(Role.OWNER).get(f"/manage/coupons/{theirs.pk}/{address}").status_code == 404


def test_the_file_has_every_code_once(at_noor: Tenant) -> None:
    batch = batch_of(generated(30))
    answer = member(Role.MARKETER).get(f"/manage/coupons/{batch.pk}/export/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="coupons-{batch.pk}.csv"'
    head, *rows = rows_of(answer.content)
    assert head == ["الرمز", "مرات الاستخدام", "المسموح به"]
    with transaction.atomic():
        codes = list(Coupon.objects.order_by("id").values_list("code", flat=True))
    assert rows == [[codes[0], "1", "1"], *([code, "0", "1"] for code in codes[1:])]


EVIL = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|'/c calc'!A1",
]


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_begins_a_formula(in_noor: Any, text: str) -> None:
    """Such a code is refused when it is made; should one be there all the same, it is a text."""
    assert safe_cell(text) == f"'{text}"
    with translation.override("en"):
        body = coupon_csv(CouponBatch(), [Coupon(pk=1, code=text)], {})
    assert rows_of(body)[1] == [f"'{text}", "0", ""]


@pytest.mark.parametrize("text", ["NOOR-2A", "عيد٢٠", "10%", ""])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text
