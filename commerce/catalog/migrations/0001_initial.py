import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import AppendOnly, ProtectTenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("media", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("lineage", models.CharField(editable=False, max_length=120)),
                ("slug", models.CharField(max_length=120)),
                ("name_ar", models.CharField(blank=True, max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("position", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "parent",
                    commerce.core.owned.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="children",
                        to="catalog.category",
                    ),
                ),
                (
                    "picture",
                    commerce.core.owned.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("slug", models.CharField(max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("archived", "archived")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("title_ar", models.CharField(blank=True, max_length=200)),
                ("title_en", models.CharField(blank=True, max_length=200)),
                ("title_ar_folded", models.CharField(editable=False, max_length=200)),
                ("title_en_folded", models.CharField(editable=False, max_length=200)),
                ("description_ar", models.TextField(blank=True)),
                ("description_en", models.TextField(blank=True)),
                ("lowest_price_minor", models.BigIntegerField(editable=False, null=True)),
                ("lowest_compare_at_minor", models.BigIntegerField(editable=False, null=True)),
                ("highest_price_minor", models.BigIntegerField(editable=False, null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
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
        ),
        migrations.CreateModel(
            name="ProductCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "category",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="catalog.category",
                    ),
                ),
                (
                    "product",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="catalog.product",
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
        ),
        migrations.CreateModel(
            name="ProductOption",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name_ar", models.CharField(blank=True, max_length=60)),
                ("name_en", models.CharField(blank=True, max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "product",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="catalog.product",
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
        ),
        migrations.CreateModel(
            name="OptionValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("label_ar", models.CharField(blank=True, max_length=120)),
                ("label_en", models.CharField(blank=True, max_length=120)),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                (
                    "option",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="catalog.productoption",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StockLocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name_ar", models.CharField(blank=True, max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("is_default", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("slug", models.CharField(max_length=120)),
                ("name_ar", models.CharField(blank=True, max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
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
        ),
        migrations.CreateModel(
            name="ProductTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "product",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="catalog.product",
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
                (
                    "tag",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="catalog.tag"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sku", models.CharField(max_length=100)),
                ("sku_key", models.CharField(editable=False, max_length=120)),
                ("barcode", models.CharField(blank=True, max_length=50)),
                ("price_minor", models.BigIntegerField()),
                ("compare_at_minor", models.BigIntegerField(blank=True, null=True)),
                ("weight_grams", models.PositiveIntegerField(default=0)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                ("combination", models.CharField(blank=True, max_length=70)),
                (
                    "product",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="catalog.product",
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
        ),
        migrations.CreateModel(
            name="StockReservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("subject", models.CharField(max_length=120)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "held"), ("committed", "committed"), ("released", "released")],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "location",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="reservations",
                        to="catalog.stocklocation",
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
                (
                    "variant",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="reservations",
                        to="catalog.variant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StockMovement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("adjusted", "adjusted"),
                            ("reserved", "reserved"),
                            ("released", "released"),
                            ("committed", "committed"),
                            ("returned", "returned"),
                        ],
                        max_length=10,
                    ),
                ),
                ("delta_on_hand", models.IntegerField()),
                ("delta_reserved", models.IntegerField()),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("actor", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "location",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="movements",
                        to="catalog.stocklocation",
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
                (
                    "variant",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="movements",
                        to="catalog.variant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StockLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("on_hand", models.IntegerField(default=0)),
                ("reserved", models.IntegerField(default=0)),
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
                (
                    "location",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="levels",
                        to="catalog.stocklocation",
                    ),
                ),
                (
                    "variant",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="catalog.variant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProductImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "image",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="media.storeimage"
                    ),
                ),
                (
                    "product",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="catalog.product",
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
                (
                    "variant",
                    commerce.core.owned.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="images",
                        to="catalog.variant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VariantOption",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "option",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.productoption",
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
                (
                    "value",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="choices",
                        to="catalog.optionvalue",
                    ),
                ),
                (
                    "variant",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="catalog.variant",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="category",
            index=models.Index(fields=["tenant", "parent", "position"], name="category_children"),
        ),
        migrations.AddIndex(
            model_name="category",
            index=models.Index(fields=["tenant", "created_at"], name="category_age"),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(fields=("tenant", "slug"), name="category_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_ar", ""), ("name_en", ""), _negated=True),
                name="category_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="category_has_a_slug"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["tenant", "created_at"], name="product_age"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["tenant", "status", "-created_at", "-id"], name="product_newest"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["tenant", "status", "lowest_price_minor", "id"], name="product_by_price"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["tenant", "status", "title_ar_folded", "id"], name="product_by_title_ar"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["tenant", "status", "title_en_folded", "id"], name="product_by_title_en"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(fields=("tenant", "slug"), name="product_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "published", "archived"])),
                name="product_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="product_has_a_slug"
            ),
        ),
        migrations.AddIndex(
            model_name="productcategory",
            index=models.Index(fields=["tenant", "category", "product"], name="products_of_category"),
        ),
        migrations.AddConstraint(
            model_name="productcategory",
            constraint=models.UniqueConstraint(fields=("tenant", "product", "category"), name="product_category_once"),
        ),
        migrations.AddConstraint(
            model_name="productoption",
            constraint=models.UniqueConstraint(fields=("tenant", "product", "position"), name="option_position_once"),
        ),
        migrations.AddConstraint(
            model_name="productoption",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1), ("position__lte", 3)), name="option_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="productoption",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_ar", ""), ("name_en", ""), _negated=True), name="option_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="optionvalue",
            constraint=models.UniqueConstraint(
                fields=("tenant", "option", "label_ar", "label_en"), name="value_label_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="optionvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("label_ar", ""), ("label_en", ""), _negated=True),
                name="value_has_a_label",
            ),
        ),
        migrations.AddIndex(
            model_name="stocklocation",
            index=models.Index(fields=["tenant", "created_at"], name="location_age"),
        ),
        migrations.AddConstraint(
            model_name="stocklocation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("tenant",), name="location_one_default"
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("tenant", "slug"), name="tag_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_ar", ""), ("name_en", ""), _negated=True), name="tag_has_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="producttag",
            index=models.Index(fields=["tenant", "tag", "product"], name="products_of_tag"),
        ),
        migrations.AddConstraint(
            model_name="producttag",
            constraint=models.UniqueConstraint(fields=("tenant", "product", "tag"), name="product_tag_once"),
        ),
        migrations.AddIndex(
            model_name="variant",
            index=models.Index(fields=["tenant", "sku"], name="variant_by_sku"),
        ),
        migrations.AddIndex(
            model_name="variant",
            index=models.Index(fields=["tenant", "product", "position"], name="variants_of_product"),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(fields=("tenant", "sku_key"), name="variant_sku_once"),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True)),
                fields=("tenant", "product", "combination"),
                name="variant_combination_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("sku_key", ""), _negated=True), name="variant_has_a_sku"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_minor__gte", 0)), name="variant_price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("compare_at_minor", None),
                    ("compare_at_minor__gt", models.F("price_minor")),
                    _connector="OR",
                ),
                name="variant_compare_at_above_price",
            ),
        ),
        migrations.AddIndex(
            model_name="stockreservation",
            index=models.Index(fields=["tenant", "subject"], name="reservations_of_subject"),
        ),
        migrations.AddIndex(
            model_name="stockreservation",
            index=models.Index(fields=["tenant", "created_at"], name="reservation_age"),
        ),
        migrations.AddIndex(
            model_name="stockreservation",
            index=models.Index(
                condition=models.Q(("state", "held")),
                fields=["tenant", "expires_at"],
                name="reservation_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="stockreservation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "held")),
                fields=("tenant", "subject", "variant"),
                name="reservation_held_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="stockreservation",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="reservation_of_pieces"),
        ),
        migrations.AddIndex(
            model_name="stockmovement",
            index=models.Index(fields=["tenant", "variant", "at"], name="movements_of_variant"),
        ),
        migrations.AddIndex(
            model_name="stockmovement",
            index=models.Index(fields=["tenant", "at"], name="movement_age"),
        ),
        migrations.AddIndex(
            model_name="stockmovement",
            index=models.Index(fields=["tenant", "reference"], name="movements_of_reference"),
        ),
        migrations.AddConstraint(
            model_name="stocklevel",
            constraint=models.UniqueConstraint(fields=("tenant", "variant", "location"), name="stock_level_once"),
        ),
        migrations.AddConstraint(
            model_name="stocklevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_hand__gte", models.F("reserved")), ("reserved__gte", 0)),
                name="stock_reserved_within_on_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="productimage",
            index=models.Index(fields=["tenant", "product", "position"], name="images_of_product"),
        ),
        migrations.AddConstraint(
            model_name="productimage",
            constraint=models.UniqueConstraint(fields=("tenant", "product", "image"), name="product_image_once"),
        ),
        migrations.AddConstraint(
            model_name="variantoption",
            constraint=models.UniqueConstraint(fields=("tenant", "variant", "option"), name="variant_value_once"),
        ),
        ProtectTenantTable("category"),
        ProtectTenantTable("tag"),
        ProtectTenantTable("product"),
        ProtectTenantTable("productcategory"),
        ProtectTenantTable("producttag"),
        ProtectTenantTable("productoption"),
        ProtectTenantTable("optionvalue"),
        ProtectTenantTable("variant"),
        ProtectTenantTable("variantoption"),
        ProtectTenantTable("productimage"),
        ProtectTenantTable("stocklocation"),
        ProtectTenantTable("stocklevel"),
        ProtectTenantTable("stockmovement"),
        ProtectTenantTable("stockreservation"),
        AppendOnly("stockmovement"),
    ]
