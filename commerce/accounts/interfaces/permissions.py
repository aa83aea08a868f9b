"""Wagtail's permission policies, computed from the person's membership of the open scope's store. No Django groups.

They decide roles and menus. Whose rows there are is decided by the scope, whatever a policy says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import Collection
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from commerce.accounts.application.queries import Person, members_with_any, remembered_in_scope, rights_in_scope
from commerce.accounts.domain.policies import Right
from commerce.accounts.models import User

PAGE_ACTIONS = frozenset({"add", "change", "publish", "bulk_delete", "lock", "unlock"})
MEDIA_RIGHTS = {
    "add": frozenset({Right.EDIT_MEDIA}),
    "change": frozenset({Right.EDIT_MEDIA}),
    "choose": frozenset({Right.EDIT_MEDIA, Right.EDIT_PAGES, Right.EDIT_PRODUCTS}),
}


class RightPolicy(BasePermissionPolicy):
    """One right per action: `RightPolicy(Product, view=Right.VIEW_PRODUCTS, change=Right.EDIT_PRODUCTS)`.

    An action that is not named is nobody's, except that who may view may also choose.
    """

    def __init__(self, model: type[Model] | str, **right_of_action: Right) -> None:
        super().__init__(model)
        self.right_of_action = right_of_action
        if "view" in right_of_action:
            right_of_action.setdefault("choose", right_of_action["view"])

    def user_has_permission(self, user: Person, action: str) -> bool:
        right = self.right_of_action.get(action)
        return right is not None and right in rights_in_scope(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return members_with_any(right for action, right in self.right_of_action.items() if action in set(actions))


class DenyPolicy(BasePermissionPolicy):
    """Rows that belong to the platform: no member of any store may see or change one through Wagtail."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        return user.is_active and getattr(user, "is_superuser", False)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return User.objects.filter(is_active=True, is_superuser=True)


@dataclass(frozen=True, slots=True)
class Codename:
    codename: str


@dataclass(frozen=True, slots=True)
class PageGrant:
    """Stands in for Wagtail's GroupPagePermission: an action on this page and all below it."""

    permission: Codename
    page: Any

    @property
    def page_id(self) -> int:
        return int(self.page.pk)


@dataclass(frozen=True, slots=True)
class CollectionGrant:
    """Stands in for Wagtail's GroupCollectionPermission."""

    permission: Codename
    collection: Collection

    @property
    def collection_id(self) -> int:
        return int(self.collection.pk)


class StorePagePolicy(PagePermissionPolicy):
    """Who may edit pages holds every page action on the store's home page, and so on all pages below it."""

    def get_all_permissions_for_user(self, user: Person) -> list[PageGrant]:
        if Right.EDIT_PAGES not in rights_in_scope(user):
            return []
        home = self.model.base_page_model.objects.filter(depth=2).first()
        if home is None:
            return []
        return [PageGrant(Codename(self._get_permission_codename(action)), home) for action in sorted(PAGE_ACTIONS)]

    def get_cached_permissions_for_user(self, user: Person) -> list[PageGrant]:
        return remembered_in_scope(user, "page grants", lambda: self.get_all_permissions_for_user(user))

    def explorable_root_instance(self, user: Person) -> Any:
        """The store's home. Wagtail's own memory on the user object knows no store, so it is not used."""
        return next((grant.page for grant in self.get_cached_permissions_for_user(user)), None)

    def explorable_instances(self, user: Person) -> QuerySet[Any]:
        """The store's pages. Wagtail's own answer has the root of all stores too."""
        pages: QuerySet[Any] = self.instances_user_has_any_permission_for(user, PAGE_ACTIONS)
        return pages

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> QuerySet[User]:
        return members_with_any({Right.EDIT_PAGES} if PAGE_ACTIONS & set(actions) else ())

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any, include_superusers: bool = True
    ) -> QuerySet[User]:
        return self.users_with_any_permission(actions)


class MediaPolicy(CollectionOwnershipPermissionPolicy):
    """Images and documents: who edits media holds add and change, who writes pages or products may choose."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__(model, owner_field_name="uploaded_by_user")

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Anywhere in the store, whose collection nobody needs to look up for it: every store has one."""
        any_of = MEDIA_RIGHTS.get("change" if action == "delete" else action, frozenset())
        return bool(any_of & rights_in_scope(user))

    def get_all_permissions_for_user(self, user: Person) -> list[CollectionGrant]:
        rights = rights_in_scope(user)
        codenames = [
            self._get_permission_codename(action) for action, any_of in MEDIA_RIGHTS.items() if any_of & rights
        ]
        if not codenames:
            return []
        # Row security shows this store's collections only; the root above them is nobody's to use.
        collections = list(Collection.objects.filter(depth=2))
        return [CollectionGrant(Codename(name), collection) for name in codenames for collection in collections]

    def get_cached_permissions_for_user(self, user: Person) -> list[CollectionGrant]:
        name = f"grants on {self.model._meta.label}"
        return remembered_in_scope(user, name, lambda: self.get_all_permissions_for_user(user))

    def _users_with_perm_filter(self, actions: Iterable[str], collection: Collection | None = None) -> Q:
        rights = {right for action in actions for right in MEDIA_RIGHTS.get(action, ())}
        return Q(pk__in=members_with_any(rights))


MEMBERSHIP_POLICIES = (RightPolicy, DenyPolicy, StorePagePolicy, MediaPolicy)
