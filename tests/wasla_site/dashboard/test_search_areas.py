"""The desk's search looks first where its person works."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.tenants.models import Tenant
from tests.commerce.orders.test_desk import member


@pytest.mark.parametrize(("role", "first"), [(Role.OWNER, "/manage/orders/"), (Role.MARKETER, "/manage/products/")])
def test_it_looks_in_orders_or_else_in_products(at_noor: Tenant, role: Role, first: str) -> None:
    assert f'"_type": "wagtail.sidebar.SearchModule", "_args": [{json.dumps(first)}]' in page(member(role), "/manage/")


def test_a_list_leads_on_to_the_other_lists_with_the_same_words(at_noor: Tenant) -> None:
    found = page(member(Role.OWNER), "/manage/orders/?q=oud")
    others = re.findall(r'href="(/manage/[^"]*\?q=oud)"', found)
    assert {"/manage/products/?q=oud", "/manage/pages/search/?q=oud", "/manage/images/?q=oud"} <= set(others)
    assert "/manage/documents/" not in found


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()
