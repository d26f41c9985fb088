"""Triggers that keep derived rows true (run lead, room bookings), and the triggers of the tables."""

import pgtrigger.compiler
from django.db import migrations

from kit.migration_steps import AddTriggers

RUN_LEAD = """
CREATE FUNCTION offers_run_lead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT lead_id INTO NEW.lead_id FROM offers_offer WHERE id = NEW.offer_id;
    RETURN NEW;
END $$;
CREATE TRIGGER run_lead BEFORE INSERT OR UPDATE OF offer_id, lead_id ON offers_offerrun
    FOR EACH ROW EXECUTE FUNCTION offers_run_lead();
CREATE FUNCTION offers_lead_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE offers_offerrun SET lead_id = NEW.lead_id WHERE offer_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER lead_changed AFTER UPDATE OF lead_id ON offers_offer
    FOR EACH ROW WHEN (OLD.lead_id IS DISTINCT FROM NEW.lead_id) EXECUTE FUNCTION offers_lead_changed();
"""
RUN_LEAD_BACK = """
DROP TRIGGER lead_changed ON offers_offer;
DROP FUNCTION offers_lead_changed();
DROP TRIGGER run_lead ON offers_offerrun;
DROP FUNCTION offers_run_lead();
"""

BOOKINGS = """
CREATE FUNCTION offers_book_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.room_id IS NULL OR NEW.state = 'cancelled' THEN
        DELETE FROM offers_roombooking WHERE session_id = NEW.id;
        RETURN NULL;
    END IF;
    INSERT INTO offers_roombooking (uuid, created_at, updated_at, is_demo, room_id, starts_at, ends_at, purpose,
                                    organization_id, session_id, status)
    SELECT gen_random_uuid(), now(), now(), NEW.is_demo, NEW.room_id, NEW.starts_at, NEW.ends_at, o.title, o.lead_id,
           NEW.id, 'confirmed'
    FROM offers_offerrun r JOIN offers_offer o ON o.id = r.offer_id WHERE r.id = NEW.run_id
    ON CONFLICT (session_id) DO UPDATE SET room_id = excluded.room_id, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, purpose = excluded.purpose, organization_id = excluded.organization_id,
        status = 'confirmed', updated_at = now();
    RETURN NULL;
END $$;
CREATE TRIGGER book_room AFTER INSERT OR UPDATE OF room_id, starts_at, ends_at, state, run_id ON offers_offersession
    FOR EACH ROW EXECUTE FUNCTION offers_book_room();
"""
BOOKINGS_BACK = """
DROP TRIGGER book_room ON offers_offersession;
DROP FUNCTION offers_book_room();
"""


TRIGGERS = {
    "campaignedition": [
        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_campaigneditionevent" ("campaign_id", "ends_on", "motto", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "state", "visitors_total", "year") VALUES (NEW."campaign_id", NEW."ends_on", NEW."motto", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."state", NEW."visitors_total", NEW."year"); RETURN NULL;', hash='34995e3e0ccbb68b73fb61997d6408f6bc952924', operation='INSERT', pgid='pgtrigger_insert_insert_6c07a', table='offers_campaignedition', when='AFTER')),
        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."campaign_id" IS DISTINCT FROM (NEW."campaign_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."motto" IS DISTINCT FROM (NEW."motto") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."visitors_total" IS DISTINCT FROM (NEW."visitors_total") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func='INSERT INTO "offers_campaigneditionevent" ("campaign_id", "ends_on", "motto", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "state", "visitors_total", "year") VALUES (NEW."campaign_id", NEW."ends_on", NEW."motto", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."state", NEW."visitors_total", NEW."year"); RETURN NULL;', hash='146aaafcd88607d94777af2607ee91a0ec5c51ef', operation='UPDATE', pgid='pgtrigger_update_update_1af76', table='offers_campaignedition', when='AFTER')),
        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_campaigneditionevent" ("campaign_id", "ends_on", "motto", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "state", "visitors_total", "year") VALUES (OLD."campaign_id", OLD."ends_on", OLD."motto", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."state", OLD."visitors_total", OLD."year"); RETURN NULL;', hash='91befa269fa6515eeaf980f87b1417642756ea62', operation='DELETE', pgid='pgtrigger_delete_delete_4ea8d', table='offers_campaignedition', when='AFTER')),
    ],
    "offerpartner": [
        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_offerpartnerevent" ("approval", "offer_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."approval", NEW."offer_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;', hash='135e82ebb6551aa488bf87084659a080d2d41659', operation='INSERT', pgid='pgtrigger_insert_insert_9f55c', table='offers_offerpartner', when='AFTER')),
        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approval" IS DISTINCT FROM (NEW."approval") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."organization_id" IS DISTINCT FROM (NEW."organization_id") OR OLD."role" IS DISTINCT FROM (NEW."role"))', func='INSERT INTO "offers_offerpartnerevent" ("approval", "offer_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."approval", NEW."offer_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;', hash='f1331975231287fa29a4e1540d148db923386db8', operation='UPDATE', pgid='pgtrigger_update_update_91ec1', table='offers_offerpartner', when='AFTER')),
        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_offerpartnerevent" ("approval", "offer_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."approval", OLD."offer_id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;', hash='0a145400374819c83362fd5f21464d12adf461ce', operation='DELETE', pgid='pgtrigger_delete_delete_52ef9', table='offers_offerpartner', when='AFTER')),
    ],
    "offerrun": [
        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_offerrunevent" ("course_number", "location_id", "maximum_places", "minimum_places", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "state", "waiting_list_limit") VALUES (NEW."course_number", NEW."location_id", NEW."maximum_places", NEW."minimum_places", NEW."offer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."room_id", NEW."state", NEW."waiting_list_limit"); RETURN NULL;', hash='197906c6ab223991dad7dbfbb920ddd6f4ba22e0', operation='INSERT', pgid='pgtrigger_insert_insert_7e250', table='offers_offerrun', when='AFTER')),
        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."course_number" IS DISTINCT FROM (NEW."course_number") OR OLD."location_id" IS DISTINCT FROM (NEW."location_id") OR OLD."maximum_places" IS DISTINCT FROM (NEW."maximum_places") OR OLD."minimum_places" IS DISTINCT FROM (NEW."minimum_places") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."waiting_list_limit" IS DISTINCT FROM (NEW."waiting_list_limit"))', func='INSERT INTO "offers_offerrunevent" ("course_number", "location_id", "maximum_places", "minimum_places", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "state", "waiting_list_limit") VALUES (NEW."course_number", NEW."location_id", NEW."maximum_places", NEW."minimum_places", NEW."offer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."room_id", NEW."state", NEW."waiting_list_limit"); RETURN NULL;', hash='a34c835d8cbf320b11fa2ea19b927049d3832032', operation='UPDATE', pgid='pgtrigger_update_update_ab220', table='offers_offerrun', when='AFTER')),
        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_offerrunevent" ("course_number", "location_id", "maximum_places", "minimum_places", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "state", "waiting_list_limit") VALUES (OLD."course_number", OLD."location_id", OLD."maximum_places", OLD."minimum_places", OLD."offer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."room_id", OLD."state", OLD."waiting_list_limit"); RETURN NULL;', hash='8adcc7c417e12ea5afe62d5d83e7c777419bc755', operation='DELETE', pgid='pgtrigger_delete_delete_ea4a3', table='offers_offerrun', when='AFTER')),
    ],
    "offersession": [
        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_offersessionevent" ("ends_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "run_id", "starts_at", "state") VALUES (NEW."ends_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."room_id", NEW."run_id", NEW."starts_at", NEW."state"); RETURN NULL;', hash='87fa94b97477e4f552c91056b5322cfcf0ed3131', operation='INSERT', pgid='pgtrigger_insert_insert_76a3e', table='offers_offersession', when='AFTER')),
        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id") OR OLD."run_id" IS DISTINCT FROM (NEW."run_id") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "offers_offersessionevent" ("ends_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "run_id", "starts_at", "state") VALUES (NEW."ends_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."room_id", NEW."run_id", NEW."starts_at", NEW."state"); RETURN NULL;', hash='f928d75296ef3cbe16587c089a87d64736a0b5bf', operation='UPDATE', pgid='pgtrigger_update_update_04bcb', table='offers_offersession', when='AFTER')),
        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_offersessionevent" ("ends_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "run_id", "starts_at", "state") VALUES (OLD."ends_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."room_id", OLD."run_id", OLD."starts_at", OLD."state"); RETURN NULL;', hash='98a9e49ecbd65d45ae47f72a59b6d3881e47df51', operation='DELETE', pgid='pgtrigger_delete_delete_809eb', table='offers_offersession', when='AFTER')),
    ],
    "offer": [
        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_offerevent" ("assured_on", "kind", "lead_id", "location_id", "maximum_age_months", "minimum_age_months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_from", "publish_until", "registration_mode", "slug", "state", "title") VALUES (NEW."assured_on", NEW."kind", NEW."lead_id", NEW."location_id", NEW."maximum_age_months", NEW."minimum_age_months", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."publish_from", NEW."publish_until", NEW."registration_mode", NEW."slug", NEW."state", NEW."title"); RETURN NULL;', hash='19b9f811458dce016ccae2e997320e110f609f7e', operation='INSERT', pgid='pgtrigger_insert_insert_ba1dd', table='offers_offer', when='AFTER')),
        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."assured_on" IS DISTINCT FROM (NEW."assured_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."location_id" IS DISTINCT FROM (NEW."location_id") OR OLD."maximum_age_months" IS DISTINCT FROM (NEW."maximum_age_months") OR OLD."minimum_age_months" IS DISTINCT FROM (NEW."minimum_age_months") OR OLD."publish_from" IS DISTINCT FROM (NEW."publish_from") OR OLD."publish_until" IS DISTINCT FROM (NEW."publish_until") OR OLD."registration_mode" IS DISTINCT FROM (NEW."registration_mode") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "offers_offerevent" ("assured_on", "kind", "lead_id", "location_id", "maximum_age_months", "minimum_age_months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_from", "publish_until", "registration_mode", "slug", "state", "title") VALUES (NEW."assured_on", NEW."kind", NEW."lead_id", NEW."location_id", NEW."maximum_age_months", NEW."minimum_age_months", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."publish_from", NEW."publish_until", NEW."registration_mode", NEW."slug", NEW."state", NEW."title"); RETURN NULL;', hash='255c842777520dee7d51e576d5e669e76ce3ccb6', operation='UPDATE', pgid='pgtrigger_update_update_3503b', table='offers_offer', when='AFTER')),
        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "offers_offerevent" ("assured_on", "kind", "lead_id", "location_id", "maximum_age_months", "minimum_age_months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_from", "publish_until", "registration_mode", "slug", "state", "title") VALUES (OLD."assured_on", OLD."kind", OLD."lead_id", OLD."location_id", OLD."maximum_age_months", OLD."minimum_age_months", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."publish_from", OLD."publish_until", OLD."registration_mode", OLD."slug", OLD."state", OLD."title"); RETURN NULL;', hash='ffd3c3f856a1aeea66e8c829b5fe45e256f2c5e8', operation='DELETE', pgid='pgtrigger_delete_delete_6af50', table='offers_offer', when='AFTER')),
    ],
}


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_offers")]
    operations = [
        migrations.RunSQL(RUN_LEAD, RUN_LEAD_BACK),
        migrations.RunSQL(BOOKINGS, BOOKINGS_BACK),
        AddTriggers(TRIGGERS),
    ]
