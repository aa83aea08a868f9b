"""The page that offers to send a form again holds nothing that is to be kept from who reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import RequestFactory

from commerce.payments.application.ports import gateway_of_company
from commerce.payments.domain.accounts import KeyField
from tests.commerce.payments.tills import GATEWAYS
from wasla_site.errors import busy

FORM = {"region": "sa", "taking": "when_sent", "is_in_use": "on"}


def fields() -> Iterator[tuple[str, KeyField]]:
    for gateway in GATEWAYS:
        for field in gateway_of_company(gateway).shape.fields:
            yield gateway, field


def page_of(sent: dict[str, str]) -> str:
    request: Any = RequestFactory().post("/manage/payments/company/live/", sent)
    request.tenant = None
    return busy(request).content.decode()


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_nothing_of_a_gateways_account_is_written_into_a_page(gateway: str) -> None:
    sent = {field.name: f"typed-{field.name}" for of, field in fields() if of == gateway}
    page = page_of(FORM | sent)
    assert "typed-" not in page
    assert "when_sent" not in page


@pytest.mark.parametrize("name", [field.name for _gateway, field in fields() if field.is_secret])
def test_no_secret_of_a_gateway_is_written_even_by_itself(name: str) -> None:
    assert "typed" not in page_of({name: "typed"})


@pytest.mark.parametrize("name", ["password", "owner_password", "new_PASSWORD", "client_secret", "API_KEY", "token"])
def test_what_is_called_like_a_secret_takes_the_whole_form_out(name: str) -> None:
    assert page_of({"city": "الرياض", name: "typed"}) == page_of({})


@pytest.mark.parametrize("name", ["idempotency_key", "key"])
def test_a_form_without_secrets_can_be_sent_again_as_the_same(name: str) -> None:
    page = page_of({"city": "الرياض", name: "4d2a", "csrfmiddlewaretoken": "theirs"})
    assert 'name="city" value="الرياض"' in page
    assert f'name="{name}" value="4d2a"' in page
    assert "theirs" not in page
