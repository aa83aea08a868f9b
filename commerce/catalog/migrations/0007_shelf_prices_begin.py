from django.db import migrations

# Lists of stores that are open already go on by the prices they have, until the sweep has found what guests pay.
BEGIN = """
    UPDATE catalog_product
    SET shelf_lowest_minor = lowest_price_minor, shelf_was_minor = lowest_compare_at_minor,
        shelf_highest_minor = highest_price_minor, shelf_until = now()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_shelf_prices"),
    ]

    operations = [
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
    ]
