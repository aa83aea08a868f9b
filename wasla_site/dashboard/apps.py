from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "wasla_site.dashboard"
    label = "dashboard"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - needs the models

        from commerce.accounts.domain.policies import Right  # noqa: PLC0415
        from commerce.accounts.interfaces.permissions import RightPolicy  # noqa: PLC0415
        from commerce.core.models import AuditEntry  # noqa: PLC0415
        from wasla_site.dashboard.activity.pages import listen  # noqa: PLC0415

        register_permission_policy(AuditEntry, RightPolicy(AuditEntry, view=Right.VIEW_ACTIVITY))
        listen()
