from django.apps import AppConfig, apps


class CoreConfig(AppConfig):
    name = "commerce.core"
    label = "core"

    def ready(self) -> None:
        """Statements that name a tenant's table need a scope and a transaction from here on."""
        from commerce.core.database import role  # noqa: F401, PLC0415 - listens to the first connection
        from commerce.core.database.base import guard_tables  # noqa: PLC0415 - needs the loaded apps
        from commerce.core.owned import OwnedWrites  # noqa: PLC0415

        guard_tables(model._meta.db_table for model in apps.get_models() if issubclass(model, OwnedWrites))
