from django.db import migrations, models

# Who gave back what a return was to be given closed the finding that told of it, in the same move; of all else given
# back by hand they are who asked for it.
HANDED_BY = """
UPDATE payments_refund AS refund SET handed_by = coalesce(
    (SELECT told.closed_by FROM payments_discrepancy AS told
     WHERE told.tenant_id = refund.tenant_id AND told.payment_id = refund.payment_id
     AND told.finding = 'not_returned' AND told.closed_at = refund.requested_at AND told.closed_by LIKE 'staff:%'
     ORDER BY told.id LIMIT 1),
    CASE WHEN refund.asked_by LIKE 'staff:%' THEN refund.asked_by ELSE '' END)
WHERE refund.source = 'by_hand' AND refund.handed_by = ''
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0028_given_back_by_hand")]

    operations = [
        migrations.AddField(
            model_name="refund",
            name="handed_by",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunSQL(HANDED_BY, migrations.RunSQL.noop),
    ]
