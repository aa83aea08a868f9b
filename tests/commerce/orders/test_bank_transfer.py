"""Paying by transfer: where to, what is shown for it, and the money that staff see arrive."""

from __future__ import annotations

import io
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F, Sum
from django.test import Client
from PIL import Image

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import User
from commerce.core.money import Money
from commerce.orders.application.use_cases.confirm_transfer import confirm_transfer
from commerce.orders.application.use_cases.expire_orders import expire_orders
from commerce.orders.domain.policies import TRANSFER_HOLD
from commerce.orders.models import Order
from commerce.payments.application import hand_takings, ledger
from commerce.payments.application.money_queries import PaymentMoney, money_for, open_discrepancies
from commerce.payments.application.use_cases import confirm_transfer as confirming
from commerce.payments.application.use_cases.arrange_payment_ways import NoBankDetails
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.application.use_cases.confirm_transfer import (
    BankReferenceUsed,
    TransferNotAwaited,
    TransferOfOtherAmount,
)
from commerce.payments.application.use_cases.save_bank_details import InvalidIban, save_bank_details
from commerce.payments.domain.iban import in_groups, normal_iban
from commerce.payments.domain.postings import Entry
from commerce.payments.models import LedgerEntry, TransferConfirmation, TransferReceipt
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import order_it, shelf, the_order, variant
from tests.commerce.payments.tills import offer
from tests.support.databases import owner_of

IBAN = "SA0380000000608010167519"


@pytest.fixture
def order(browser: Client, settings: Any, tmp_path: Any) -> Order:
    """Of two pieces, to be paid by transfer."""
    settings.MEDIA_ROOT = str(tmp_path)
    save_bank_details(bank_name="Al Rajhi", account_holder="Noor", iban="sa03 8000 0000 6080 1016 7519")
    offer("bank_transfer")
    order_it(browser, "bank_transfer")
    return the_order()


def arrived(order: Order, reference: str = "FT-1", minor: int | None = None) -> None:
    amount = Money(order.total_minor if minor is None else minor, "SAR")
    confirm_transfer(order_id=order.pk, amount=amount, bank_reference=reference, now=order.placed_at)


def picture() -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(raw, "PNG")
    return raw.getvalue() + b"<script>behind the pixels</script>"


def upload(browser: Client, order: Order, content: bytes, name: str = "receipt.png") -> str:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    answer = browser.post(f"/orders/{order.token}/receipt/", {"receipt": file}, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def kept() -> list[TransferReceipt]:
    with transaction.atomic():
        return list(TransferReceipt.objects.order_by("id"))


@pytest.mark.parametrize(
    ("typed", "iban"),
    [
        (IBAN, IBAN),
        ("sa03 8000 0000 6080 1016 7519", IBAN),
        ("SA٠٣ ٨٠٠٠ ٠٠٠٠ ٦٠٨٠ ١٠١٦ ٧٥١٩", IBAN),
        ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("SA0380000000608010167518", None),
        ("SA038000000060801016751", None),
        ("SA03800000006080101675190", None),
        ("SA", None),
        ("", None),
        ("SA03 8000 0000 6080 1016 75x9", None),
    ],
)
def test_an_iban_is_known_by_its_check_digits(typed: str, iban: str | None) -> None:
    assert normal_iban(typed) == iban


def test_it_is_shown_four_by_four() -> None:
    assert in_groups(IBAN) == "SA03 8000 0000 6080 1016 7519"


def test_it_is_not_offered_before_the_account_is_known(browser: Client) -> None:
    with pytest.raises(NoBankDetails):
        offer("bank_transfer")
    with pytest.raises(InvalidIban):
        save_bank_details(bank_name="Al Rajhi", account_holder="Noor", iban="SA0380000000608010167518")


def test_the_orders_page_says_where_to_transfer_what(browser: Client, order: Order) -> None:
    page = browser.get(f"/orders/{order.token}/").content.decode()
    assert "SA03 8000 0000 6080 1016 7519" in page
    assert "Al Rajhi" in page
    assert f"/orders/{order.token}/pay/" not in page
    assert (order.status, order.payment.status) == ("created", "created")
    assert order.expires_at == order.placed_at + TRANSFER_HOLD


def test_no_other_order_shows_the_account(browser: Client, order: Order) -> None:
    arrived(order)
    assert "SA03" not in browser.get(f"/orders/{order.token}/").content.decode()


def test_a_picture_is_kept_as_our_own_and_a_pdf_as_it_came(browser: Client, order: Order) -> None:
    assert "وصل إيصالك" in upload(browser, order, picture(), "x.html")
    assert "وصل إيصالك" in upload(browser, order, b"%PDF-1.7 ...", "x.exe")
    first, second = kept()
    assert str(first.file.name).endswith(".webp")
    with first.file.open("rb") as file:
        assert b"script" not in file.read()
    assert (str(second.file.name).rpartition(".")[2], second.is_pdf) == ("pdf", True)


@pytest.mark.sampled
@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"GIF89a<script>", b"x", b"%PD"])
def test_what_is_neither_is_refused(browser: Client, order: Order, content: bytes) -> None:
    assert "PDF" in upload(browser, order, content), "who was asked for a picture or a PDF is told of pictures alone"
    assert kept() == []


def test_the_shopper_sees_which_receipts_the_store_has(browser: Client, order: Order) -> None:
    upload(browser, order, picture())
    upload(browser, order, b"%PDF-1.7")
    pages = [browser.get(f"{prefix}/orders/{order.token}/").content.decode() for prefix in ("", "/en")]
    told = ("إيصالان منك", ">صورة,", ">ملف PDF,"), ("2 receipts of yours", ">A picture,", ">A PDF,")
    assert [[text in page for text in texts] for page, texts in zip(pages, told, strict=True)] == [[True] * 3] * 2


def test_a_pdf_has_its_limit_and_an_order_three_receipts(browser: Client, order: Order) -> None:
    upload(browser, order, b"%PDF-" + b"x" * (5 * 1024 * 1024))
    assert kept() == []
    for _ in range(4):
        upload(browser, order, b"%PDF-1.7")
    assert len(kept()) == 3
    assert 'name="receipt"' not in browser.get(f"/orders/{order.token}/").content.decode()


def test_receipts_are_for_staff_to_save_and_for_nobody_else(browser: Client, order: Order, at_noor: Tenant) -> None:
    upload(browser, order, b"%PDF-1.7 <script>")
    (receipt,) = kept()
    path = f"/manage/orders/receipts/{receipt.pk}/"
    answer: Any = member(at_noor, Role.FULFILMENT).get(path)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 <script>"
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{receipt.pk}.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert member(at_noor, Role.MARKETER).get(path).status_code in {302, 403}
    assert browser.get(path).status_code == 302
    assert browser.get(f"/media/{receipt.file.name}/").status_code == 404
    assert browser.get(f"/media/{at_noor.pk}/renditions/{str(receipt.file.name).rpartition('/')[2]}").status_code == 404


def test_the_money_that_arrived_confirms_the_order(browser: Client, order: Order, at_noor: Tenant) -> None:
    desk = member(at_noor, Role.MANAGER)
    assert 'name="bank_reference"' in desk.get(f"/manage/orders/{order.pk}/").content.decode()
    desk.post(f"/manage/orders/{order.pk}/transfer/", {"amount": "٤٩٨٫٠٠", "bank_reference": "ft 77 "})
    paid = the_order()
    assert (paid.status, paid.payment.status) == ("confirmed", "captured")
    assert shelf() == (8, 0)
    assert "FT77" in desk.get(f"/manage/orders/{order.pk}/").content.decode()


def test_nobody_confirms_an_order_before_its_money_is_there(browser: Client, order: Order, at_noor: Tenant) -> None:
    desk = member(at_noor, Role.FULFILMENT)
    desk.post(f"/manage/orders/{order.pk}/move/", {"move": "confirm"})
    assert the_order().status == "created"


@pytest.mark.sampled(every=2)
@pytest.mark.parametrize("minor", [1, 49799, 49801, 4980000])
def test_f49_another_amount_confirms_nothing(order: Order, minor: int) -> None:
    with pytest.raises(TransferOfOtherAmount):
        arrived(order, minor=minor)
    assert the_order().status == "created"


def test_f49_one_reference_of_the_bank_pays_one_order(browser: Client, order: Order) -> None:
    arrived(order, "FT 12-3")
    other = another(browser, order)
    for same in (" ft12-3", "FT  ١٢٣", "FT۱۲۳", "ＦＴ１２３", "ft–12 3", "\u200fFT123\u200e"):
        with pytest.raises(BankReferenceUsed):
            arrived(other, same)
    with transaction.atomic():
        assert TransferConfirmation.objects.count() == 1
    arrived(other, "FT 124")


def another(browser: Client, order: Order) -> Order:
    """The same shopper's next order."""
    browser.post("/cart/add/", {"variant_id": variant(), "quantity": "2"})
    order_it(browser, "bank_transfer")
    with transaction.atomic():
        other: Order = Order.objects.exclude(pk=order.pk).get()
        return other


def test_without_its_normal_form_a_reference_pays_twice(
    browser: Client, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(confirming, "normal_reference", lambda text: text.strip().upper())
    arrived(order, "FT 123")
    arrived(another(browser, order), "FT ١٢٣")


@pytest.mark.sampled
@pytest.mark.parametrize("reference", ["-", " — ", "ﷺ" * 5])
def test_what_is_no_reference_is_asked_for_again(order: Order, at_noor: Tenant, reference: str) -> None:
    page = confirm(member(at_noor, Role.MANAGER), order, "498", reference)
    assert (page.status_code, list(page.context["transfer"]["form"].errors)) == (422, ["bank_reference"])


def test_references_from_before_are_brought_into_the_same_form(order: Order, own_database: str) -> None:
    """Two that are one by now keep apart, and no third joins them."""
    written = ["FT 1", "FT-٢", "FT2", "x-٣", "X 3"]
    with transaction.atomic():
        for reference in written:
            TransferConfirmation.objects.create(
                payment=order.payment, bank_reference=reference, amount_minor=1, currency="SAR", confirmed_at=NOON
            )
    migration = import_module("commerce.payments.migrations.0017_normal_references")
    with owner_of(own_database) as owner:
        for _ in range(2):
            owner.execute(migration.NORMALISE)
        owner.commit()
    with transaction.atomic():
        kept = TransferConfirmation.objects.order_by("id").values_list("bank_reference", flat=True)
        assert list(kept) == ["FT1", "FT-٢", "FT2", "X3", "X 3"]


def test_what_arrives_for_an_order_that_is_paid_belongs_to_no_order_and_goes_back(
    order: Order, at_noor: Tenant
) -> None:
    manager = member(at_noor, Role.MANAGER)
    arrived(order, "FT-1")
    for reference in ("FT-2", "ft 2"):
        page = confirm(manager, order, "498", reference)
    assert page.status_code == 422, "the same transfer is recorded twice"
    page = manager.get(f"/manage/orders/{order.pk}/")
    assert (the_order().status, money_of(order).paid.minor, money_of(order).refundable.minor) == (
        "confirmed", 49800, 49800,
    )  # fmt: skip
    [one] = page.context["money"]["unapplied"]
    assert one["amount"].minor == 49800
    with transaction.atomic():
        [found] = open_discrepancies(order.payment_id)
    assert dict(found.facts) == {"taken": "498.00 SAR", "owed": "0.00 SAR"}
    typed = {"attempt": "", "key": one["form"]["key"].value(), "reason": "حُوّل مرتين"}
    page = manager.post(f"/manage/orders/{order.pk}/unapplied/", typed, follow=True)
    assert page.context["money"]["unapplied"] == []
    assert check_books(now=order.placed_at) == 0


def test_the_control_not_booked_for_no_order_it_is_owed_to_nobody(
    order: Order, at_noor: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = ledger.post

    def forget(payment: Any, entry: Entry, *facts: Any) -> bool:
        return entry is not Entry.CAPTURED_UNAPPLIED and booked(payment, entry, *facts)

    monkeypatch.setattr(hand_takings, "post", forget)
    manager = member(at_noor, Role.MANAGER)
    arrived(order, "FT-1")
    assert confirm(manager, order, "498", "FT-2").status_code == 200
    assert manager.get(f"/manage/orders/{order.pk}/").context["money"]["unapplied"] == []
    assert check_books(now=order.placed_at) == 0, "and no nightly look sees it"


def test_who_only_packs_records_no_further_transfer(order: Order, at_noor: Tenant) -> None:
    arrived(order, "FT-1")
    packer = member(at_noor, Role.FULFILMENT)
    assert packer.get(f"/manage/orders/{order.pk}/").context["transfer"]["form"] is None
    confirm(packer, order, "498", "FT-2")
    with transaction.atomic():
        assert TransferConfirmation.objects.count() == 1


def test_who_does_not_transfer_in_three_days_orders_nothing_and_late_money_is_owed_back(
    browser: Client, order: Order
) -> None:
    assert expire_orders(now=order.placed_at + TRANSFER_HOLD - timedelta(seconds=1)) == 0
    assert expire_orders(now=order.placed_at + TRANSFER_HOLD) == 1
    assert (the_order().status, shelf()) == ("cancelled", (10, 0))
    arrived(order)
    assert browser.get(f"/orders/{order.token}/").context["order"].refund_due


def test_a_transfer_is_of_transfers_alone(browser: Client) -> None:
    order_it(browser, "cash_on_delivery")
    with pytest.raises(TransferNotAwaited):
        arrived(the_order())


def confirm(desk: Client, order: Order, amount: str, reference: str, difference: str = "") -> Any:
    typed = {"amount": amount, "bank_reference": reference, "difference": difference}
    return desk.post(f"/manage/orders/{order.pk}/transfer/", typed, follow=True)


def money_of(order: Order) -> PaymentMoney:
    with transaction.atomic():
        return money_for([order.payment_id])[order.payment_id]


def test_another_amount_is_recorded_only_where_somebody_says_what_then(order: Order, at_noor: Tenant) -> None:
    desk = member(at_noor, Role.MANAGER)
    page = confirm(desk, order, "498000", "FT-1")
    assert "498,000.00 ريال" in page.content.decode()
    form = page.context["transfer"]["form"]
    assert (page.status_code, form["amount"].value(), form["bank_reference"].value()) == (422, "498000", "FT-1")
    assert list(form.errors) == ["amount"]
    assert "اختر أدناه" in page.content.decode(), "nobody is told what to do"
    assert "SAR" not in " ".join(form.errors["amount"])
    for amount in ("0", "-5"):
        confirm(desk, order, amount, "FT-1", "waived")
    assert (the_order().status, money_of(order).paid.minor) == ("created", 0)


def test_who_only_packs_confirms_no_money(order: Order, at_noor: Tenant) -> None:
    packer, manager = member(at_noor, Role.FULFILMENT), member(at_noor, Role.MANAGER)
    confirm(packer, order, "498", "FT-1")
    assert the_order().status == "created"
    confirm(manager, order, "400", "FT-1", "awaited")
    page = packer.get(f"/manage/orders/{order.pk}/")
    assert (page.context["transfer"]["form"], page.context["transfer"]["may_accept_part"]) == (None, False)
    packer.post(f"/manage/orders/{order.pk}/transfer/enough/")
    assert (the_order().status, money_of(order).paid.minor) == ("created", 40000)
    assert manager.get(f"/manage/orders/{order.pk}/").context["transfer"]["may_accept_part"]


def test_a_reference_that_was_used_is_said_beside_it(browser: Client, order: Order, at_noor: Tenant) -> None:
    arrived(order, "FT-1")
    other = another(browser, order)
    page = confirm(member(at_noor, Role.MANAGER), other, "498", "ft-1")
    form = page.context["transfer"]["form"]
    assert (page.status_code, list(form.errors), form["amount"].value()) == (422, ["bank_reference"], "498")
    assert 'aria-invalid="true"' in page.content.decode()


def test_a_part_is_recorded_and_the_rest_is_waited_for(browser: Client, order: Order, at_noor: Tenant) -> None:
    desk = member(at_noor, Role.MANAGER)
    page = confirm(desk, order, "400", "FT-1", "awaited")
    assert (the_order().status, money_of(order).paid.minor) == ("created", 40000)
    assert page.context["transfer"]["form"]["amount"].value() == "98.00"
    [said] = page.context["messages"]
    assert (said.level_tag, "98.00 ريال" in str(said)) == ("info", True), "a part is told as all"
    assert "مدفوع جزئيًا" in page.content.decode()
    shown = browser.get(f"/orders/{order.token}/").context["transfer"]
    assert (shown["left"].minor, shown["arrived"].minor) == (9800, 40000)
    with transaction.atomic():
        [found] = open_discrepancies(order.payment_id)
    assert dict(found.facts) == {"taken": "400.00 SAR", "owed": "498.00 SAR"}
    page = confirm(desk, order, "10", "ft-1 ", "awaited")
    assert "لهذا الطلب نفسه" in " ".join(page.context["transfer"]["form"].errors["bank_reference"])
    page = confirm(desk, order, "98", "FT-2")
    assert [said.level_tag for said in page.context["messages"]] == ["success"]
    assert (the_order().status, money_of(order).paid.minor) == ("confirmed", 49800)
    assert page.context["money"]["discrepancies"] == [], "what all arrived of is told as too little"
    assert check_books(now=order.placed_at) == 0


def test_a_part_is_no_difference_any_more_once_more_than_the_rest_came(order: Order, at_noor: Tenant) -> None:
    desk = member(at_noor, Role.MANAGER)
    confirm(desk, order, "400", "FT-1", "awaited")
    confirm(desk, order, "100", "FT-2", "waived")
    with transaction.atomic():
        [found] = open_discrepancies(order.payment_id)
    assert dict(found.facts) == {"taken": "100.00 SAR", "owed": "98.00 SAR"}
    confirm(desk, order, "5", "FT-3")
    with transaction.atomic():
        told = [dict(found.facts)["taken"] for found in open_discrepancies(order.payment_id)]
    assert told == ["5.00 SAR", "100.00 SAR"], "what is more than owed is still somebody's"


def test_a_receipt_that_waits_is_said_in_the_list_and_on_the_page(
    browser: Client, order: Order, at_noor: Tenant
) -> None:
    desk, said = member(at_noor, Role.MANAGER), "إيصال ينتظر المراجعة"
    pages = ("/manage/orders/", f"/manage/orders/{order.pk}/")
    assert [said in desk.get(page).content.decode() for page in pages] == [False, False]
    upload(browser, order, picture())
    assert [said in desk.get(page).content.decode() for page in pages] == [True, True]
    arrived(order)
    assert [said in desk.get(page).content.decode() for page in pages] == [False, False]


def test_what_went_back_is_in_the_orders_log_with_who_sent_it(order: Order, at_noor: Tenant) -> None:
    arrived(order)
    manager = member(at_noor, Role.MANAGER)
    page = manager.get(f"/manage/orders/{order.pk}/")
    before, form = page.context["history"], page.context["money"]["give_back"]
    typed = {"amount": "98.00", "key": form["key"].value(), "reason": "تأخرنا"}
    page = manager.post(f"/manage/orders/{order.pk}/give-back/", typed, follow=True)
    [told] = [move for move in page.context["history"] if move not in before]
    with transaction.atomic():
        name = str(User.objects.get(email__startswith="manager"))
    assert ("98.00 ريال" in told["status"], told["who"], told["reason"]) == (True, name, "تأخرنا")


def test_a_part_can_be_enough(order: Order, at_noor: Tenant) -> None:
    page = confirm(member(at_noor, Role.MANAGER), order, "497.50", "FT-1", "waived")
    assert (the_order().status, money_of(order).paid.minor) == ("confirmed", 49750)
    assert "مدفوع جزئيًا" in page.content.decode()
    assert check_books(now=order.placed_at) == 0


def test_what_arrived_can_be_taken_as_enough_later(order: Order, at_noor: Tenant) -> None:
    desk, enough = member(at_noor, Role.MANAGER), f"/manage/orders/{order.pk}/transfer/enough/"
    desk.post(enough)
    assert the_order().status == "created", "nothing has arrived"
    confirm(desk, order, "497.50", "FT-1", "awaited")
    member(at_noor, Role.ANALYST).post(enough)
    assert the_order().status == "created"
    for _ in range(2):
        desk.post(enough)
    assert (the_order().status, money_of(order).paid.minor) == ("confirmed", 49750)
    money = desk.get(f"/manage/orders/{order.pk}/").context["money"]
    assert money["discrepancies"] == []
    assert [str(why) for _words, _one, _who, why in money["settled"]] == ["تُنوزل عن المبلغ الناقص."]
    assert check_books(now=order.placed_at) == 0


def test_what_is_more_than_owed_belongs_to_no_order_and_goes_back(order: Order, at_noor: Tenant) -> None:
    manager = member(at_noor, Role.MANAGER)
    page = confirm(manager, order, "500", "FT-1", "waived")
    assert (the_order().status, money_of(order).paid.minor) == ("confirmed", 49800)
    [one] = page.context["money"]["unapplied"]
    assert (one["amount"].minor, one["form"]["attempt"].value()) == (200, None)
    typed = {"attempt": "", "key": one["form"]["key"].value(), "reason": "زيادة"}
    for _ in range(2):
        page = manager.post(f"/manage/orders/{order.pk}/unapplied/", typed, follow=True)
    assert page.context["money"]["unapplied"] == []
    assert money_of(order).refundable.minor == 49800
    with transaction.atomic():
        sums = LedgerEntry.objects.filter(account__book__in=["bank", "unapplied_funds"]).values_list("account__book")
        net = dict(sums.annotate(net=Sum(F("debit_minor") - F("credit_minor"))).order_by())
    assert net == {"bank": 49800, "unapplied_funds": 0}


def test_a_part_of_what_was_called_off_is_owed_back(browser: Client, order: Order, at_noor: Tenant) -> None:
    desk = member(at_noor, Role.MANAGER)
    confirm(desk, order, "400", "FT-1", "awaited")
    expire_orders(now=order.placed_at + TRANSFER_HOLD)
    page = desk.get(f"/manage/orders/{order.pk}/")
    assert (the_order().status, page.context["order"].refund_due) == ("cancelled", True)
    assert "أعد المبلغ إلى العميل" in page.content.decode()
    typed = {"amount": "400", "key": page.context["money"]["give_back"]["key"].value(), "reason": "لم يكتمل"}
    page = desk.post(f"/manage/orders/{order.pk}/give-back/", typed, follow=True)
    assert not page.context["order"].refund_due
    shown = browser.get(f"/orders/{order.token}/")
    assert [(one.amount.minor, one.is_there) for one in shown.context["refunds"]] == [(40000, True)]
