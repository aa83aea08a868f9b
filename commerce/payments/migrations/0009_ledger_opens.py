from django.db import migrations

# What was taken before there were books stands in them as if it had been posted then.
TAKEN = """
UPDATE payments_payment SET captured_minor = amount_minor WHERE status = 'captured' AND amount_minor > 0;
UPDATE payments_paymentattempt AS attempt SET captured_minor = payment.amount_minor
FROM payments_payment AS payment
WHERE payment.id = attempt.payment_id AND payment.captured_minor > 0 AND attempt.id = (
    SELECT min(id) FROM payments_paymentattempt WHERE payment_id = payment.id AND status = 'succeeded'
);
"""
_ASSET = """
    SELECT payment.id, payment.tenant_id, payment.currency, payment.captured_minor, payment.changed_at,
        CASE payment.gateway WHEN 'cash_on_delivery' THEN 'courier_receivable' WHEN 'bank_transfer' THEN 'bank'
            ELSE 'gateway_receivable' END AS asset,
        (SELECT min(account_id) FROM payments_paymentattempt
            WHERE payment_id = payment.id AND captured_minor > 0) AS gateway_account_id
    FROM payments_payment AS payment WHERE payment.captured_minor > 0
"""
BOOKS = f"""
INSERT INTO payments_ledgeraccount (tenant_id, book, gateway_account_id, currency)
SELECT DISTINCT tenant_id, book, gateway_account_id, currency
FROM ({_ASSET}) AS taken CROSS JOIN LATERAL (VALUES (taken.asset), ('order_funds')) AS books (book);
INSERT INTO payments_ledgertransaction (tenant_id, payment_id, entry, source_kind, source_id, purpose, posted_at)
SELECT tenant_id, id, 'captured', 'payment', id::text, 'opening', changed_at FROM ({_ASSET}) AS taken;
INSERT INTO payments_ledgerentry (tenant_id, transaction_id, account_id, debit_minor, credit_minor)
SELECT taken.tenant_id, posted.id, account.id,
    CASE WHEN account.book = taken.asset THEN taken.captured_minor ELSE 0 END,
    CASE WHEN account.book = taken.asset THEN 0 ELSE taken.captured_minor END
FROM ({_ASSET}) AS taken
JOIN payments_ledgertransaction AS posted ON posted.payment_id = taken.id AND posted.purpose = 'opening'
JOIN payments_ledgeraccount AS account ON account.tenant_id = taken.tenant_id AND account.currency = taken.currency
    AND account.gateway_account_id IS NOT DISTINCT FROM taken.gateway_account_id
    AND account.book IN (taken.asset, 'order_funds');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0008_ledger"),
    ]

    operations = [
        migrations.RunSQL(TAKEN, migrations.RunSQL.noop),
        migrations.RunSQL(BOOKS, migrations.RunSQL.noop),
    ]
