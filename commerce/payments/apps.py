from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "commerce.payments"
    label = "payments"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - needs the models

        from commerce.accounts.domain.policies import Right  # noqa: PLC0415
        from commerce.accounts.interfaces.permissions import RightPolicy  # noqa: PLC0415
        from commerce.payments.models import PaymentWay  # noqa: PLC0415

        register_permission_policy(PaymentWay, RightPolicy(PaymentWay, change=Right.MANAGE_PAYMENTS))
