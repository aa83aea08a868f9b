"""Signing in staff by e-mail, and what they may do: what their membership of the open scope's store says."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from wagtail.permissions import policy_registry

from commerce.accounts.application.queries import Person, rights_in_scope
from commerce.accounts.domain.policies import Right
from commerce.accounts.interfaces.permissions import MEMBERSHIP_POLICIES
from commerce.accounts.models import User
from commerce.core.scope import scope_if_open

ACCESS_ADMIN = "wagtailadmin.access_admin"


class MembershipBackend(ModelBackend):
    """No stored permission counts: neither groups' nor a user's own. Superusers don't exist in a store."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The person, when e-mail and password are right and, in a store's scope, they may enter that store."""
        person = super().authenticate(request, username=username, password=password, **kwargs)
        if not isinstance(person, User):
            return None
        return person if scope_if_open() is None or Right.ENTER in rights_in_scope(person) else None

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and not (user.is_superuser and scope_if_open() is not None)

    def has_perm(self, user_obj: Person, perm: str, obj: Any = None) -> bool:
        """Entering the admin is `Right.ENTER`; `<app>.<action>_<model>` is what the model's policy answers.

        Everything else is refused, and everything outside a store's scope.
        """
        if perm == ACCESS_ADMIN:
            return Right.ENTER in rights_in_scope(user_obj)
        app_label, _, codename = perm.partition(".")
        action, _, model_name = codename.rpartition("_")
        model = apps.all_models[app_label].get(model_name)
        policy = policy_registry.get_by_type(model, fallback=False) if model else None
        return isinstance(policy, MEMBERSHIP_POLICIES) and bool(policy.user_has_permission(user_obj, action))

    def get_all_permissions(self, user_obj: Person, obj: Any = None) -> set[str]:
        return {ACCESS_ADMIN} if Right.ENTER in rights_in_scope(user_obj) else set()

    def get_user_permissions(self, user_obj: Person, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Person, obj: Any = None) -> set[str]:
        return set()
