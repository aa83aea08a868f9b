from django.db import migrations

from commerce.core.row_security import NeverDeleted

# What was owed, tried, moved and told: books and gateways refer to it for good.
KEPT = (
    "payment",
    "paymentattempt",
    "operation",
    "refund",
    "transferconfirmation",
    "gatewayevent",
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0015_channels_and_counts")]

    operations = [NeverDeleted(model_name) for model_name in KEPT]
