from django.db import migrations

from commerce.core.row_security import THIS_TENANT

OF_EVERY_PROTECTED_TABLE = f"""
DO $$
DECLARE protected regclass;
BEGIN
    FOR protected IN SELECT polrelid::regclass FROM pg_policy WHERE polname = 'tenant_rows' LOOP
        EXECUTE format(
            'ALTER POLICY tenant_rows ON %s USING (tenant_id = {THIS_TENANT.replace("'", "''")}) '
            'WITH CHECK (tenant_id = {THIS_TENANT.replace("'", "''")})', protected
        );
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    """Tables that were protected before ask for their tenant as those that are protected from now on."""

    dependencies = [
        ("core", "0005_platform_tries_window"),
    ]

    operations = [
        migrations.RunSQL(OF_EVERY_PROTECTED_TABLE, migrations.RunSQL.noop),
    ]
