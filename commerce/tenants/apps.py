from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "commerce.tenants"
    label = "tenants"

    def ready(self) -> None:
        from commerce.tenants.interfaces import checks  # noqa: F401, PLC0415 - checks register themselves
