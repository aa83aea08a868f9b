from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    name = "commerce.promotions"
    label = "promotions"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - needs the models

        from commerce.accounts.domain.policies import Right  # noqa: PLC0415
        from commerce.accounts.interfaces.permissions import RightPolicy  # noqa: PLC0415
        from commerce.promotions.models import CouponBatch  # noqa: PLC0415

        register_permission_policy(CouponBatch, RightPolicy(CouponBatch, view=Right.RUN_PROMOTIONS))
