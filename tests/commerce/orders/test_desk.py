"""Orders on the merchant's desk."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.users.models import UserProfile

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Membership, User
from commerce.carts.domain.pricing.placing import uses
from commerce.core.scope import tenant_scope
from commerce.orders.application.use_cases import cancel_order as cancelling
from commerce.orders.application.use_cases import take_back_unpaid as taking_back
from commerce.orders.models import Fulfilment, Order, OrderLine, OrderMove, Return
from commerce.payments.application.money_queries import PaymentMoney, money_for
from commerce.payments.application.use_cases.cancel_payment import PaymentInFlight
from commerce.payments.models import Discrepancy, Payment
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.commerce.promotions.builders import draft, published

PASSWORD = "desert-rose-cardamom"


def member(role: Role) -> Client:
    """A person of that role, signed in on Noor's desk."""
    with transaction.atomic():
        user = User.objects.create_user(f"{role}@noor.example", PASSWORD, name=f"The {role}")
        Membership.objects.create(user=user, role=role)
    client = Client(HTTP_HOST="noor.localhost")
    answer = client.post("/manage/login/", {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.fixture
def order(at_noor: Tenant) -> Order:
    with transaction.atomic():
        return order_of({put_on_shelf("OUD", pieces=10, price_minor=24900): 2})


def again(order: Order) -> Order:
    with transaction.atomic():
        found: Order = Order.objects.get(pk=order.pk)
        return found


def listed(client: Client, query: str = "") -> list[int]:
    page = client.get(f"/manage/orders/{query}")
    assert page.status_code == 200
    with transaction.atomic():
        return [row.number for row in page.context["object_list"]]


def test_an_order_says_where_its_price_may_not_have_been_the_best(
    at_noor: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=10, price_minor=10000)
        for share in (1000, 1100):
            published(replace(draft(share=share), cap_per_order=500), source=f"a:{share}:1", now=NOON)
        exact = order_of({oud: 1})
        monkeypatch.setattr(uses, "MOST_COMPANIES", 1)
        narrowed = order_of({oud: 2}, key="k2")
    client = member(Role.FULFILMENT)
    pages = [client.get(f"/manage/orders/{order.pk}/").content.decode() for order in (exact, narrowed)]
    assert ["أفضل سعر عُثر عليه" in page for page in pages] == [False, True]


@pytest.mark.parametrize(("language", "home"), [("ar", "الرئيسية"), ("en", "Home")])
def test_lists_begin_their_path_in_the_language_of_who_looks(at_noor: Tenant, language: str, home: str) -> None:
    client = member(Role.OWNER)
    with transaction.atomic():
        UserProfile.objects.create(user=User.objects.latest("pk"), preferred_language=language)
    for path in ("/manage/orders/", "/manage/products/"):
        first, *_ = client.get(path).context["breadcrumbs_items"]
        with translation.override(language):
            assert str(first["label"]) == home, path


def test_the_list_tells_who_ordered_what_for_how_much(order: Order) -> None:
    page = member(Role.FULFILMENT).get("/manage/orders/").content.decode()
    for told in (str(order.number), "سارة العتيبي", "498.00\N{NO-BREAK SPACE}ريال"):
        assert told in page


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("{number}", True),
        ("٠٥٥١٢٣٤٥٦٧", True),
        ("0551234567", True),
        ("4567", True),
        ("العتيبي", True),
        ("sara@example.com", True),
        ("0559999999", False),
        ("nobody", False),
        ("99999999999999999999", False),
    ],
)
def test_orders_are_found_by_number_phone_and_name(order: Order, query: str, is_found: bool) -> None:
    text = query.format(number=order.number)
    assert listed(member(Role.FULFILMENT), f"?q={text}") == ([order.number] if is_found else [])


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?status=created", True),
        ("?status=shipped", False),
        ("?payment=collect_on_delivery", True),
        ("?payment=captured", False),
        ("?payment_method=cash_on_delivery", True),
        ("?placed_at_from=2026-11-23", True),
        ("?placed_at_from=2026-11-24", False),
    ],
)
def test_orders_are_filtered(order: Order, query: str, is_found: bool) -> None:
    assert bool(listed(member(Role.FULFILMENT), query)) is is_found


def test_the_list_takes_the_same_statements_however_long_it_is(order: Order) -> None:
    client = member(Role.FULFILMENT)
    listed(client)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as statements:
            client.get("/manage/orders/")
        counts.append(len(statements))
        with transaction.atomic():
            order_of({put_on_shelf(f"V{number}"): 1}, key=f"k{number}-more")
    assert counts[0] == counts[1]


def move(client: Client, order: Order, name: str, **fields: str) -> Any:
    return client.post(f"/manage/orders/{order.pk}/move/", {"move": name, **fields}, follow=True)


def test_the_days_work_on_one_order(order: Order) -> None:
    client = member(Role.FULFILMENT)
    for name, status, offered in (
        ("confirm", "confirmed", {"ship"}),
        ("ship", "shipped", {"deliver"}),
        ("deliver", "delivered", set()),
    ):
        page = move(client, order, name)
        assert page.status_code == 200
        assert {name for name, _ in page.context["moves"]} == offered
        assert again(order).status == status
    with transaction.atomic():
        assert Payment.objects.get().status == "captured"
        by = set(OrderMove.objects.filter(actor_kind="staff").values_list("actor_id", flat=True))
        assert by == {str(User.objects.get(email="fulfilment@noor.example").pk)}
    assert "The fulfilment" in page.content.decode()


def test_cancelling_keeps_the_reason(order: Order) -> None:
    page = move(member(Role.OWNER), order, "cancel", reason="العميل غيّر رأيه")
    assert again(order).status == "cancelled"
    assert "العميل غيّر رأيه" in page.content.decode()


def test_a_move_that_came_too_late_is_said_and_changes_nothing(order: Order) -> None:
    client = member(Role.MANAGER)
    move(client, order, "cancel", reason="x")
    page = move(client, order, "confirm")
    assert page.status_code == 200
    assert again(order).status == "cancelled"


@pytest.mark.parametrize(
    ("method", "said"), [("cash_on_delivery", "أعد المبلغ إلى العميل"), ("paytabs", "يُعاد المبلغ تلقائيا")]
)
def test_money_to_give_back_is_said(order: Order, method: str, said: str) -> None:
    """Who gave back besides what goes by itself would pay twice."""
    client = member(Role.MANAGER)
    with transaction.atomic():
        Payment.objects.update(status="captured", captured_minor=F("amount_minor"))
        Order.objects.update(payment_method=method)
    page = move(client, order, "cancel", reason="x")
    assert page.context["order"].refund_due
    assert said in page.content.decode()


@pytest.mark.sampled(every=2)
@pytest.mark.parametrize("role", Role)
def test_who_may_see_and_who_may_move(order: Order, role: Role) -> None:
    client = member(role)
    sees = role is not Role.MARKETER
    moves = role in {Role.OWNER, Role.MANAGER, Role.FULFILMENT}
    detail = client.get(f"/manage/orders/{order.pk}/")
    assert (detail.status_code == 200) is sees
    if sees:
        assert bool(detail.context["moves"] or detail.context["cancel"]) is moves
    client.post(f"/manage/orders/{order.pk}/move/", {"move": "confirm"})
    assert (again(order).status == "confirmed") is moves


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    "address", ["add/", "edit/{pk}/", "delete/{pk}/", "copy/{pk}/", "history/{pk}/", "usage/{pk}/"]
)
def test_there_is_no_address_that_edits_an_order(order: Order, address: str) -> None:
    client = member(Role.OWNER)
    for path in (f"/manage/orders/{address}", f"/manage/snippets/orders/order/{address}"):
        assert client.get(path.format(pk=order.pk)).status_code == 404


@pytest.mark.parametrize(
    "form",
    ["{order}/move/", "{order}/give-back/", "{order}/unapplied/", "{order}/held-money/", "{order}/transfer/",
     "{order}/came-back/", "{order}/shipments/", "{order}/returns/", "shipments/{shipment}/", "returns/{back}/"],
)  # fmt: skip
def test_who_asks_for_the_address_of_a_form_is_led_to_its_page(order: Order, form: str) -> None:
    """A refused one leaves the browser there: it is reloaded, kept, and gone back to."""
    client = member(Role.OWNER)
    for move in ("confirm", "ship"):
        client.post(f"/manage/orders/{order.pk}/move/", {"move": move})
    with transaction.atomic():
        line_id = OrderLine.objects.get(order=order).pk
    client.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{line_id}": "1", "reason": "مكسور"})
    with transaction.atomic():
        shipment, back = Fulfilment.objects.get().pk, Return.objects.get().pk
    address = "/manage/orders/" + form.format(order=order.pk, shipment=shipment, back=back)
    for answer in (client.get(address), client.head(address)):
        assert (answer.status_code, answer["Location"]) == (302, f"/manage/orders/{order.pk}/")


def test_who_asks_for_the_address_of_what_is_not_there_finds_nothing(order: Order) -> None:
    client = member(Role.OWNER)
    for address in ("shipments/999999/", "returns/999999/"):
        assert client.get(f"/manage/orders/{address}").status_code == 404
    assert client.get("/manage/orders/999999/move/", follow=True).status_code == 404
    for address in ("close", "settle"):
        answer = client.get(f"/manage/orders/differences/1/{address}/")
        assert (answer.status_code, answer["Location"]) == (302, "/manage/orders/differences/")


def test_moves_are_posted_and_known(order: Order) -> None:
    client = member(Role.OWNER)
    assert client.put(f"/manage/orders/{order.pk}/move/").status_code == 405
    assert client.post(f"/manage/orders/{order.pk}/move/", {"move": "settle"}).status_code == 404
    assert client.post("/manage/orders/999999/move/", {"move": "confirm"}).status_code == 404
    strict = Client(HTTP_HOST="noor.localhost", enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"/manage/orders/{order.pk}/move/", {"move": "confirm"}).status_code == 403
    assert again(order).status == "created"


def test_another_stores_order_is_not_there(order: Order) -> None:
    with tenant_scope(Tenant.objects.get(slug="souq").pk), transaction.atomic():
        theirs = order_of({put_on_shelf("MUSK"): 1})
    client = member(Role.OWNER)
    assert listed(client) == [order.number]
    assert client.get(f"/manage/orders/{theirs.pk}/").status_code == 404
    assert move(client, theirs, "confirm").status_code == 404


def test_a_person_who_packs_sees_what_to_pack_and_sends_it_in_two_shipments(order: Order) -> None:
    client = member(Role.FULFILMENT)
    page = move(client, order, "confirm")
    [piece] = page.context["sending"]["to_pack"]
    assert (piece["sku"], piece["quantity"]) == ("OUD", 2)
    for _ in range(2):
        field = {f"pieces_{piece['line_id']}": "١"}
        page = client.post(f"/manage/orders/{order.pk}/shipments/", field, follow=True)
        shipment = page.context["sending"]["shipments"][-1]
        for name in ("pack", "ship"):
            address = f"/manage/orders/shipments/{shipment['id']}/"
            page = client.post(address, {"move": name, "tracking_number": "SMSA 123"}, follow=True)
            assert page.status_code == 200
    assert again(order).status == "shipped"
    assert page.context["sending"]["to_pack"] == []
    assert [told["tracking_number"] for told in page.context["sending"]["shipments"]] == ["SMSA 123"] * 2
    shown = Client(HTTP_HOST="noor.localhost").get(f"/orders/{order.token}/").content.decode()
    assert shown.count("SMSA 123") == 2


def test_of_how_many_pieces_some_are_packed_is_said_in_words(order: Order) -> None:
    page = move(member(Role.FULFILMENT), order, "confirm").content.decode()
    assert ("من 2" in page, "/ 2<" in page) == (True, False)


def test_who_may_not_move_orders_may_not_send_them(order: Order) -> None:
    move(member(Role.OWNER), order, "confirm")
    client = member(Role.ANALYST)
    assert client.post(f"/manage/orders/{order.pk}/shipments/", {}).status_code in {302, 403}
    with transaction.atomic():
        assert not Fulfilment.objects.exists()


def test_a_shipment_of_nothing_is_refused_in_words(order: Order) -> None:
    client = member(Role.OWNER)
    move(client, order, "confirm")
    with transaction.atomic():
        line_id = OrderLine.objects.get(order=order).pk
    for typed, code in (("0", 422), ("", 422), ("3", 422), ("two", 422)):
        field = {f"pieces_{line_id}": typed, "pieces_x": "1"}
        page = client.post(f"/manage/orders/{order.pk}/shipments/", field, follow=True)
        assert (page.status_code, page.context["sending"]["pack"][f"pieces_{line_id}"].value()) == (code, typed)
    with transaction.atomic():
        assert not Fulfilment.objects.exists()


def test_a_return_on_the_desk_from_asking_to_the_money(order: Order) -> None:
    packer, owner = member(Role.FULFILMENT), member(Role.OWNER)
    for name in ("confirm", "ship", "deliver"):
        page = move(packer, order, name)
    [(piece, _field)] = page.context["returns"]["ask_back"].rows()
    fields = {f"pieces_{piece['line_id']}": "1", "reason": "مكسور"}
    page = packer.post(f"/manage/orders/{order.pk}/returns/", fields, follow=True)
    assert "مكسور" in page.content.decode()
    address = f"/manage/orders/returns/{page.context['returns']['parcels'][0]['id']}/"
    page = packer.post(address, {"move": "receive", "restock": "on"}, follow=True)
    assert page.context["returns"]["parcels"][0]["would_go"] is None, "a packer gives no money back"
    page = owner.get(f"/manage/orders/{order.pk}/")
    assert str(page.context["returns"]["parcels"][0]["would_go"]) == "249.00 SAR"
    button = page.content.decode().partition('value="refund"')[2].partition("</button>")[0]
    assert "249.00" in button, "who presses it does not know how much goes back"
    page = owner.post(address, {"move": "refund"}, follow=True)
    [parcel] = page.context["returns"]["parcels"]
    assert (parcel["state"], str(parcel["amount"]), parcel["is_restocked"]) == ("refunded", "249.00 SAR", True)
    assert "249.00 ريال" in page.content.decode()
    assert "رُدّ مقابل قطع أُعيدت" in page.content.decode(), "it is told as given back by hand"
    again_page = owner.post(address, {"move": "refund"}, follow=True)
    assert again_page.status_code == 200
    assert str(money_of(order).refunded) == "249.00 SAR"


def test_a_return_that_is_refused_keeps_what_was_typed(order: Order) -> None:
    packer = member(Role.FULFILMENT)
    for name in ("confirm", "ship", "deliver"):
        page = move(packer, order, name)
    [(piece, _field)] = page.context["returns"]["ask_back"].rows()
    name = f"pieces_{piece['line_id']}"
    for typed in ("٣", "0", "many"):
        page = packer.post(f"/manage/orders/{order.pk}/returns/", {name: typed, "reason": "مكسور"}, follow=True)
        form = page.context["returns"]["ask_back"]
        assert (page.status_code, form[name].value(), form["reason"].value()) == (422, typed, "مكسور")
        assert form.errors
    with transaction.atomic():
        assert not Return.objects.exists()


def test_who_packs_takes_pieces_in_and_gives_no_money_back(order: Order) -> None:
    packer = member(Role.FULFILMENT)
    for name in ("confirm", "ship", "deliver"):
        page = move(packer, order, name)
    [(piece, _field)] = page.context["returns"]["ask_back"].rows()
    page = packer.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{piece['line_id']}": "1"}, follow=True)
    address = f"/manage/orders/returns/{page.context['returns']['parcels'][0]['id']}/"
    page = packer.post(address, {"move": "receive"}, follow=True)
    assert [name for name, _label in page.context["returns"]["parcels"][0]["moves"]] == ["refuse"]
    packer.post(address, {"move": "refund"})
    assert money_of(order).refunded.is_zero


def money_of(order: Order) -> PaymentMoney:
    with transaction.atomic():
        return money_for([order.payment_id])[order.payment_id]


def test_who_may_not_move_orders_may_not_take_them_back(order: Order) -> None:
    client = member(Role.OWNER)
    for name in ("confirm", "ship"):
        page = move(client, order, name)
    [(piece, _field)] = page.context["returns"]["ask_back"].rows()
    member(Role.ANALYST).post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{piece['line_id']}": "1"})
    with transaction.atomic():
        assert not Return.objects.exists()


def typed_again(page: Any, name: str, value: str) -> bool:
    """The page was refused and has what was typed, in its field."""
    fields = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page.content.decode())
    return page.status_code == 422 and any(f'value="{value}"' in field for field in fields)


WHY = "العميل طلب الإلغاء هاتفيا"


@pytest.fixture
def in_flight(order: Order, monkeypatch: pytest.MonkeyPatch) -> Order:
    """Its payment's gateway is being called this moment."""

    def refuse(**_: Any) -> None:
        raise PaymentInFlight(payment_id=order.payment_id)

    for module in (cancelling, taking_back):
        monkeypatch.setattr(module, "cancel_payment", refuse)
    return order


def test_why_it_is_called_off_is_typed_once(in_flight: Order) -> None:
    page = member(Role.MANAGER).post(f"/manage/orders/{in_flight.pk}/move/", {"move": "cancel", "reason": WHY})
    assert typed_again(page, "reason", WHY)
    assert "حاول" in " ".join(page.context["cancel"].non_field_errors())
    assert again(in_flight).status == "created"


def test_what_the_courier_said_is_typed_once(in_flight: Order) -> None:
    staff = member(Role.FULFILMENT)
    for name in ("confirm", "ship"):
        staff.post(f"/manage/orders/{in_flight.pk}/move/", {"move": name})
    page = staff.post(f"/manage/orders/{in_flight.pk}/came-back/", {"reason": WHY})
    assert typed_again(page, "reason", WHY)
    assert page.context["came_back"]["restock"].value() is False


def test_a_tracking_number_is_typed_once_and_never_cut(order: Order) -> None:
    staff = member(Role.FULFILMENT)
    staff.post(f"/manage/orders/{order.pk}/move/", {"move": "confirm"})
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    staff.post(f"/manage/orders/{order.pk}/shipments/", {f"pieces_{line_id}": "1"})
    with transaction.atomic():
        made = Fulfilment.objects.get()
    address = f"/manage/orders/shipments/{made.pk}/"
    staff.post(address, {"move": "pack"})
    page = staff.post(address, {"move": "ship", "tracking_number": "9" * 61})
    assert typed_again(page, "tracking_number", "9" * 61)
    assert staff.post(address, {"move": "ship", "tracking_number": " SMSA 123 "}).status_code == 302
    with transaction.atomic():
        assert Fulfilment.objects.get().tracking_number == "SMSA 123"


def test_why_a_return_is_refused_is_typed_once(order: Order) -> None:
    staff = member(Role.FULFILMENT)
    for name in ("confirm", "ship", "deliver"):
        staff.post(f"/manage/orders/{order.pk}/move/", {"move": name, "collected": "498"})
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    staff.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{line_id}": "1"})
    with transaction.atomic():
        address = f"/manage/orders/returns/{Return.objects.get().pk}/"
    page = staff.post(address, {"move": "refuse", "reason": "x" * 301, "restock": "on"})
    assert typed_again(page, "reason", "x" * 301)
    assert staff.post(address, {"move": "refuse", "reason": WHY}).status_code == 302
    with transaction.atomic():
        assert Return.objects.get().moves.latest("pk").reason == WHY


def test_how_it_was_settled_is_typed_once(order: Order) -> None:
    manager = member(Role.MANAGER)
    with transaction.atomic():
        found = Discrepancy.objects.create(finding="paid_twice", key="attempt:1", payment=order.payment, found_at=NOON)
    page = manager.post(f"/manage/orders/differences/{found.pk}/close/", {"reason": "x" * 301})
    assert typed_again(page, "reason", "x" * 301)
    page = manager.post(f"/manage/orders/differences/{found.pk}/close/", {"reason": " "})
    [row] = page.context["rows"]
    assert (page.status_code, list(row["form"].errors)) == (422, ["reason"])
    page = manager.post(f"/manage/orders/differences/{found.pk}/settle/", {"reason": WHY, "movement": "done"})
    assert typed_again(page, "reason", WHY), "it is not for a person to say"
    page = manager.post(f"/manage/orders/differences/{found.pk}/close/", {"reason": WHY}, follow=True)
    assert page.context["rows"] == []
