from django.db import migrations, models

# The tables of domain/states.py as they stood here; a test compares the two. Whatever statement moves a payment or an
# attempt, from whatever code, this refuses what is not in them.
REFUSE_OTHER_MOVES = """
CREATE FUNCTION payments_refuse_other_payment_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
        ('created', 'cancelled'),
        ('created', 'captured'),
        ('created', 'failed'),
        ('created', 'pending'),
        ('pending', 'cancelled'),
        ('pending', 'captured'),
        ('pending', 'failed'),
        ('collect_on_delivery', 'cancelled'),
        ('collect_on_delivery', 'captured'),
        ('failed', 'cancelled'),
        ('failed', 'captured'),
        ('failed', 'pending'),
        ('cancelled', 'captured')
    ) THEN
        RAISE EXCEPTION 'a payment does not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER payment_moves BEFORE UPDATE OF status ON payments_payment
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION payments_refuse_other_payment_moves();
CREATE FUNCTION payments_refuse_other_attempt_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
        ('intent', 'abandoned'),
        ('intent', 'declined'),
        ('intent', 'mismatched'),
        ('intent', 'pending'),
        ('intent', 'settling'),
        ('intent', 'succeeded'),
        ('intent', 'unknown'),
        ('pending', 'abandoned'),
        ('pending', 'declined'),
        ('pending', 'mismatched'),
        ('pending', 'settling'),
        ('pending', 'succeeded'),
        ('pending', 'unknown'),
        ('settling', 'abandoned'),
        ('settling', 'declined'),
        ('settling', 'mismatched'),
        ('settling', 'pending'),
        ('settling', 'succeeded'),
        ('settling', 'unknown'),
        ('unknown', 'abandoned'),
        ('unknown', 'declined'),
        ('unknown', 'mismatched'),
        ('unknown', 'pending'),
        ('unknown', 'settling'),
        ('unknown', 'succeeded'),
        ('declined', 'mismatched'),
        ('declined', 'succeeded'),
        ('abandoned', 'mismatched'),
        ('abandoned', 'succeeded'),
        ('mismatched', 'succeeded')
    ) THEN
        RAISE EXCEPTION 'an attempt does not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER attempt_moves BEFORE UPDATE OF status ON payments_paymentattempt
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION payments_refuse_other_attempt_moves();
"""
ANY_MOVE = """
DROP FUNCTION payments_refuse_other_payment_moves CASCADE;
DROP FUNCTION payments_refuse_other_attempt_moves CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0022_unheard_sends")]

    operations = [
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("authorised_minor__lte", models.F("amount_minor"))),
                name="payment_holds_what_is_owed",
            ),
        ),
        migrations.RunSQL(REFUSE_OTHER_MOVES, ANY_MOVE),
    ]
