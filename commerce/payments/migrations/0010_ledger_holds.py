from django.db import migrations

from commerce.core.row_security import AppendOnly, FixedExcept

# Looked at when it commits, in the scope of its own store: another that is open by then would hide its lines.
BALANCED = """
CREATE FUNCTION payments_ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    posted bigint;
    scope text := current_setting('app.tenant', true);
BEGIN
    PERFORM set_config('app.tenant', NEW.tenant_id::text, true);
    posted := CASE TG_TABLE_NAME WHEN 'payments_ledgerentry' THEN (to_jsonb(NEW) ->> 'transaction_id')::bigint
        ELSE NEW.id END;
    IF NOT EXISTS (SELECT FROM payments_ledgerentry WHERE transaction_id = posted) THEN
        RAISE EXCEPTION 'ledger transaction % has no lines', posted USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM payments_ledgerentry AS entry JOIN payments_ledgeraccount AS account ON account.id = entry.account_id
        WHERE entry.transaction_id = posted
        GROUP BY account.currency HAVING sum(entry.debit_minor) <> sum(entry.credit_minor)
    ) THEN
        RAISE EXCEPTION 'ledger transaction % does not balance', posted USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('app.tenant', coalesce(scope, ''), true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entries_balance AFTER INSERT ON payments_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_ledger_balances();
CREATE CONSTRAINT TRIGGER ledger_transactions_balance AFTER INSERT ON payments_ledgertransaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_ledger_balances();
"""
FIXED = """
CREATE FUNCTION payments_ledger_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was posted is corrected by a reversing transaction' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER ledger_entries_are_fixed BEFORE UPDATE OR DELETE ON payments_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION payments_ledger_is_fixed();
CREATE TRIGGER ledger_transactions_are_fixed BEFORE UPDATE OR DELETE ON payments_ledgertransaction
    FOR EACH ROW EXECUTE FUNCTION payments_ledger_is_fixed();
CREATE TRIGGER ledger_accounts_are_fixed BEFORE UPDATE OR DELETE ON payments_ledgeraccount
    FOR EACH ROW EXECUTE FUNCTION payments_ledger_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0009_ledger_opens"),
    ]

    operations = [
        migrations.RunSQL(BALANCED, migrations.RunSQL.noop),
        migrations.RunSQL(FIXED, migrations.RunSQL.noop),
        AppendOnly("ledgeraccount"),
        AppendOnly("ledgertransaction"),
        AppendOnly("ledgerentry"),
        FixedExcept("discrepancy", ["closed_at", "closed_by", "reason"]),
    ]
