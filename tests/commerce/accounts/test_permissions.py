"""The policies and the backend: what Wagtail is told a person may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import ProgrammingError, transaction
from wagtail.admin.viewsets import viewsets
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Site, Task, Workflow
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from commerce.accounts.application.queries import rights_in_scope
from commerce.accounts.domain.policies import Right, Role
from commerce.accounts.interfaces.checks import only_membership_decides
from commerce.accounts.interfaces.permissions import (
    MEMBERSHIP_POLICIES,
    DenyPolicy,
    MediaPolicy,
    RightPolicy,
    StorePagePolicy,
)
from commerce.accounts.models import Customer, Membership, User
from commerce.catalog.models import Variant
from commerce.core.scope import system_scope, tenant_scope
from tests.support.template_stores import NOOR

Maker = Callable[..., User]
CUSTOMERS = RightPolicy(Customer, view=Right.VIEW_ORDERS, change=Right.MOVE_ORDERS)


def base_page() -> Any:
    import swapper

    return swapper.load_model("wagtailcore", "Page")


def test_the_registry_holds_ours() -> None:
    page = base_page()
    assert isinstance(policy_registry.get_by_type(page), StorePagePolicy)
    for subclass in page.__subclasses__():
        assert isinstance(policy_registry.get_by_type(subclass), StorePagePolicy)
    for model in (get_image_model(), get_document_model()):
        assert isinstance(policy_registry.get_by_type(model), MediaPolicy)
    for model in (Site, Collection, Locale, Workflow, Task, User, Group):
        assert isinstance(policy_registry.get_by_type(model), DenyPolicy)
    assert only_membership_decides(None) == []


def test_whatever_is_chosen_or_listed_at_the_desk_has_a_policy_of_ours() -> None:
    viewsets.populate()
    shown = {resolve_model_string(one.model) for one in viewsets.viewsets if getattr(one, "model", None)}
    assert {Variant, get_image_model()} <= shown
    for model in shown:
        assert isinstance(policy_registry.get_by_type(model), MEMBERSHIP_POLICIES), model


@pytest.mark.parametrize("model", [Site, User])
def test_the_site_does_not_start_with_a_policy_of_wagtails_own(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy_registry.values_by_class, model, ModelPermissionPolicy(model))
    assert [error.id for error in only_membership_decides(None)] == ["accounts.E001"]
    assert model._meta.label in only_membership_decides(None)[0].msg


@pytest.mark.parametrize("role", [*Role, None])
def test_a_right_policy_maps_each_action_to_its_right(in_noor: Any, member: Maker, role: Role | None) -> None:
    Customer.objects.create(email="c@people.example", name="C", password="!", language="ar")
    person = member(role)
    rights = rights_in_scope(person)
    sees, moves = Right.VIEW_ORDERS in rights, Right.MOVE_ORDERS in rights
    for action, may in {"view": sees, "choose": sees, "change": moves, "add": False, "delete": False}.items():
        assert CUSTOMERS.user_has_permission(person, action) is may
        assert CUSTOMERS.instances_user_has_permission_for(person, action).exists() is may
    assert CUSTOMERS.users_with_permission("change").filter(pk=person.pk).exists() is moves


@pytest.mark.parametrize("role", [*Role, None])
def test_editors_of_pages_hold_the_home_page_and_nobody_else_any(
    in_noor: Any, member: Maker, role: Role | None
) -> None:
    person = member(role)
    policy = policy_registry.get_by_type(base_page())
    home = base_page().objects.get(depth=2)
    edits = Right.EDIT_PAGES in rights_in_scope(person)
    assert home.permissions_for_user(person).can_edit() is edits
    assert home.permissions_for_user(person).can_add_subpage() is edits
    assert home.permissions_for_user(person).can_publish() is edits
    assert policy.user_has_permission(person, "change") is edits
    assert policy.user_has_permission_for_instance(person, "publish", home.get_children().first()) is edits
    assert set(policy.explorable_instances(person)) == (
        set(base_page().objects.filter(depth__gt=1)) if edits else set()
    )
    assert policy.explorable_root_instance(person) == (home if edits else None)
    assert policy.users_with_permission("publish").filter(pk=person.pk).exists() is edits


def test_nobody_may_touch_the_root_of_all_stores(in_noor: Any, member: Maker) -> None:
    root = base_page().objects.get(depth=1)
    owner = member(Role.OWNER)
    assert not root.permissions_for_user(owner).can_add_subpage()
    assert not policy_registry.get(root).user_has_permission_for_instance(owner, "change", root)


@pytest.mark.parametrize("role", [*Role, None])
def test_media_are_edited_in_the_stores_own_collection_only(in_noor: Any, member: Maker, role: Role | None) -> None:
    person = member(role)
    rights = rights_in_scope(person)
    edits = Right.EDIT_MEDIA in rights
    chooses = bool(rights & {Right.EDIT_MEDIA, Right.EDIT_PAGES, Right.EDIT_PRODUCTS})
    for model in (get_image_model(), get_document_model()):
        policy = policy_registry.get_by_type(model)
        for action, may in {"add": edits, "change": edits, "delete": edits, "choose": chooses, "view": False}.items():
            assert policy.user_has_permission(person, action) is may, action
        ours = list(policy.collections_user_has_permission_for(person, "add"))
        assert [collection.name for collection in ours] == ([f"{in_noor.pk:012}-noor"] if edits else [])
        assert policy.users_with_any_permission(["change"]).filter(pk=person.pk).exists() is edits


def test_whether_somebody_may_edit_media_asks_for_no_collection(
    in_noor: Any, member: Maker, django_assert_num_queries: Any
) -> None:
    """The menu asks it on every page of the desk, of pictures and of documents."""
    owner = member(Role.OWNER)
    with django_assert_num_queries(1):  # the role
        for model in (get_image_model(), get_document_model()):
            assert policy_registry.get_by_type(model).user_has_any_permission(owner, {"add", "change", "delete"})


@pytest.mark.parametrize("model", [Site, Collection, Locale, Workflow, Task, User, Group])
def test_the_platforms_own_rows_are_denied_even_to_owners(in_noor: Any, member: Maker, model: Any) -> None:
    policy = policy_registry.get_by_type(model)
    owner = member(Role.OWNER)
    for action in ("view", "add", "change", "delete", "choose", "publish"):
        assert not policy.user_has_permission(owner, action)
        assert not policy.instances_user_has_permission_for(owner, action).exists()
        assert not owner.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")


@pytest.mark.parametrize("role", [*Role, None])
def test_the_admin_is_entered_by_right_alone(in_noor: Any, member: Maker, role: Role | None) -> None:
    person = member(role)
    assert person.has_perm("wagtailadmin.access_admin") is (role is not None)
    assert person.get_all_permissions() == ({"wagtailadmin.access_admin"} if role else set())


def test_the_backend_answers_what_the_models_policy_answers(in_noor: Any, member: Maker) -> None:
    marketer, analyst = member(Role.MARKETER), member(Role.ANALYST)
    page, image = base_page()._meta, get_image_model()._meta
    for permission in (f"{page.app_label}.publish_{page.model_name}", f"{image.app_label}.add_{image.model_name}"):
        assert marketer.has_perm(permission)
        assert not analyst.has_perm(permission)
    for nonsense in ("", "wagtailadmin", "nowhere.add_thing", "accounts.change_membership", "accounts.membership"):
        assert not marketer.has_perm(nonsense)


@pytest.mark.parametrize("relation", ["user_permissions", "groups"])
def test_permissions_and_groups_can_not_even_be_stored(in_noor: Any, member: Maker, relation: str) -> None:
    stranger = member(None)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        getattr(stranger, relation).add(1)
    assert stranger.get_all_permissions() == set()
    assert stranger.get_group_permissions() == stranger.get_user_permissions() == set()


def test_one_person_object_never_carries_rights_from_store_to_store(noor: Any, souq: Any) -> None:
    huda = User.objects.get(email=NOOR.owner_email)
    page_policy, media_policy = (policy_registry.get_by_type(model) for model in (base_page(), get_image_model()))

    def standing() -> tuple[bool, bool, bool, Any]:
        return (
            huda.has_perm("wagtailadmin.access_admin"),
            page_policy.user_has_permission(huda, "change"),
            media_policy.user_has_permission(huda, "change"),
            page_policy.explorable_root_instance(huda),
        )

    with tenant_scope(noor.pk):
        home = base_page().objects.get(depth=2)
        assert standing() == (True, True, True, home)
    with tenant_scope(souq.pk):
        assert standing() == (False, False, False, None)
        Membership.objects.create(user=huda, role=Role.FULFILMENT)
        assert standing() == (False, False, False, None), "rights are read once per object and store"
        assert rights_in_scope(User.objects.get(pk=huda.pk)) == rights_in_scope(huda) | rights_of_fulfilment()
    with tenant_scope(noor.pk):
        assert standing() == (True, True, True, home)


def rights_of_fulfilment() -> frozenset[Right]:
    from commerce.accounts.domain.policies import rights_of

    return rights_of(Role.FULFILMENT)


def test_outside_a_store_nobody_may_do_anything(noor: Any) -> None:
    huda = User.objects.get(email=NOOR.owner_email)
    assert rights_in_scope(huda) == frozenset()
    assert not huda.has_perm("wagtailadmin.access_admin")
    with system_scope():
        assert rights_in_scope(huda) == frozenset()
    with system_scope(stamp=noor.pk):
        assert rights_in_scope(huda) == frozenset()


def test_closed_accounts_and_visitors_may_do_nothing(in_noor: Any, member: Maker) -> None:
    owner = member(Role.OWNER)
    owner.is_active = False
    assert rights_in_scope(owner) == frozenset()
    assert rights_in_scope(AnonymousUser()) == frozenset()


def test_rights_are_read_once_per_request(in_noor: Any, member: Maker, django_assert_num_queries: Any) -> None:
    owner = member(Role.OWNER)
    home = base_page().objects.get(depth=2)
    with django_assert_num_queries(2):
        for _ in range(3):
            assert owner.has_perm("wagtailadmin.access_admin")
            assert home.permissions_for_user(owner).can_publish()
