import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search_index", "0005_facts"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddField("searchgeneration", "filled_through", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("searchgeneration", "retired_at", models.DateTimeField(null=True)),
        migrations.AddField("searchgeneration", "given_up_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "searchgeneration",
            models.CheckConstraint(
                condition=models.Q(
                    ("is_read", False),
                    models.Q(("given_up_at", None), ("retired_at", None)),
                    _connector="OR",
                ),
                name="search_generation_read_is_kept",
            ),
        ),
        migrations.AddField(
            "storeplacement",
            "leaving",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="departures",
                to="search_index.searchpool",
            ),
        ),
        migrations.AddField("storeplacement", "left_at", models.DateTimeField(null=True)),
        migrations.AddField("storeplacement", "compared_at", models.DateTimeField(null=True)),
        migrations.AddIndex("storeplacement", models.Index(fields=["compared_at"], name="store_placement_compared")),
        migrations.AddConstraint(
            "storeplacement",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("leaving", None), ("left_at", None)),
                    models.Q(("leaving__isnull", False), ("left_at__isnull", False)),
                    _connector="OR",
                ),
                name="store_placement_left_when",
            ),
        ),
    ]
