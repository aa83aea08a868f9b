from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "commerce.orders"
    label = "orders"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - needs the models

        from commerce.accounts.domain.policies import Right  # noqa: PLC0415
        from commerce.accounts.interfaces.permissions import RightPolicy  # noqa: PLC0415
        from commerce.orders.models import Order  # noqa: PLC0415

        register_permission_policy(Order, RightPolicy(Order, view=Right.VIEW_ORDERS, move=Right.MOVE_ORDERS))
