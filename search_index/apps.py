from django.apps import AppConfig


class SearchIndexConfig(AppConfig):
    name = "search_index"
    label = "search_index"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - needs the models

        from commerce.accounts.domain.policies import Right  # noqa: PLC0415
        from commerce.accounts.interfaces.permissions import RightPolicy  # noqa: PLC0415
        from search_index.models import RankingVersion  # noqa: PLC0415

        # Reasons tell margins, and what things cost is for the eyes of those who edit products.
        edit = Right.EDIT_PRODUCTS
        register_permission_policy(RankingVersion, RightPolicy(RankingVersion, view=edit, change=edit))
