from django.db import migrations, models

# The tables of domain/states.py and domain/fulfilments.py as they stood here; tests compare them.
REFUSE_OTHER_MOVES = """
CREATE OR REPLACE FUNCTION orders_refuse_other_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'created' THEN
            RAISE EXCEPTION 'an order begins as created, not as %', NEW.status USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (OLD.status, NEW.status) NOT IN (
        ('created', 'payment_pending'),
        ('created', 'confirmed'),
        ('created', 'cancelled'),
        ('payment_pending', 'confirmed'),
        ('payment_pending', 'failed'),
        ('payment_pending', 'cancelled'),
        ('confirmed', 'shipped'),
        ('confirmed', 'cancelled'),
        ('shipped', 'delivered'),
        ('shipped', 'cancelled')
    ) THEN
        RAISE EXCEPTION 'an order does not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION orders_refuse_other_fulfilment_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'planned' THEN
            RAISE EXCEPTION 'a fulfilment begins as planned, not as %', NEW.status USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (OLD.status, NEW.status) NOT IN (
        ('planned', 'packed'),
        ('planned', 'cancelled'),
        ('packed', 'shipped'),
        ('packed', 'cancelled'),
        ('shipped', 'delivered'),
        ('shipped', 'returned')
    ) THEN
        RAISE EXCEPTION 'a fulfilment does not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0008_returns"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fulfilment",
            name="status",
            field=models.CharField(
                choices=[
                    ("planned", "planned"),
                    ("packed", "packed"),
                    ("shipped", "shipped"),
                    ("delivered", "delivered"),
                    ("returned", "returned"),
                    ("cancelled", "cancelled"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(REFUSE_OTHER_MOVES, migrations.RunSQL.noop),
    ]
