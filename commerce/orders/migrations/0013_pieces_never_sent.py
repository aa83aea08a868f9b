from django.db import migrations, models

# They were asked back in the very move by which the rest of their order was called off.
NEVER_SENT = """
UPDATE orders_return AS parcel SET was_never_sent = true
FROM orders_returnmove AS asked
JOIN orders_ordermove AS moved ON moved.tenant_id = asked.tenant_id AND moved.at = asked.at
WHERE asked.tenant_id = parcel.tenant_id AND asked.parcel_id = parcel.id AND asked.to_status = 'requested'
AND moved.order_id = parcel.order_id AND moved.to_status = 'shipped' AND NOT parcel.was_never_sent
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_letters_of_holds")]

    operations = [
        migrations.AddField(
            model_name="return",
            name="was_never_sent",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(NEVER_SENT, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="orderletter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("placed", "placed"),
                    ("held", "held"),
                    ("paid", "paid"),
                    ("shipped", "shipped"),
                    ("rest", "rest"),
                    ("delivered", "delivered"),
                    ("refunded", "refunded"),
                    ("cancelled", "cancelled"),
                    ("unpaid", "unpaid"),
                ],
                max_length=20,
            ),
        ),
    ]
