from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "commerce.accounts"
    label = "accounts"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - needs the models

        from commerce.accounts.domain.policies import Right  # noqa: PLC0415
        from commerce.accounts.interfaces import checks, sessions  # noqa: F401, PLC0415 - they register themselves
        from commerce.accounts.interfaces.permissions import RightPolicy  # noqa: PLC0415
        from commerce.accounts.interfaces.policy_registry import register_policies  # noqa: PLC0415
        from commerce.accounts.models import Membership  # noqa: PLC0415

        register_policies()
        register_permission_policy(Membership, RightPolicy(Membership, change=Right.MANAGE_STAFF))
