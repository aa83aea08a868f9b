"""Where an order can be sent."""

from dataclasses import replace

import pytest

from commerce.orders.domain.policies import (
    details_problems,
    may_confirm,
    normal_address,
    normal_contact,
    region_of,
)
from commerce.orders.domain.values import Contact, DeliveryAddress
from commerce.payments.domain.states import PaymentStatus

SARA = Contact(name="Sara", phone="+966551234567")
SHORT = DeliveryAddress(city="Riyadh", short_address="RRRD2929")
LONG = DeliveryAddress(city="Riyadh", district="Olaya", street="King Fahd Road", building_number="7215")


@pytest.mark.parametrize(
    "typed",
    ["0551234567", "551234567", "+966551234567", "00966551234567", "٠٥٥١٢٣٤٥٦٧", "+٩٦٦ ٥٥ ١٢٣ ٤٥٦٧", " 055-123 4567 "],
)
def test_a_saudi_mobile_however_it_is_typed(typed: str) -> None:
    assert normal_contact(replace(SARA, phone=typed), "SA").phone == "+966551234567"


def test_a_number_of_another_country_is_read_with_its_code_or_in_its_region() -> None:
    assert normal_contact(replace(SARA, phone="+971501234567"), "SA").phone == "+971501234567"
    assert normal_contact(replace(SARA, phone="0501234567"), "AE").phone == "+971501234567"


@pytest.mark.parametrize(
    ("contact", "address", "problems"),
    [
        (SARA, SHORT, {}),
        (SARA, LONG, {}),
        (replace(SARA, email="sara@example.com"), replace(LONG, postal_code="12333"), {}),
        (replace(SARA, name=" "), SHORT, {"name": "required"}),
        (replace(SARA, phone=""), SHORT, {"phone": "required"}),
        (replace(SARA, phone="12345"), SHORT, {"phone": "invalid_phone"}),
        (replace(SARA, phone="drop table"), SHORT, {"phone": "invalid_phone"}),
        (replace(SARA, email="sara@example"), SHORT, {"email": "invalid_email"}),
        (replace(SARA, email="sara example.com"), SHORT, {"email": "invalid_email"}),
        (SARA, replace(SHORT, city=""), {"city": "required"}),
        (SARA, replace(SHORT, short_address="RRR2929"), {"short_address": "invalid_short_address"}),
        (
            SARA,
            DeliveryAddress(city="Riyadh"),
            dict.fromkeys(("district", "street", "building_number"), "address_incomplete"),
        ),
        (SARA, replace(LONG, street=""), {"street": "address_incomplete"}),
        (SARA, replace(LONG, building_number="A7"), {"building_number": "invalid_building_number"}),
        (SARA, replace(LONG, postal_code="123"), {"postal_code": "invalid_postal_code"}),
        (SARA, replace(LONG, street="x" * 201), {"street": "too_long"}),
        (SARA, replace(SHORT, notes="x" * 301), {"notes": "too_long"}),
    ],
)
def test_what_is_wrong_with_details(contact: Contact, address: DeliveryAddress, problems: dict[str, str]) -> None:
    normal = normal_contact(contact, "SA"), normal_address(address)
    assert details_problems(*normal, "SA") == problems


def test_formats_of_the_national_address_are_saudi() -> None:
    assert details_problems(replace(SARA, phone="+971501234567"), replace(LONG, building_number="A7"), "AE") == {}


def test_digits_and_short_addresses_are_kept_in_one_form() -> None:
    typed = DeliveryAddress(city=" الرياض ", short_address="rrrd ٢٩٢٩", building_number="٧٢١٥", postal_code="١٢٣٣٣")
    assert normal_address(typed) == DeliveryAddress(
        city="الرياض", short_address="RRRD2929", building_number="7215", postal_code="12333"
    )


@pytest.mark.parametrize(("currency", "region"), [("SAR", "SA"), ("AED", "AE"), ("USD", "SA")])
def test_the_currency_tells_where_numbers_without_code_belong(currency: str, region: str) -> None:
    assert region_of(currency) == region


def test_only_money_that_is_there_or_is_collected_at_the_door_confirms() -> None:
    assert {status for status in PaymentStatus if may_confirm(status)} == {
        PaymentStatus.CAPTURED,
        PaymentStatus.COLLECT_ON_DELIVERY,
    }
