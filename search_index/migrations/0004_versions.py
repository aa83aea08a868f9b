import django.db.models.deletion
from django.db import migrations, models

from commerce.core.row_security import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("search_index", "0003_described_pictures"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField("searchdocument", "updated_at"),
        migrations.AlterField("searchdocument", "fingerprint", models.CharField(blank=True, max_length=64)),
        migrations.AddField("searchdocument", "version", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("searchdocument", "is_gone", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="DocumentState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("object_id", models.BigIntegerField()),
                ("version", models.PositiveBigIntegerField(default=0)),
                ("written_version", models.PositiveBigIntegerField(default=0)),
                ("is_findable", models.BooleanField(default=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("given_up_at", models.DateTimeField(null=True)),
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
                    models.UniqueConstraint(fields=("tenant", "kind", "object_id"), name="document_state_once"),
                    models.CheckConstraint(
                        condition=models.Q(("written_version__lte", models.F("version"))),
                        name="document_state_drawn_first",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("given_up_at__isnull", False)),
                        fields=["tenant", "kind", "object_id"],
                        name="document_state_given_up",
                    )
                ],
            },
        ),
        ProtectTenantTable("documentstate"),
    ]
