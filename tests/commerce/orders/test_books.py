"""The order's lines in the books on its page: by event, with named accounts, and what each account comes to."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.payments.models import LedgerTransaction
from commerce.tenants.models import Tenant
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import buy


def test_the_books_tell_when_what_happened_and_what_each_account_comes_to(browser: Client, at_noor: Tenant) -> None:
    order, manager = buy(browser), member(at_noor, Role.MANAGER)
    path = f"/manage/orders/{order.pk}/"
    form = manager.get(path).context["money"]["give_back"]
    typed = {"amount": "98.00", "key": form["key"].value(), "reason": "تأخرنا"}
    page = manager.post(f"{path}give-back/", typed, follow=True)
    books = page.context["money"]["books"]
    assert [str(event.words) for event in books["events"]] == ["دُفع للطلب", "أُرسل إلى الدافع", "وصل إلى الدافع"]
    assert [len(event.lines) for event in books["events"]] == [2, 2, 2]
    at_company, taken, on_its_way = (
        f"{book}: بيتابس (تجريبي)" for book in ("وصل عبر شركة الدفع", "محصّل للطلب", "في طريق الرد")
    )
    comes_to = {one.account: one.amount.minor for one in books["balances"]}
    assert comes_to == {at_company: 40000, taken: 40000, on_its_way: 0}
    with transaction.atomic():
        posted = [each.posted_at for each in LedgerTransaction.objects.order_by("id")]
    shown = page.content.decode().partition("order-books")[2]
    hours = [at.astimezone(ZoneInfo("Asia/Riyadh")).isoformat() for at in posted]
    assert all(f'datetime="{hour}' in shown for hour in hours), "the hour is not the store's"
    assert (at_company in shown, "400.00 ريال" in shown) == (True, True)
