"""Who may do what in the open scope's store, and whose account is whose."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet

from commerce.accounts.domain.policies import Right, Role, rights_of, roles_with_any
from commerce.accounts.models import Address, Customer, Invitation, Membership, User
from commerce.core.errors import NotAllowed, NotFound
from commerce.core.scope import scope_if_open

Person = AbstractBaseUser | AnonymousUser
T = TypeVar("T")

_MEMORY = "_remembered_in_store"


def rights_in_scope(person: Person) -> frozenset[Right]:
    """What the person may do in the open scope's store.

    Nothing without a scope, in SYSTEM, for someone who is no member, and for a closed account.
    """
    if _tenant_in_scope() is None or not person.is_active:
        return frozenset()
    return rights_of(role_in_scope(person))


def own_role(person: Person) -> Role:
    """The person's role in the open scope's store. Refuses NotAllowed to who has none."""
    role = role_in_scope(person)
    if role is None:
        raise NotAllowed
    return Role(role)


def role_in_scope(person: Person) -> str | None:
    """The person's role in the open scope's store; None for who does not work there."""
    return remembered_in_scope(person, "role", lambda: _role_of(person.pk))


def remembered_in_scope(person: Person, name: str, compute: Callable[[], T]) -> T:
    """What `compute` answers, once per person object and store: entering another store's scope forgets it."""
    tenant_id = _tenant_in_scope()
    of_tenant, memory = getattr(person, _MEMORY, (None, None))
    if memory is None or of_tenant != tenant_id:
        memory = {}
        setattr(person, _MEMORY, (tenant_id, memory))
    if name not in memory:
        memory[name] = compute()
    return cast(T, memory[name])


def members_with_any(rights: Iterable[Right]) -> QuerySet[User]:
    """The active people who hold at least one of these rights in the open scope's store."""
    if _tenant_in_scope() is None:
        return User.objects.none()
    members = Membership.objects.filter(role__in=roles_with_any(rights))
    return User.objects.filter(is_active=True, pk__in=members.values("user_id"))


def staff_list() -> list[Membership]:
    """Everybody who works in the open scope's store, in the order in which they came."""
    return list(Membership.objects.select_related("user").order_by("pk"))


def get_member(membership_id: int) -> Membership:
    """Refuses NotFound."""
    member: Membership | None = Membership.objects.select_related("user").filter(pk=membership_id).first()
    if member is None:
        raise NotFound(membership_id=membership_id)
    return member


def open_invitations() -> list[Invitation]:
    """Those that were neither accepted nor withdrawn, the newest first; also when their time is up."""
    return list(Invitation.objects.open().order_by("-pk"))


def find_customer(customer_id: int) -> Customer | None:
    """The customer of the open scope's store; None when there is none of this id in it."""
    with transaction.atomic(savepoint=False):
        customer: Customer | None = Customer.objects.filter(pk=customer_id).first()
        return customer


def has_ordered(customer_id: int) -> bool:
    """Whether an order of theirs was placed and not called off. One statement."""
    return Customer.objects.filter(pk=customer_id, order_count__gt=0).exists()


def addresses_of(customer_id: int) -> list[Address]:
    """The customer's addresses, the newest first."""
    return list(Address.objects.filter(customer_id=customer_id).order_by("-id"))


def _role_of(user_id: Any) -> str | None:
    with transaction.atomic(savepoint=False):
        return Membership.objects.filter(user_id=user_id).values_list("role", flat=True).first()


def _tenant_in_scope() -> int | None:
    scope = scope_if_open()
    return None if scope is None or scope.is_system else scope.tenant_id
