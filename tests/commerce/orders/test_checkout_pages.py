"""Buying with a browser that has no JavaScript: the cart, the checkout, the order's page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client

from commerce.accounts.application.use_cases.register_customer import register_customer
from commerce.accounts.models import Customer
from commerce.carts.application.queries import cart_view
from commerce.carts.domain.values import Shopper
from commerce.catalog.models import PricingSettings, Variant, VatCategory
from commerce.core import clock
from commerce.core.idempotency import KeyInFlight
from commerce.core.money import Money
from commerce.orders.interfaces import web
from commerce.orders.models import Order
from commerce.payments.models import Payment, PaymentWay
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion
from tests.commerce.carts.shop import NOON
from tests.commerce.orders.browsing import DETAILS, hidden, order_it, shelf, the_order, variant
from tests.commerce.payments.tills import offer
from tests.commerce.promotions.builders import draft, published, shared

PASSWORD = "cardamom-and-roses"


def test_the_cart_is_kept_by_a_cookie_scripts_cannot_read(browser: Client) -> None:
    cookie = browser.cookies["cart"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    page = browser.get("/cart/")
    assert "498.00" in page.content.decode()
    browser.cookies["cart"] = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
    assert "498.00" not in browser.get("/cart/").content.decode()


def test_changing_the_cart(browser: Client) -> None:
    browser.post(f"/cart/lines/{variant()}/", {"quantity": "3"})
    assert "747.00" in browser.get("/cart/").content.decode()
    browser.post(f"/cart/lines/{variant()}/", {"quantity": "nonsense"})
    browser.post(f"/cart/lines/{variant()}/", {"quantity": "99"})
    assert "747.00" in browser.get("/cart/").content.decode()
    browser.post(f"/cart/lines/{variant()}/", {"quantity": "0"})
    assert "747.00" not in browser.get("/cart/").content.decode()


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize("quantity", ["0", "-1", "x", "", "9999999999999999999999", "11"])
def test_nonsense_in_the_buy_form_is_answered_with_a_page(browser: Client, quantity: str) -> None:
    answer = browser.post("/cart/add/", {"variant_id": variant(), "quantity": quantity})
    assert answer.status_code == 302
    assert "498.00" in browser.get("/cart/").content.decode()


@pytest.mark.parametrize("variant_id", ["", "0", "x", "99999999", "\x00"])
def test_what_is_not_sold_is_not_found(browser: Client, variant_id: str) -> None:
    assert browser.post("/cart/add/", {"variant_id": variant_id, "quantity": "1"}).status_code == 404


def test_an_empty_cart_has_no_checkout(browser: Client) -> None:
    stranger = Client(HTTP_HOST="noor.localhost")
    assert stranger.get("/checkout/")["Location"] == "/cart/"
    browser.post(f"/cart/lines/{variant()}/", {"quantity": "0"})
    assert browser.get("/checkout/")["Location"] == "/cart/"


def test_signing_in_keeps_the_cart_and_the_order_is_the_customers(browser: Client) -> None:
    with transaction.atomic():
        sara = register_customer(
            email="sara@example.com", name="Sara", phone="0551234567", password=PASSWORD, language="ar"
        )
    browser.post("/account/sign-in/", {"email": sara.email, "password": PASSWORD})
    page = browser.get("/checkout/")
    assert "498.00" in page.content.decode()
    assert page.context["form"].initial["phone"] == "+966551234567"
    order_it(browser, "cash_on_delivery")
    assert the_order().customer_id == sara.pk
    assert str(the_order().number) in browser.get("/account/").content.decode()


def test_cash_on_delivery_goes_to_the_orders_page(browser: Client) -> None:
    answer = order_it(browser, "cash_on_delivery")
    order = the_order()
    assert answer["Location"] == f"/orders/{order.token}/"
    page = browser.get(answer["Location"]).content.decode()
    assert str(order.number) in page
    assert "+966551234567" in page
    assert order.status == "created"


def test_the_page_speaks_the_language_it_was_ordered_in(browser: Client) -> None:
    page = browser.get("/en/checkout/")
    hiddens = {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    answer = browser.post("/en/checkout/", DETAILS | {"payment_method": "cash_on_delivery"} | hiddens)
    assert answer["Location"] == f"/en/orders/{the_order().token}/"
    assert the_order().language == "en"


def test_mistakes_are_said_beside_their_fields_and_nothing_is_lost(browser: Client) -> None:
    answer = order_it(browser, "", phone="12", short_address="RRR", name="Sara Al-Otaibi")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert {"phone", "short_address", "payment_method"} == set(answer.context["form"].errors)
    assert "Sara Al-Otaibi" in page
    with transaction.atomic():
        assert not Order.objects.exists()


def test_a_moved_total_is_shown_before_anything_is_ordered(browser: Client) -> None:
    page = browser.get("/checkout/")
    with transaction.atomic():
        Variant.objects.update(price_minor=30000)
    hiddens = {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    answer = browser.post("/checkout/", DETAILS | {"payment_method": "cash_on_delivery"} | hiddens)
    assert [answer.context["difference"][name].minor for name in ("seen", "now")] == [49800, 60000]
    again = {name: hidden(answer, name) for name in ("idempotency_key", "seen_total")}
    browser.post("/checkout/", DETAILS | {"payment_method": "cash_on_delivery"} | again)
    assert the_order().total_minor == 60000


def test_what_sold_out_sends_back_to_the_cart(browser: Client) -> None:
    page = browser.get("/checkout/")
    with transaction.atomic():
        Variant.objects.get().levels.update(reserved=9)
    hiddens = {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    answer = browser.post("/checkout/", DETAILS | {"payment_method": "paytabs"} | hiddens)
    assert answer["Location"] == "/cart/"
    first, later = (notes_of(browser.get("/cart/")) for _ in range(2))
    assert (len(first), len(later)) == (1, 1), "the same thing is said twice, or never"
    assert ("فلم يُطلب شيء" in first[0], "راجع المنتجات المعلّمة" in later[0]) == (True, True)
    assert browser.get("/checkout/")["Location"] == "/cart/"


@pytest.mark.parametrize("changes", [{}, {"phone": "12"}], ids=["that was right", "with a mistake"])
def test_what_was_typed_is_there_again_when_the_cart_was_put_right(browser: Client, changes: dict[str, str]) -> None:
    page = browser.get("/checkout/")
    with transaction.atomic():
        Variant.objects.get().levels.update(reserved=9)
    hiddens = {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    typed = DETAILS | {"payment_method": "cash_on_delivery", "notes": "بعد العصر"} | changes
    assert browser.post("/checkout/", typed | hiddens)["Location"] == "/cart/"
    assert browser.get("/checkout/")["Location"] == "/cart/", "the cart is as it was"
    browser.post(f"/cart/lines/{variant()}/", {"quantity": "1"})
    form = browser.get("/checkout/").context["form"]
    assert {name: form[name].value() for name in typed} == typed
    order_it(browser, "cash_on_delivery")
    with transaction.atomic():
        Variant.objects.get().levels.update(reserved=1)
    browser.post("/cart/add/", {"variant_id": variant(), "quantity": "1"})
    assert browser.get("/checkout/").context["form"]["notes"].value() is None, "it was ordered"


@pytest.mark.parametrize("is_customer", [True, False], ids=["a customer", "a guest"])
def test_the_next_at_this_browser_sees_nothing_of_it(browser: Client, *, is_customer: bool) -> None:
    """Sara never signed out: her password was changed elsewhere, which ends her session here."""
    sara = signed_in(browser, "sara@example.com", "0551234567")
    page = browser.get("/checkout/")
    with transaction.atomic():
        Variant.objects.get().levels.update(reserved=9)
    hiddens = {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    typed = DETAILS | {"payment_method": "cash_on_delivery", "notes": "بعد العصر"} | hiddens
    assert browser.post("/checkout/", typed)["Location"] == "/cart/"
    with transaction.atomic():
        Customer.objects.filter(pk=sara.pk).update(password=make_password("another-password-9"))
        Variant.objects.get().levels.update(reserved=0)
    if is_customer:
        signed_in(browser, "noura@example.com", "0551234568")
    browser.post("/cart/add/", {"variant_id": variant(), "quantity": "1"})
    form = browser.get("/checkout/").context["form"]
    assert form["notes"].value() is None
    assert form["phone"].value() == ("+966551234568" if is_customer else None)


def signed_in(browser: Client, email: str, phone: str) -> Customer:
    with transaction.atomic():
        customer = register_customer(email=email, name="Sara", phone=phone, password=PASSWORD, language="ar")
    browser.post("/account/sign-in/", {"email": email, "password": PASSWORD})
    return customer


def notes_of(page: Any) -> list[str]:
    return re.findall(r'class="note note-warning"[^>]*>([^<]*)', page.content.decode())


def test_pressing_twice_is_one_order_and_one_way_on(browser: Client) -> None:
    page = browser.get("/checkout/")
    form = DETAILS | {"payment_method": "paytabs"}
    form |= {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    answers = {browser.post("/checkout/", form)["Location"] for _ in range(3)}
    assert len(answers) == 1
    assert shelf() == (10, 2)
    other = browser.post("/checkout/", form | {"name": "Another"})
    assert (other.status_code, other.context["order"].token) == (422, the_order().token)
    assert "لا يشمله" in " ".join(str(message) for message in other.context["messages"])
    assert shelf() == (10, 2)


def test_an_old_form_sent_with_a_new_cart_says_so_and_keeps_the_cart(browser: Client) -> None:
    page = browser.get("/checkout/")
    form = DETAILS | {"payment_method": "cash_on_delivery"}
    form |= {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    browser.post("/checkout/", form)
    browser.post("/cart/add/", {"variant_id": variant(), "quantity": "2"})
    answer = browser.post("/checkout/", form, follow=True)
    assert answer.redirect_chain == [(f"/orders/{the_order().token}/", 302)]
    assert "سبق" in " ".join(str(message) for message in answer.context["messages"])
    assert "498.00" in browser.get("/cart/").content.decode()


@pytest.mark.parametrize("path", ["/orders/nonsense/", "/orders/nonsense/returned/", "/orders/nonsense/payment/"])
def test_a_guessed_address_is_not_found(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_another_stores_host_knows_nothing_of_the_order(browser: Client) -> None:
    order_it(browser, "cash_on_delivery")
    path = f"/orders/{the_order().token}/"
    assert browser.get(path).status_code == 200
    assert Client(HTTP_HOST="souq.localhost").get(path).status_code == 404


def test_the_payment_is_found_by_the_order_alone(browser: Client) -> None:
    order_it(browser)
    with transaction.atomic():
        assert Payment.objects.get().subject == the_order().subject
        assert cart_view(Shopper(guest_key="stranger"), now=clock.now()).lines == ()


def test_a_way_of_paying_stands_with_the_total_it_leads_to(browser: Client) -> None:
    with transaction.atomic():
        standard = VatCategory.objects.get(is_default=True)
        PricingSettings.objects.update_or_create(defaults={"cash_fee_minor": 1500, "cash_fee_vat": standard})
    page = browser.get("/checkout/")
    assert hidden(page, "seen_total") == "49800"
    assert hidden(page, "seen_total_cash_on_delivery") == "51300"
    form = DETAILS | {"payment_method": "cash_on_delivery"}
    form |= {name: hidden(page, name) for name in ("idempotency_key", "seen_total", "seen_total_cash_on_delivery")}
    browser.post("/checkout/", form)
    order = the_order()
    assert (order.subtotal_minor, order.fee_minor, order.total_minor) == (49800, 1500, 51300)
    told = browser.get(f"/orders/{order.token}/").content.decode()
    assert "15.00" in told
    assert "513.00" in told


def costs(minor: int) -> None:
    with transaction.atomic():
        Variant.objects.update(price_minor=minor)


@pytest.mark.parametrize(
    ("prefix", "why"),
    [("", "أقل مبلغ يمكن دفعه هنا هو"), ("/en", "The smallest amount that can be paid here is")],
)
def test_what_is_too_little_for_every_way_of_paying_is_said_with_the_least_that_is_not(
    browser: Client, prefix: str, why: str
) -> None:
    offer("moyasar")
    costs(30)
    page = browser.get(f"{prefix}/checkout/")
    told = " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
    assert why in told
    assert page.context["least"] == Money(100, "SAR")
    assert 'name="payment_method"' not in page.content.decode()
    assert 'href="' + prefix + '/cart/"' in page.content.decode()
    answer = order_it(browser, "moyasar", has_script="1")
    assert answer.context["least"] == Money(100, "SAR")
    with transaction.atomic():
        assert not Order.objects.exists()
    costs(50)
    page = browser.get("/checkout/")
    assert (page.context["least"], 'value="moyasar"' in page.content.decode()) == (None, True)


def test_of_several_ways_the_least_is_what_the_most_modest_takes(browser: Client) -> None:
    offer("moyasar", "cash_on_delivery")
    costs(30)
    page = browser.get("/checkout/")
    assert ([way.code for way, _total in page.context["ways"]], page.context["least"]) == (["cash_on_delivery"], None)


def test_a_store_that_takes_no_payment_says_so(browser: Client) -> None:
    with transaction.atomic():
        PaymentWay.objects.all().delete()
    page = browser.get("/en/checkout/")
    assert (page.status_code, page.context["least"]) == (200, None)
    assert "The shop takes no payment just now." in page.content.decode()


def test_an_offer_that_is_gone_meanwhile_is_said_and_nothing_is_ordered(browser: Client) -> None:
    with transaction.atomic():
        offer = published(draft(share=1000), now=NOON)
    page = browser.get("/checkout/")
    assert hidden(page, "seen_total") == "44820"
    with transaction.atomic():
        retire_promotion(promotion_id=offer.promotion_id)
    form = DETAILS | {"payment_method": "cash_on_delivery"}
    form |= {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    answer = browser.post("/checkout/", form)
    assert [answer.context["difference"][name].minor for name in ("seen", "now")] == [44820, 49800]
    with transaction.atomic():
        assert not Order.objects.exists()


def test_a_code_that_this_phone_has_used_says_so_beside_the_new_total(browser: Client) -> None:
    with transaction.atomic():
        published(draft(share=1000), coupons=[shared("WELCOME", each=1)], now=NOON)
    browser.post("/cart/codes/", {"code": "WELCOME"})
    assert "WELCOME" not in browser.get("/checkout/").content.decode(), "it counts, so there is nothing to say"
    order_it(browser, "cash_on_delivery")
    browser.post("/cart/add/", {"variant_id": variant(), "quantity": "2"})
    browser.post("/cart/codes/", {"code": "WELCOME"})
    answer = order_it(browser, "cash_on_delivery")
    assert [answer.context["difference"][name].minor for name in ("seen", "now")] == [44820, 49800]
    said = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert said.count("WELCOME استُخدم هذا الرمز من قبل.") == 2, "at the top, and in the summary"


def test_codes_are_entered_and_taken_out_on_the_cart(browser: Client) -> None:
    with transaction.atomic():
        published(draft(share=1000), coupons=[shared("EID")], now=NOON)
    refused = browser.post("/en/cart/codes/", {"code": "<b>"})
    assert "There is no code" in refused.content.decode()
    assert "<b>" not in refused.content.decode()
    empty = browser.post("/en/cart/codes/", {"code": " "}).content.decode()
    assert "Please type a code." in empty
    assert "There is no code" not in empty
    assert browser.get("/en/cart/codes/")["Location"] == "/en/cart/#codes"
    assert browser.post("/en/cart/codes/", {"code": " \u200feid\u200e "})["Location"] == "/en/cart/#codes"
    told = browser.get("/en/cart/").content.decode()
    assert "448.20" in told
    assert "Founding Day" in told
    browser.post("/en/cart/codes/remove/", {"code": "EID"})
    assert "448.20" not in browser.get("/en/cart/").content.decode()


def test_a_form_whose_first_sending_is_under_way_can_be_sent_again(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_being_placed(**_: Any) -> int:
        raise KeyInFlight(key="k")

    with monkeypatch.context() as patched:
        patched.setattr(web, "place_order", is_being_placed)
        answer = order_it(browser, "cash_on_delivery")
    assert answer.status_code == 409
    names = ("idempotency_key", "seen_total", "phone", "name", "email", "city", "short_address", "payment_method")
    again = browser.post("/checkout/", {name: hidden(answer, name) for name in names})
    assert again["Location"].endswith(f"/orders/{the_order().token}/")


@pytest.mark.parametrize("field", ["phone", "city", "name", "notes"])
def test_a_letter_that_no_text_has_is_refused_beside_its_field(browser: Client, field: str) -> None:
    """Offers are counted by phone: what is no phone is not looked up."""
    with transaction.atomic():
        published()
    answer = order_it(browser, "cash_on_delivery", **{field: "05\x00512"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])


@pytest.mark.parametrize("named", ["", "%00", "a%00b", "nobodys", "%D8%B9%D9%88%D8%AF", "a" * 70, "' OR 1=1 --"])
def test_an_address_that_names_no_order_leads_to_the_checkout(browser: Client, named: str) -> None:
    answer = browser.get(f"/checkout/?order={named}")
    assert (answer.status_code, answer["Location"]) == (302, "/checkout/")
    assert browser.get(answer["Location"]).status_code == 200
