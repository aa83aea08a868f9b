from django.db import migrations


class Migration(migrations.Migration):
    """Stores from before there was a choice go on as they were: cash on delivery."""

    dependencies = [("payments", "0004_gateway_accounts"), ("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO payments_paymentway (tenant_id, method, is_enabled, position) "
            "SELECT id, 'cash_on_delivery', true, 1 FROM tenants_tenant",
            migrations.RunSQL.noop,
        ),
    ]
