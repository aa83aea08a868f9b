import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from commerce.core.row_security import ProtectTenantTable


def numbers() -> models.Field:
    return django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)


def tokens() -> models.Field:
    return django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [
        ("search_index", "0004_versions"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddField("searchdocument", "lowest_minor", models.BigIntegerField(null=True)),
        migrations.AddField("searchdocument", "highest_minor", models.BigIntegerField(null=True)),
        migrations.AddField("searchdocument", "categories", numbers()),
        migrations.AddField("searchdocument", "tags", numbers()),
        migrations.AddField("searchdocument", "attributes", tokens()),
        migrations.AddField("searchdocument", "combos", tokens()),
        migrations.AddField("searchdocument", "is_available", models.BooleanField(default=True)),
        migrations.AddField("searchdocument", "is_reduced", models.BooleanField(default=False)),
        migrations.AddField("searchdocument", "appeared_at", models.DateTimeField(null=True)),
        migrations.AddField("searchdocument", "popularity", models.FloatField(default=0.0)),
        migrations.AddField("searchdocument", "margin", models.FloatField(default=0.0)),
        migrations.CreateModel(
            name="AttributeName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("option", models.TextField()),
                ("value", models.TextField()),
                ("option_ar", models.TextField(blank=True)),
                ("option_en", models.TextField(blank=True)),
                ("value_ar", models.TextField(blank=True)),
                ("value_en", models.TextField(blank=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "option", "value"), name="attribute_name_once")
                ],
            },
        ),
        ProtectTenantTable("attributename"),
    ]
