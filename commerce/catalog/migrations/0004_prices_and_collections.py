import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import AddCompositeKey, AppendOnly, DroppedWith, ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_words_and_scarce_stock"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=120)),
                ("title_ar", models.CharField(blank=True, max_length=80)),
                ("title_en", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CollectionProduct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ListedPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("price_minor", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PriceList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_ar", models.CharField(blank=True, max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PricingSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "floor_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("amount", "amount"),
                            ("share_of_list", "share_of_list"),
                            ("share_of_cost", "share_of_cost"),
                        ],
                        max_length=15,
                    ),
                ),
                ("floor_value", models.BigIntegerField(default=0)),
                ("cash_fee_minor", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="QuantityPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at_least", models.PositiveIntegerField()),
                ("price_minor", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ShelfPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("price_minor", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="VatCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(choices=[("standard", "standard"), ("zero", "zero")], max_length=12)),
                ("rate", models.PositiveIntegerField()),
                ("is_default", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="variant",
            name="cost_minor",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost_minor", None), ("cost_minor__gte", 0), _connector="OR"),
                name="variant_cost_not_negative",
            ),
        ),
        migrations.AddField(
            model_name="collection",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="collectionproduct",
            name="collection",
            field=commerce.core.owned.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="picks",
                to="catalog.collection",
            ),
        ),
        migrations.AddField(
            model_name="collectionproduct",
            name="product",
            field=commerce.core.owned.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="picks", to="catalog.product"
            ),
        ),
        migrations.AddField(
            model_name="collectionproduct",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="listedprice",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="listedprice",
            name="variant",
            field=commerce.core.owned.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="listed_prices",
                to="catalog.variant",
            ),
        ),
        migrations.AddField(
            model_name="pricelist",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="listedprice",
            name="price_list",
            field=commerce.core.owned.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="prices",
                to="catalog.pricelist",
            ),
        ),
        migrations.AddField(
            model_name="pricingsettings",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="quantityprice",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="quantityprice",
            name="variant",
            field=commerce.core.owned.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="quantity_prices",
                to="catalog.variant",
            ),
        ),
        migrations.AddField(
            model_name="shelfprice",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="shelfprice",
            name="variant",
            field=commerce.core.owned.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="catalog.variant"
            ),
        ),
        migrations.AddField(
            model_name="vatcategory",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="pricingsettings",
            name="cash_fee_vat",
            field=commerce.core.owned.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="catalog.vatcategory"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="vat_category",
            field=commerce.core.owned.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="catalog.vatcategory",
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(fields=["tenant", "-created_at", "-id"], name="collections_newest"),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(fields=("tenant", "slug"), name="collection_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("title_ar", ""), ("title_en", ""), _negated=True), name="collection_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="collection_has_a_slug"
            ),
        ),
        migrations.AddIndex(
            model_name="collectionproduct",
            index=models.Index(fields=["tenant", "collection", "position"], name="products_of_collection"),
        ),
        migrations.AddIndex(
            model_name="collectionproduct",
            index=models.Index(fields=["tenant", "product"], name="collections_of_product"),
        ),
        migrations.AddConstraint(
            model_name="collectionproduct",
            constraint=models.UniqueConstraint(
                fields=("tenant", "collection", "product"), name="collection_product_once"
            ),
        ),
        migrations.AddIndex(
            model_name="pricelist",
            index=models.Index(fields=["tenant", "-starts_at", "-id"], name="price_lists_latest"),
        ),
        migrations.AddIndex(
            model_name="pricelist",
            index=models.Index(fields=["tenant", "ends_at"], name="price_lists_by_end"),
        ),
        migrations.AddConstraint(
            model_name="pricelist",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_ar", ""), ("name_en", ""), _negated=True), name="price_list_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricelist",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="price_list_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="listedprice",
            index=models.Index(fields=["tenant", "variant"], name="listed_prices_of_variant"),
        ),
        migrations.AddConstraint(
            model_name="listedprice",
            constraint=models.UniqueConstraint(fields=("tenant", "price_list", "variant"), name="listed_price_once"),
        ),
        migrations.AddConstraint(
            model_name="listedprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_minor__gte", 0)), name="listed_price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="quantityprice",
            constraint=models.UniqueConstraint(fields=("tenant", "variant", "at_least"), name="quantity_price_once"),
        ),
        migrations.AddConstraint(
            model_name="quantityprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("at_least__gte", 2)), name="quantity_price_of_several"
            ),
        ),
        migrations.AddConstraint(
            model_name="quantityprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_minor__gte", 0)), name="quantity_price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelfprice",
            constraint=models.UniqueConstraint(fields=("tenant", "variant", "since"), name="shelf_price_once"),
        ),
        migrations.AddConstraint(
            model_name="shelfprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_minor__gte", 0)), name="shelf_price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="vatcategory",
            constraint=models.UniqueConstraint(fields=("tenant", "code"), name="vat_category_once"),
        ),
        migrations.AddConstraint(
            model_name="vatcategory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("tenant",), name="vat_one_default"
            ),
        ),
        migrations.AddConstraint(
            model_name="vatcategory",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__in", ["standard", "zero"])), name="vat_code_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="vatcategory",
            constraint=models.CheckConstraint(condition=models.Q(("rate__lte", 10000)), name="vat_rate_at_most_whole"),
        ),
        migrations.AddConstraint(
            model_name="vatcategory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", "zero"), _negated=True),
                    ("rate", 0),
                    _connector="OR",
                ),
                name="vat_zero_is_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricingsettings",
            constraint=models.UniqueConstraint(fields=("tenant",), name="pricing_settings_once"),
        ),
        migrations.AddConstraint(
            model_name="pricingsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("floor_kind", ""), ("floor_value", 0)),
                    models.Q(("floor_kind", "amount"), ("floor_value__gte", 0)),
                    models.Q(
                        ("floor_kind", "share_of_list"),
                        ("floor_value__range", (0, 10000)),
                    ),
                    models.Q(
                        ("floor_kind", "share_of_cost"),
                        ("floor_value__range", (0, 100000)),
                    ),
                    _connector="OR",
                ),
                name="pricing_floor_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricingsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("cash_fee_minor__gte", 0)), name="pricing_cash_fee_not_negative"
            ),
        ),
        ProtectTenantTable("vatcategory"),
        ProtectTenantTable("pricingsettings"),
        ProtectTenantTable("pricelist"),
        ProtectTenantTable("listedprice"),
        ProtectTenantTable("quantityprice"),
        ProtectTenantTable("shelfprice"),
        ProtectTenantTable("collection"),
        ProtectTenantTable("collectionproduct"),
        AddCompositeKey("product", "vat_category"),
        DroppedWith("shelfprice", "variant"),
        AppendOnly("shelfprice"),
    ]
