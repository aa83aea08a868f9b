from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "wasla_site.storefront"
    label = "storefront"
