import django.db.models.deletion
from django.db import migrations, models

from commerce.core.row_security import AppendOnly, ProtectTenantTable


def tenant() -> tuple[str, models.Field]:
    return (
        "tenant",
        models.ForeignKey(
            db_index=False,
            editable=False,
            on_delete=django.db.models.deletion.CASCADE,
            related_name="+",
            to="tenants.tenant",
        ),
    )


def key() -> tuple[str, models.Field]:
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


KINDS = ["customer", "guest", "staff", "system", "gateway", "command"]


class Migration(migrations.Migration):
    dependencies = [
        ("search_index", "0006_index_life"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RankingVersion",
            fields=[
                key(),
                ("number", models.PositiveIntegerField()),
                ("weights", models.JSONField()),
                ("is_sold_out_last", models.BooleanField()),
                ("boosts", models.JSONField()),
                ("placings", models.JSONField()),
                ("synonyms", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("brought_back", models.PositiveIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by_kind", models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=10)),
                ("made_by_id", models.CharField(blank=True, max_length=40)),
                ("made_by_name", models.CharField(blank=True, max_length=200)),
                tenant(),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="ranking_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="ranking_version_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("brought_back", None), ("brought_back__lt", models.F("number")), _connector="OR"
                        ),
                        name="ranking_brings_back_older",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Popularity",
            fields=[
                key(),
                ("product_id", models.BigIntegerField()),
                ("hundredths", models.PositiveSmallIntegerField()),
                tenant(),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "product_id"), name="popularity_once"),
                    models.CheckConstraint(
                        condition=models.Q(("hundredths__gt", 0), ("hundredths__lte", 100)),
                        name="popularity_in_hundredths",
                    ),
                ],
            },
        ),
        ProtectTenantTable("rankingversion"),
        AppendOnly("rankingversion"),
        ProtectTenantTable("popularity"),
    ]
