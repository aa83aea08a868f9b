from django.db import migrations

# What a promise is taken from is looked at like what it is given to: neither may a page stay live without its
# promotion, nor a promotion be offered that no page speaks of.
HOLD_WHAT_IT_LEAVES = """
CREATE OR REPLACE FUNCTION storefront_hold_promise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := current_setting('app.tenant', true);
    is_left_offered boolean;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM storefront_hold_campaign(NEW.tenant_id, NEW.page_id);
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM storefront_hold_campaign(OLD.tenant_id, OLD.page_id);
        PERFORM set_config('app.tenant', OLD.tenant_id::text, true);
        SELECT current_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM storefront_campaignpromise WHERE tenant_id = OLD.tenant_id AND promotion_id = OLD.promotion_id
        ) INTO is_left_offered
        FROM promotions_promotion WHERE tenant_id = OLD.tenant_id AND id = OLD.promotion_id;
        PERFORM set_config('app.tenant', coalesce(before, ''), true);
        IF is_left_offered THEN
            RAISE EXCEPTION 'promotion % is offered by a campaign that is gone', OLD.promotion_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_and_promotion_agree';
        END IF;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("storefront", "0011_campaigns")]

    operations = [migrations.RunSQL(HOLD_WHAT_IT_LEAVES, migrations.RunSQL.noop)]
