"""What must hold before the site starts."""

from typing import Any

from django.core.checks import Error, Tags, register

from commerce.accounts.interfaces.policy_registry import models_with_foreign_policies


@register(Tags.security)
def only_membership_decides(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every model Wagtail manages has a policy computed from memberships."""
    return [
        Error(
            f"The permission policy of {label} knows no membership.",
            hint="Register a RightPolicy or DenyPolicy for it in AppConfig.ready(), and keep commerce.accounts after "
            "wagtail.images, wagtail.documents and wagtail.users and before wagtail.snippets in INSTALLED_APPS.",
            id="accounts.E001",
        )
        for label in models_with_foreign_policies()
    ]
