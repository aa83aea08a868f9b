from django.db import migrations

from commerce.core.row_security import FixedExcept


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_came_back_unpaid")]

    operations = [
        FixedExcept("return", ["status", "refund_key"]),
    ]
