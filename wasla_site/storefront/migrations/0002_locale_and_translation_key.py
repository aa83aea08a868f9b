"""What Wagtail makes for models that become translatable: every page gets a locale and a translation key."""

from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    dependencies = [
        ("storefront", "0001_base_page"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        BootstrapLocaleField("storefront.StorePage"),
        BootstrapTranslationKeyField("storefront.StorePage"),
        BootstrapTranslatableModel("storefront.StorePage"),
    ]
