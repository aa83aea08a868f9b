from django.db import migrations

# Stores that are open already get what a new one begins with, and their prices a history from this day on.
SEED_VAT = """
    INSERT INTO catalog_vatcategory (tenant_id, code, rate, is_default)
    SELECT tenant.id, kind.code, kind.rate, kind.is_default
    FROM tenants_tenant AS tenant,
         (VALUES ('standard', 1500, true), ('zero', 0, false)) AS kind (code, rate, is_default)
    ON CONFLICT (tenant_id, code) DO NOTHING
"""
BEGIN_HISTORY = """
    INSERT INTO catalog_shelfprice (tenant_id, variant_id, since, price_minor)
    SELECT tenant_id, id, now(), price_minor FROM catalog_variant
    ON CONFLICT (tenant_id, variant_id, since) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_prices_and_collections"),
    ]

    operations = [
        migrations.RunSQL(SEED_VAT, migrations.RunSQL.noop),
        migrations.RunSQL(BEGIN_HISTORY, migrations.RunSQL.noop),
    ]
