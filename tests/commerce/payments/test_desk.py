"""Settings → Payments: ways in the merchant's order, keys that are typed and never shown, and whether they work."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from commerce.accounts.domain.policies import Role
from commerce.payments.application.accounts import account_in_use, opened
from commerce.payments.application.queries import ways_to_pay
from commerce.payments.application.use_cases.connect_gateway import connect_gateway
from commerce.payments.domain.accounts import Mode
from commerce.payments.interfaces.account_words import COMPANIES, MODES
from commerce.payments.interfaces.money_words import told_facts
from commerce.payments.models import GatewayAccount
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON
from tests.commerce.catalog.desk import member
from tests.commerce.payments.tills import GATEWAYS, connect, keys_of, offer
from tests.simulators.gateways.fixtures import simulator, simulator_process
from tests.simulators.gateways.running import Simulator

__all__ = ["simulator", "simulator_process"]

WAYS = "/manage/payments/"


@pytest.fixture
def manager(at_noor: Tenant) -> Client:
    return member(at_noor, Role.MANAGER)


def typed(gateway: str, **changes: str) -> dict[str, str]:
    keys = keys_of("noor", gateway)
    return {"region": keys["region"], **keys["settings"], **keys["secrets"], "is_in_use": "on"} | changes


def page_of(gateway: str, mode: str = "test") -> str:
    return f"{WAYS}{gateway}/{mode}/"


def offered() -> list[str]:
    with transaction.atomic():
        return [way.code for way in ways_to_pay("SAR")]


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_keys_are_entered_and_none_comes_back(manager: Client, gateway: str) -> None:
    assert manager.post(page_of(gateway), typed(gateway))["Location"] == page_of(gateway)
    with transaction.atomic():
        account = opened(account_in_use(gateway), NOON)
    keys = keys_of("noor", gateway)
    assert {name: account.secret(name) for name in keys["secrets"]} == keys["secrets"]
    page = manager.get(page_of(gateway)).content.decode()
    assert [secret for secret in keys["secrets"].values() if secret in page] == []
    assert all(text in page for text in keys["settings"].values())
    assert f"http://localhost/hooks/payments/{account_row(gateway).webhook_token}/" in page


def account_row(gateway: str, mode: Mode = Mode.TEST) -> GatewayAccount:
    with transaction.atomic():
        row: GatewayAccount = GatewayAccount.objects.get(provider=gateway, mode=mode)
        return row


def test_what_was_typed_wrong_is_said_and_no_secret_is_written_back(manager: Client) -> None:
    answer = manager.post(page_of("moyasar"), typed("moyasar", secret_key="sk_live_of-another-mode"))
    assert answer.status_code == 422
    assert "secret_key" in answer.context["form"].errors
    assert "sk_live_of-another-mode" not in answer.content.decode()
    with transaction.atomic():
        assert not GatewayAccount.objects.exists()


@pytest.mark.parametrize(
    ("gateway", "name", "wrong", "looks"),
    [
        ("hyperpay", "entity", "123", "32"),
        ("hyperpay", "webhook", "zz", "64"),
        ("paytabs", "profile_id", "abc", "أرقام فقط"),
        ("moyasar", "secret_key", "pk_test_zz", "sk_test_"),
    ],
)
def test_what_a_key_looks_like_is_said_where_it_is_another(
    manager: Client, gateway: str, name: str, wrong: str, looks: str
) -> None:
    [said] = manager.post(page_of(gateway), typed(gateway, **{name: wrong})).context["form"].errors[name]
    assert looks in said


def test_empty_means_as_before_and_the_last_letters_say_which_it_is(manager: Client) -> None:
    manager.post(page_of("paytabs"), typed("paytabs"))
    page = manager.get(page_of("paytabs"))
    assert "••••••••0001" in page.content.decode()
    manager.post(page_of("paytabs"), typed("paytabs", server_key="", profile_id="777"))
    with transaction.atomic():
        account = opened(account_in_use("paytabs"), NOON)
    assert (account.secret("server_key"), account.setting("profile_id")) == ("PTKEY-noor-0001", "777")


def test_keys_of_another_store_are_refused_in_words(manager: Client) -> None:
    from commerce.core.scope import tenant_scope

    with tenant_scope(Tenant.objects.get(slug="souq").pk):
        connect("paytabs", "noor")
    answer = manager.post(page_of("paytabs"), typed("paytabs"))
    assert answer.status_code == 422
    assert "Every store needs keys of its own" in answer.content.decode() or "مفاتيح خاصة" in answer.content.decode()


def as_shown(page: Any) -> dict[str, str]:
    """What a browser sends of the page's form when nobody touches it."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: "on" if value is True else str(value) for name, value in shown.items() if value not in (None, False)}


def test_entering_test_keys_leaves_shoppers_at_those_for_real_money(manager: Client) -> None:
    live = keys_of("noor", "paytabs") | {"mode": Mode.LIVE, "secrets": {"server_key": "S-LIVE-KEY-123456789"}}
    connect_gateway(**live)
    page = manager.get(page_of("paytabs"))
    assert page.context["form"]["is_in_use"].help_text
    keys = keys_of("noor", "paytabs")
    assert manager.post(page_of("paytabs"), as_shown(page) | keys["secrets"] | keys["settings"]).status_code == 302
    assert (account_row("paytabs", Mode.LIVE).is_in_use, account_row("paytabs").is_in_use) == (True, False)
    manager.post(page_of("paytabs"), typed("paytabs"))
    assert (account_row("paytabs", Mode.LIVE).is_in_use, account_row("paytabs").is_in_use) == (False, True)


def test_the_first_keys_of_a_company_are_those_shoppers_pay_with(manager: Client) -> None:
    """The control: nobody is asked to find the box."""
    page = manager.get(page_of("paytabs"))
    keys = keys_of("noor", "paytabs")
    manager.post(page_of("paytabs"), as_shown(page) | keys["secrets"] | keys["settings"])
    assert account_row("paytabs").is_in_use


def test_ways_are_offered_in_the_order_of_their_places(manager: Client) -> None:
    manager.post(page_of("paytabs"), typed("paytabs"))
    form = {"offer_paytabs": "on", "offer_cash_on_delivery": "on", "place_cash_on_delivery": "1", "place_paytabs": "2"}
    form |= {"place_hyperpay_mada": "3", "place_hyperpay": "3", "place_moyasar": "4", "place_bank_transfer": "5"}
    assert manager.post(WAYS, form)["Location"] == WAYS
    assert offered() == ["cash_on_delivery", "paytabs"]
    manager.post(WAYS, form | {"place_cash_on_delivery": "9"})
    assert offered() == ["paytabs", "cash_on_delivery"]
    assert manager.post(WAYS, {name: value for name, value in form.items() if "place" in name}).status_code == 422
    assert offered() == ["paytabs", "cash_on_delivery"]


def test_where_the_fee_of_cash_on_delivery_is_set_is_said_beside_it(manager: Client) -> None:
    [fee] = [row for row in manager.get(WAYS).context["rows"] if row["is_at_the_door"]]
    assert fee["offer"].name == "offer_cash_on_delivery"
    assert 'href="/manage/pricing/"' in manager.get(WAYS).content.decode()


def test_a_gateway_without_keys_can_not_be_offered(manager: Client) -> None:
    form = {"offer_moyasar": "on", "offer_cash_on_delivery": "on"}
    form |= {f"place_{way}": "1" for way in (*GATEWAYS, "hyperpay_mada", "cash_on_delivery", "bank_transfer")}
    manager.post(WAYS, form)
    assert offered() == ["cash_on_delivery"]


def test_real_money_is_switched_on_by_its_own_keys(manager: Client) -> None:
    offer("paytabs", "cash_on_delivery")
    assert manager.get(page_of("paytabs", "live")).status_code == 200
    manager.post(page_of("paytabs", "live"), typed("paytabs", server_key="PTKEY-live-0001", profile_id="103"))
    with transaction.atomic():
        assert account_in_use("paytabs").mode == Mode.LIVE
    assert account_row("paytabs").webhook_token != account_row("paytabs", Mode.LIVE).webhook_token


def told(client: Client, gateway: str) -> str:
    answer = client.post(f"{page_of(gateway)}check/", follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_connection_is_checked_and_the_words_say_what_is_wrong(
    manager: Client, simulator: Simulator, gateway: str
) -> None:
    assert told(manager, gateway) == "لا توجد مفاتيح لشركة الدفع هذه بعد. أدخلها أولًا."
    connect(gateway)
    assert told(manager, gateway) == "الاتصال سليم: شركة الدفع تقبل هذه المفاتيح."
    wrong = {"hyperpay": "access_token", "paytabs": "server_key", "moyasar": "secret_key"}[gateway]
    connect(gateway, secrets={wrong: "sk_test_wrong"})
    where = "" if gateway == "moyasar" else " وتأكد من المنطقة"
    assert told(manager, gateway) == f"شركة الدفع لا تقبل هذه المفاتيح. انسخها من جديد{where}."
    simulator.fault("drop_before", gateway, times=-1)
    assert told(manager, gateway) == "تعذر الوصول إلى شركة الدفع الآن. حاول مرة أخرى بعد دقيقة."


@pytest.mark.parametrize(("in_use", "is_told"), [({"is_in_use": "on"}, True), ({}, False)])
@pytest.mark.usefixtures("simulator")
def test_who_saves_keys_that_shoppers_pay_with_is_told_at_once_that_they_are_refused(
    manager: Client, in_use: dict[str, str], is_told: bool
) -> None:
    fields = typed("paytabs") | {"server_key": "WRONG-KEY-0001"}
    fields.pop("is_in_use", None)
    page = manager.post(page_of("paytabs"), fields | in_use, follow=True)
    said = [(message.level_tag, "لا تقبل هذه المفاتيح" in str(message)) for message in page.context["messages"]]
    assert said == [("success", False), *([("error", True)] if is_told else [])]
    assert account_row("paytabs").is_in_use is is_told, "what was typed is not kept"
    manager.post(page_of("paytabs"), typed("paytabs", is_in_use="on"))
    assert "الاتصال سليم" in told(manager, "paytabs")


def test_the_account_of_a_finding_is_called_as_merchants_call_it() -> None:
    with translation.override("ar"):
        [(_label, account)] = told_facts([("account", "hyperpay test")])
        assert account == f"{COMPANIES['hyperpay']} ({MODES[Mode.TEST]})"
    assert "test" not in account


@pytest.mark.parametrize("path", ["gold/test/", "paytabs/gold/", "cash_on_delivery/test/"])
def test_what_there_is_not_is_not_found(manager: Client, path: str) -> None:
    assert manager.get(f"{WAYS}{path}").status_code == 404
    assert manager.post(f"{WAYS}{path}check/").status_code == 404


@pytest.mark.parametrize("role", [Role.MARKETER, Role.FULFILMENT, Role.ANALYST])
def test_who_is_not_trusted_with_money_sees_and_asks_nothing(at_noor: Tenant, simulator: Any, role: Role) -> None:
    connect("paytabs")
    client = member(at_noor, role)
    assert [client.get(path).status_code for path in (WAYS, page_of("paytabs"))] == [302, 302]
    assert client.post(f"{page_of('paytabs')}check/").status_code == 302
    assert simulator.control("calls") == []
    assert "payments_desk" not in client.get("/manage/").content.decode()


def test_the_bank_account_is_said_and_only_then_offered(manager: Client) -> None:
    form = {"offer_bank_transfer": "on", "offer_cash_on_delivery": "on"}
    form |= {f"place_{way}": "1" for way in (*GATEWAYS, "hyperpay_mada", "cash_on_delivery", "bank_transfer")}
    manager.post(WAYS, form)
    assert offered() == ["cash_on_delivery"]
    account = {"bank_name": "Al Rajhi", "account_holder": "Noor", "iban": "SA03 8000 0000 6080 1016 7518"}
    assert manager.post(f"{WAYS}bank/", account).status_code == 422
    assert manager.post(f"{WAYS}bank/", account | {"iban": "SA03 8000 0000 6080 1016 7519"}).status_code == 302
    assert "SA03 8000 0000 6080 1016 7519" in manager.get(f"{WAYS}bank/").content.decode()
    manager.post(WAYS, form)
    assert sorted(offered()) == ["bank_transfer", "cash_on_delivery"]
