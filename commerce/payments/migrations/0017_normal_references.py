from django.db import migrations

# As `normal_reference` writes them. Where two of a store are one reference, the first one has its normal form, which
# refuses a third, and the other stays as it was typed.
NORMALISE = r"""
WITH written AS (
    SELECT id, tenant_id, bank_reference, upper(regexp_replace(
        translate(normalize(bank_reference, NFKC), '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789'),
        '[\s\-\u00ad\u200b-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff]', '', 'g')) AS normal
    FROM payments_transferconfirmation
),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY tenant_id, normal ORDER BY bank_reference <> normal, id) AS place
    FROM written
)
UPDATE payments_transferconfirmation AS row SET bank_reference = ranked.normal
FROM ranked
WHERE row.id = ranked.id AND place = 1 AND normal <> row.bank_reference AND length(normal) BETWEEN 1 AND 60
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0016_never_deleted")]

    operations = [migrations.RunSQL(NORMALISE, migrations.RunSQL.noop)]
