import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0003_words"),
        ("search_index", "0002_search_pools"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DescribedPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("embedder_id", models.CharField(max_length=80)),
                ("source", models.CharField(max_length=100)),
                ("similar", models.BinaryField(null=True)),
                ("colour", models.BinaryField(null=True)),
                ("shape", models.BinaryField(null=True)),
                ("perceptual_hash", models.BigIntegerField(null=True)),
                ("described_at", models.DateTimeField()),
                (
                    "image",
                    commerce.core.owned.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media.storeimage",
                    ),
                ),
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
                    models.UniqueConstraint(fields=("tenant", "image"), name="described_picture_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("colour", None), ("perceptual_hash", None), ("shape", None), ("similar", None)),
                            models.Q(
                                ("colour__isnull", False),
                                ("perceptual_hash__isnull", False),
                                ("shape__isnull", False),
                                ("similar__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="described_picture_whole_or_not",
                    ),
                ],
            },
        ),
        ProtectTenantTable("describedpicture"),
    ]
