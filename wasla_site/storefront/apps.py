from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "wasla_site.storefront"
    label = "storefront"

    def ready(self) -> None:
        """Wagtail's tables that hold a store's content are guarded like our own."""
        from commerce.core.database.base import guard_tables  # noqa: PLC0415 - needs the loaded apps
        from wasla_site.storefront.stamped_tables import STAMPED_TABLES  # noqa: PLC0415

        guard_tables(STAMPED_TABLES)
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - needs the models

        from commerce.accounts.domain.policies import Right  # noqa: PLC0415
        from commerce.accounts.interfaces.permissions import RightPolicy  # noqa: PLC0415
        from wasla_site.storefront.redirects.models import Redirect  # noqa: PLC0415

        edit = Right.EDIT_PAGES
        register_permission_policy(Redirect, RightPolicy(Redirect, view=edit, add=edit, change=edit, delete=edit))
        from wasla_site.storefront.campaigns.models import CampaignPromise  # noqa: PLC0415
        from wasla_site.storefront.campaigns.publishing import listen  # noqa: PLC0415

        register_permission_policy(CampaignPromise, RightPolicy(CampaignPromise, view=Right.VIEW_PROMOTIONS))
        listen()
        from wasla_site.storefront import searched_pages  # noqa: PLC0415

        searched_pages.listen()
