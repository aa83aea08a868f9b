import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.accounts.domain.policies import (
    Right,
    Role,
    manageable_roles,
    may_manage,
    normal_email,
    normal_phone,
    normal_short_address,
    rights_of,
    roles_with_any,
)

TABLE = {
    # role:          enter pages media promo see_promo view_p edit_p stock view_o move_o settings pay staff log
    Role.OWNER: "    y     y     y     y     y         y      y      y     y      y      y        y   y     y",
    Role.MANAGER: "  y     y     y     y     y         y      y      y     y      y      -        y   y     y",
    Role.MARKETER: " y     y     y     y     y         y      -      -     -      -      -        -   -     -",
    Role.FULFILMENT: "y    -     -     -     -         y      -      y     y      y      -        -   -     -",
    Role.ANALYST: "  y     -     -     -     y         y      -      -     y      -      -        -   -     -",
}


@pytest.mark.parametrize("role", Role)
def test_each_role_holds_the_rights_of_its_row(role: Role) -> None:
    granted = {right for right, mark in zip(Right, TABLE[role].split(), strict=True) if mark == "y"}
    assert rights_of(role.value) == granted


def test_who_is_no_member_holds_nothing() -> None:
    assert rights_of(None) == frozenset()


@pytest.mark.parametrize("manager", Role)
def test_nobody_gives_or_takes_more_than_they_have(manager: Role) -> None:
    managed = set(manageable_roles(manager))
    everyone_but_owners = set(Role) - {Role.OWNER}
    assert managed == {Role.OWNER: set(Role), Role.MANAGER: everyone_but_owners}.get(manager, set())
    assert all(may_manage(manager, role) is (role in managed) for role in Role)


def test_roles_are_found_by_any_of_the_rights() -> None:
    assert roles_with_any([Right.EDIT_SETTINGS]) == {Role.OWNER}
    assert roles_with_any([Right.EDIT_STOCK, Right.EDIT_PAGES]) == {
        Role.OWNER,
        Role.MANAGER,
        Role.MARKETER,
        Role.FULFILMENT,
    }
    assert roles_with_any([]) == frozenset()


def test_emails_are_compared_in_lower_case() -> None:
    assert normal_email("  Sara@People.Example ") == "sara@people.example"


@pytest.mark.parametrize(
    "typed",
    ["0501234567", "٠٥٠١٢٣٤٥٦٧", "+966 50 123 4567", "00966501234567", "966501234567", "50-123-4567", "۰۵۰۱۲۳۴۵۶۷"],
)
def test_a_saudi_mobile_number_has_one_form(typed: str) -> None:
    assert normal_phone(typed) == "+966501234567"


def test_a_number_without_country_is_one_of_the_region() -> None:
    assert normal_phone("0501234567", "AE") == "+971501234567"
    assert normal_phone("+20 100 123 4567") == "+201001234567"


@pytest.mark.parametrize("typed", ["", "12", "call me", "050123456", "+999123456789"])
def test_what_is_no_number_has_no_form(typed: str) -> None:
    assert normal_phone(typed) is None


@given(st.text(max_size=40))
def test_normal_phone_is_total_and_stable(text: str) -> None:
    normal = normal_phone(text)
    assert normal is None or normal_phone(normal) == normal


@pytest.mark.parametrize("typed", ["RRRD2929", "rrrd 2929", "RRRD-2929", "RRRD٢٩٢٩"])
def test_a_short_address_has_one_form(typed: str) -> None:
    assert normal_short_address(typed) == "RRRD2929"


@pytest.mark.parametrize("typed", ["RRR2929", "RRRD292", "29RRRD29", "", "RRRD29290"])
def test_what_is_no_short_address_has_no_form(typed: str) -> None:
    assert normal_short_address(typed) is None
