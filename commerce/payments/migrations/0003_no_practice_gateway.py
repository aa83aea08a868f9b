from django.db import migrations


class Migration(migrations.Migration):
    """The practice gateway is gone. Its attempts go too: no money ever moved by them, and nobody can be asked."""

    dependencies = [("payments", "0002_settling")]

    operations = [
        migrations.RunSQL("DELETE FROM payments_paymentattempt WHERE gateway = 'pretend'", migrations.RunSQL.noop),
        migrations.DeleteModel("PretendPayment"),
    ]
