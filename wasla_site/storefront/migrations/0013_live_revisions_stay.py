from django.db import migrations, models

import wasla_site.storefront.kept_revisions


class Migration(migrations.Migration):
    dependencies = [
        ("storefront", "0012_promises_that_move"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AlterField(
            model_name="storepage",
            name="live_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=wasla_site.storefront.kept_revisions.keep_unless_page_goes,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
    ]
