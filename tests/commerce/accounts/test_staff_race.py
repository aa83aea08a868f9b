"""Two owners who put each other out at the same moment, on a database where they commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from commerce.accounts.application.invitations import InvitationClosed
from commerce.accounts.application.link_tokens import invitation_token
from commerce.accounts.application.staff import LastOwner
from commerce.accounts.application.use_cases import change_role as changing
from commerce.accounts.application.use_cases import remove_member as removing
from commerce.accounts.application.use_cases.accept_invitation import accept_invitation
from commerce.accounts.application.use_cases.invite_member import AlreadyInvited, invite_member
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Membership, User
from commerce.core import clock
from commerce.core.errors import NotAllowed
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.commerce.accounts.staff import PASSWORD, hire
from tests.support.together import Meeting, outcomes

OWNERS = 6


@pytest.fixture
def at_noor(own_database: str) -> Iterator[Tenant]:
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk):
        yield noor


@pytest.fixture
def owners(at_noor: Tenant) -> list[Membership]:
    with transaction.atomic():
        first: Membership = Membership.objects.get()
    return [first, *(hire(Role.OWNER, f"owner{number}@people.example") for number in range(1, OWNERS))]


def each_puts_out_the_next(owners: list[Membership]) -> list[Any]:
    """In a ring, by turns removing and demoting."""

    def act(number: int) -> Any:
        by, other = owners[number], owners[(number + 1) % len(owners)]
        if number % 2:
            return lambda: removing.remove_member(membership_id=other.pk, by=by.user_id)
        return lambda: changing.change_role(membership_id=other.pk, role=Role.ANALYST, by=by.user_id)

    return [act(number) for number in range(len(owners))]


def owners_left() -> int:
    with transaction.atomic():
        return Membership.objects.filter(role=Role.OWNER).count()


def test_somebody_always_owns_the_store(at_noor: Tenant, owners: list[Membership]) -> None:
    answers = Counter(outcomes(*each_puts_out_the_next(owners)))
    assert owners_left() >= 1
    assert answers["done"] == OWNERS - owners_left()
    assert set(answers) <= {"done", NotAllowed.code, LastOwner.code, "not_found"}


def test_without_the_lock_nobody_owns_it(
    at_noor: Tenant, owners: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what the test above sees is the lock's doing."""

    meeting = Meeting(OWNERS)

    def careless() -> dict[int, Membership]:
        staff = {row.user_id: row for row in Membership.objects.order_by("pk")}
        meeting.come()
        return staff

    for module in (changing, removing):
        monkeypatch.setattr(module, "locked_staff", careless)
    outcomes(*each_puts_out_the_next(owners))
    assert owners_left() == 0


def test_one_invitation_of_many_sent_at_once(at_noor: Tenant, owners: list[Membership]) -> None:
    huda, now = owners[0].user_id, clock.now()

    def invite() -> None:
        invite_member(email="laila@people.example", role=Role.ANALYST, by=huda, now=now)

    assert Counter(outcomes(*[invite] * 8)) == {"done": 1, AlreadyInvited.code: 7}


def test_an_invitation_accepted_many_times_at_once_is_accepted_once(at_noor: Tenant, owners: list[Membership]) -> None:
    now = clock.now()
    invitation = invite_member(email="laila@people.example", role=Role.ANALYST, by=owners[0].user_id, now=now)
    token = invitation_token(invitation)

    def accept() -> None:
        accept_invitation(token=token, name="Laila", password=PASSWORD, address="198.51.100.7", now=now)

    answers = Counter(outcomes(*[accept] * 8))
    assert answers["done"] == 1
    assert set(answers) <= {"done", InvitationClosed.code, "wrong_credentials"}
    assert User.objects.filter(email="laila@people.example").count() == 1
