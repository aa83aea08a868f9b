"""Which of our policies answers for which of Wagtail's and Django's models."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Collection, Locale, Site, Task, Workflow
from wagtail.permissions import policy_registry, register_permission_policy

from commerce.accounts.interfaces.permissions import MEMBERSHIP_POLICIES, DenyPolicy, MediaPolicy, StorePagePolicy

PLATFORMS_OWN = (Site, Collection, Locale, Workflow, Task, get_user_model(), Group)
REDIRECTS = "wagtail.contrib.redirects"


def register_policies() -> None:
    """Ours replace Wagtail's. The last registration wins, so this runs after the apps that register their own."""
    register_permission_policy(AbstractPage, StorePagePolicy())
    for media_model in (get_image_model(), get_document_model()):
        register_permission_policy(media_model, MediaPolicy(media_model))
    for model in PLATFORMS_OWN:
        register_permission_policy(model, DenyPolicy(model))
    for model in _redirects():
        register_permission_policy(model, DenyPolicy(model))


def _redirects() -> Iterable[type[Model]]:
    """Wagtail's redirects, where someone installs them: they lead shoppers of every store astray."""
    return apps.get_app_config("wagtailredirects").get_models() if apps.is_installed(REDIRECTS) else ()


def models_with_foreign_policies() -> list[str]:
    """The models for which a policy answers that knows no membership; none when all is well."""
    registered = {**policy_registry.values_by_class, **policy_registry.values_by_exact_class}
    return sorted(
        model._meta.label
        for model, policy in {**policy_registry.fallback_policies, **registered}.items()
        if not isinstance(policy, MEMBERSHIP_POLICIES)
    )
