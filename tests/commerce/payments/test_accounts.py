"""Accounts with gateways: sealed to their row, rotated, shown masked, never two stores' at once."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.core.models import AuditEntry
from commerce.core.scope import tenant_scope
from commerce.payments.application.accounts import NoAccount, account_in_use, binding_of, opened
from commerce.payments.application.sealing import Binding, SealBroken, Sealed, open_sealed, seal
from commerce.payments.application.use_cases.connect_gateway import (
    OVERLAP,
    KeysMalformed,
    KeysMissing,
    KeysTaken,
    UnknownRegion,
)
from commerce.payments.domain.accounts import Mode
from commerce.payments.models import GatewayAccount
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON
from tests.commerce.payments.tills import GATEWAYS, connect, keys_of, stored_words

OLD, NEW = "0a" * 32, "0b" * 32


def sealed(account: GatewayAccount) -> Sealed:
    return Sealed(bytes(account.sealed), account.seal_key)


@pytest.mark.parametrize("provider", GATEWAYS)
def test_what_was_entered_is_what_the_adapter_gets(in_noor: Tenant, provider: str) -> None:
    given = keys_of("noor", provider)
    account = opened(connect(provider), NOON)
    assert {name: account.secret(name) for name in given["secrets"]} == given["secrets"]
    assert account.settings == given["settings"]
    assert (account.gateway, account.mode, account.region) == (provider, Mode.TEST, given["region"])


@pytest.mark.parametrize("provider", GATEWAYS)
def test_no_secret_stands_in_the_row_the_log_or_the_activity(
    in_noor: Tenant, provider: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        account = connect(provider)
        connect(provider, secrets={**keys_of("noor", provider)["secrets"], "webhook": "ff" * 32})
    told = " ".join(repr(vars(entry)) for entry in AuditEntry.objects.filter(kind="gateway_account"))
    assert "keys" in told
    account.refresh_from_db()
    for secret in [*keys_of("noor", provider)["secrets"].values(), "ff" * 32]:
        assert secret not in stored_words([account]) + told + caplog.text + repr(opened(account, NOON))


def test_long_secrets_show_their_last_four_letters_and_short_ones_none(in_noor: Tenant) -> None:
    assert connect("moyasar", secrets={"secret_key": "sk_test_abcdefgh", "webhook": "elevenchars"}).tails == {
        "secret_key": "efgh",
        "webhook": "",
    }


def test_a_sealed_blob_opens_in_its_own_row_alone(in_noor: Tenant, souq: Tenant) -> None:
    """The control: the same blob, in the row it was sealed for, does open."""
    ours = connect("hyperpay")
    other_row = connect("hyperpay", "live", mode=Mode.LIVE, region="eu")
    with tenant_scope(souq.pk):
        theirs = connect("hyperpay", "souq")
    assert opened(ours, NOON).secret("access_token") == "hp-token-noor"
    for thief in (other_row, theirs):
        thief.sealed, thief.seal_key = ours.sealed, ours.seal_key
        stolen = opened(thief, NOON)
        assert (stolen.are_keys_lost, dict(stolen.secrets)) == (True, {})
    ours.provider = "paytabs"
    assert opened(ours, NOON).are_keys_lost


@pytest.mark.parametrize("damage", [lambda blob: blob[:-1], lambda blob: blob[:5], lambda blob: b"\0" + blob[1:]])
def test_a_blob_that_was_changed_does_not_open(damage: Any) -> None:
    binding = Binding(1, 2, "hyperpay")
    good = seal({"webhook": "x"}, binding)
    assert open_sealed(good, binding) == {"webhook": "x"}
    with pytest.raises(SealBroken):
        open_sealed(Sealed(damage(good.blob), good.key), binding)


def test_the_seal_key_is_rotated_while_both_are_good(at_noor: Tenant, settings: Any) -> None:
    settings.GATEWAY_SEAL_KEYS = [OLD]
    old = connect("hyperpay")
    settings.GATEWAY_SEAL_KEYS = [NEW, OLD]
    new = connect("paytabs")
    assert [opened(account, NOON).gateway for account in (old, new)] == ["hyperpay", "paytabs"]
    assert old.seal_key != new.seal_key
    said = StringIO()
    call_command("reseal_gateway_accounts", stdout=said)
    assert said.getvalue() == "Sealed 1 gateway accounts anew, 0 left.\n"
    settings.GATEWAY_SEAL_KEYS = [NEW]
    with transaction.atomic():
        assert {row.seal_key for row in GatewayAccount.objects.all()} == {new.seal_key}
        assert opened(account_in_use("hyperpay"), NOON).secret("access_token") == "hp-token-noor"
    with pytest.raises(SealBroken):
        open_sealed(sealed(old), binding_of(old))


def test_an_account_whose_key_is_gone_is_told_of_and_kept(at_noor: Tenant, settings: Any) -> None:
    settings.GATEWAY_SEAL_KEYS = [OLD]
    account = connect("hyperpay")
    settings.GATEWAY_SEAL_KEYS = [NEW]
    with pytest.raises(CommandError):
        call_command("reseal_gateway_accounts", stdout=StringIO())
    settings.GATEWAY_SEAL_KEYS = [NEW, OLD]
    with transaction.atomic():
        assert opened(GatewayAccount.objects.get(pk=account.pk), NOON).secret("access_token") == "hp-token-noor"


@pytest.mark.parametrize("provider", GATEWAYS)
def test_who_enters_all_keys_anew_after_the_seal_key_was_lost_is_let_in(
    in_noor: Tenant, settings: Any, provider: str
) -> None:
    settings.GATEWAY_SEAL_KEYS = [OLD]
    connect(provider)
    settings.GATEWAY_SEAL_KEYS = [NEW]
    with pytest.raises(KeysMissing):
        connect(provider, secrets={})
    account = connect(provider)
    given = keys_of("noor", provider)["secrets"]
    assert {name: opened(account, NOON).secret(name) for name in given} == given


@pytest.mark.parametrize("keys", [[], ["zz"], ["0a" * 31], [OLD, "short"]])
def test_a_site_with_no_or_bad_seal_keys_seals_nothing(settings: Any, keys: list[str]) -> None:
    settings.GATEWAY_SEAL_KEYS = keys
    with pytest.raises(ValueError):  # noqa: PT011 - of bytes.fromhex, or our own
        seal({}, Binding(1, 1, "hyperpay"))


@pytest.mark.parametrize(
    ("provider", "name"), [("hyperpay", "webhook"), ("paytabs", "server_key"), ("moyasar", "webhook")]
)
def test_the_secret_before_is_good_for_a_while(in_noor: Tenant, provider: str, name: str) -> None:
    connect(provider)
    before = keys_of("noor", provider)["secrets"]
    account = connect(provider, secrets={name: "ab" * 32}, now=NOON + timedelta(days=1))
    ends = NOON + timedelta(days=1) + OVERLAP
    during, after = opened(account, ends - timedelta(seconds=1)), opened(account, ends)
    assert (during.secret(name), during.secret(f"{name}_before")) == ("ab" * 32, before[name])
    assert (after.secret(name), after.secret(f"{name}_before")) == ("ab" * 32, "")


def test_what_is_not_typed_again_stays(in_noor: Tenant) -> None:
    first = connect("hyperpay")
    again = connect("hyperpay", secrets={"access_token": "", "webhook": ""})
    assert opened(again, NOON).secret("access_token") == "hp-token-noor"
    assert (again.pk, again.webhook_token, again.secrets_before_until) == (first.pk, first.webhook_token, None)


def test_two_stores_never_have_the_same_keys(in_noor: Tenant, souq: Tenant) -> None:
    connect("paytabs")
    with tenant_scope(souq.pk):
        with pytest.raises(KeysTaken):
            connect("paytabs", "noor")
        connect("paytabs", "souq")
        with pytest.raises(KeysTaken):
            connect("paytabs", "noor")


def test_the_fingerprint_says_nothing_without_our_key(in_noor: Tenant, settings: Any) -> None:
    first = connect("paytabs").fingerprint
    settings.SECRET_KEY = "another"
    assert connect("paytabs").fingerprint != first


def test_one_account_of_two_modes_is_in_use(in_noor: Tenant) -> None:
    connect("paytabs")
    live = connect("paytabs", "live", mode=Mode.LIVE)
    assert account_in_use("paytabs") == live
    connect("paytabs")
    assert account_in_use("paytabs").mode == Mode.TEST
    connect("paytabs", is_in_use=False)
    with pytest.raises(NoAccount):
        account_in_use("paytabs")


@pytest.mark.parametrize(
    ("provider", "changes", "refusal"),
    [
        ("hyperpay", {"region": "eu"}, UnknownRegion),
        ("hyperpay", {"region": "https://evil.example"}, UnknownRegion),
        ("paytabs", {"region": ""}, UnknownRegion),
        ("hyperpay", {"secrets": {}}, KeysMissing),
        ("hyperpay", {"settings": {}}, KeysMissing),
        ("hyperpay", {"secrets": {"access_token": "x", "webhook": "not hex"}}, KeysMalformed),
        ("paytabs", {"settings": {"profile_id": "١٢"}}, KeysMalformed),
        ("paytabs", {"secrets": {"server_key": "two\nlines"}}, KeysMalformed),
        ("moyasar", {"secrets": {"secret_key": "sk_live_x"}}, KeysMalformed),
        ("moyasar", {"secrets": {"secret_key": "pk_test_x"}}, KeysMalformed),
    ],
)
def test_what_can_be_no_account_is_refused(
    in_noor: Tenant, provider: str, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        connect(provider, **changes)
    assert not GatewayAccount.objects.exists()


def test_addresses_of_webhooks_are_long_random_and_different(in_noor: Tenant) -> None:
    tokens = {connect(provider).webhook_token for provider in GATEWAYS}
    assert len(tokens) == len(GATEWAYS)
    assert all(len(token) == 43 for token in tokens)  # 256 bits in base64url
