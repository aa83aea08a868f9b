import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from commerce.core.owned import TenantForeignKey

KEEP_WORDS = """
    UPDATE catalog_product AS product
    SET words = title_ar_folded || E'\\n' || title_en_folded || E'\\n' || coalesce(
        (SELECT string_agg(sku_key, E'\\n' ORDER BY sku_key) FROM catalog_variant WHERE product_id = product.id), ''
    )
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_location_instant"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="words",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunSQL(KEEP_WORDS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="stocklevel",
            name="location",
            field=TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="levels",
                to="catalog.stocklocation",
            ),
        ),
        migrations.AddIndex(
            model_name="stocklevel",
            index=models.Index(
                fields=["tenant", "location", "variant"],
                name="stock_level_scarce",
                condition=Q(on_hand__lte=F("reserved") + 5),
            ),
        ),
    ]
