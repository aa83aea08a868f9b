from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "commerce.accounts"
    label = "accounts"

    def ready(self) -> None:
        from commerce.accounts.interfaces import checks, sessions  # noqa: F401, PLC0415 - they register themselves
        from commerce.accounts.interfaces.policy_registry import register_policies  # noqa: PLC0415

        register_policies()
