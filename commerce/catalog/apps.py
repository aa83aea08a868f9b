from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "commerce.catalog"
    label = "catalog"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - needs the models

        from commerce.accounts.domain.policies import Right  # noqa: PLC0415
        from commerce.accounts.interfaces.permissions import RightPolicy  # noqa: PLC0415
        from commerce.catalog.application import deleted_pictures  # noqa: PLC0415
        from commerce.catalog.models import (  # noqa: PLC0415
            Category,
            Collection,
            PriceList,
            PricingSettings,
            Product,
            Variant,
        )

        deleted_pictures.listen()
        view, edit = Right.VIEW_PRODUCTS, Right.EDIT_PRODUCTS
        register_permission_policy(
            Product, RightPolicy(Product, view=view, add=edit, change=edit, stock=Right.EDIT_STOCK)
        )
        register_permission_policy(Variant, RightPolicy(Variant, view=view))
        register_permission_policy(Category, RightPolicy(Category, view=view, add=edit, change=edit))
        for model in (Collection, PriceList):
            register_permission_policy(model, RightPolicy(model, view=view, add=edit, change=edit, delete=edit))
        register_permission_policy(
            PricingSettings, RightPolicy(PricingSettings, view=Right.EDIT_SETTINGS, change=Right.EDIT_SETTINGS)
        )
