from django.db import migrations, models

# What was taken of a hold by us is known by the gateway's name for that.
CAPTURES = """
UPDATE payments_paymentattempt AS attempt SET capture_reference = capture.gateway_reference
FROM (
    SELECT DISTINCT ON (attempt_id) attempt_id, gateway_reference FROM payments_operation
    WHERE kind = 'capture' AND status = 'succeeded' AND gateway_reference <> '' ORDER BY attempt_id, id DESC
) AS capture
WHERE attempt.id = capture.attempt_id
"""
# What was in review by an open finding is so by itself.
REVIEWS = """
UPDATE payments_paymentattempt AS attempt SET is_in_review = true FROM payments_discrepancy AS told
WHERE told.tenant_id = attempt.tenant_id AND told.finding = 'in_review' AND told.closed_at IS NULL
    AND told.key = 'attempt:' || attempt.id
"""
# What had ended before anybody looked at such again is looked at now, and from then on as ever: no longer than
# `next_look` would have it looked at, which has set an instant for all that is as young and ended since.
LOOKS = """
UPDATE payments_paymentattempt SET count_again_at = now()
WHERE count_again_at IS NULL AND account_id IS NOT NULL
    AND status IN ('succeeded', 'declined', 'abandoned', 'mismatched')
    AND ((next_action IS NOT NULL AND call_started_at > now() - interval '7 days')
        OR (captured_minor > 0 AND call_started_at > now() - interval '70 days'))
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0018_beside_and_charged_back")]

    operations = [
        migrations.AddField(
            model_name="paymentattempt",
            name="capture_reference",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="is_in_review",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(CAPTURES, migrations.RunSQL.noop),
        migrations.RunSQL(REVIEWS, migrations.RunSQL.noop),
        migrations.RunSQL(LOOKS, migrations.RunSQL.noop),
    ]
