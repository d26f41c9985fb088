"""Search documents: a view that says what a document holds, and triggers that keep the documents true.

The document is refreshed by statement triggers inside the writer's transaction, so search shows a change at commit,
whatever wrote it (page, admin, import, SQL). ``SET LOCAL familynet.skip_documents = 'on'`` switches that off for bulk
loads, which must call ``offers_refresh_documents`` themselves. Names are put together in the order of the alphabet, so
that a document written twice is the same document.
"""

from django.db import migrations

SOURCE = """
CREATE VIEW offers_documentsource AS
SELECT o.id AS offer_id, o.title, o.title_key, dates.next_start, dates.last_end,
       (o.kind IN ('service', 'counselling', 'volunteering', 'employer') OR NOT dates.has_any) AS is_standing,
       o.publish_from, o.publish_until,
       CASE WHEN lead.freshness_exempt THEN DATE '9999-12-31' ELSE o.assured_on END AS assured_on,
       o.minimum_age_months, o.maximum_age_months, place.lat, place.lon,
       ARRAY(
           SELECT DISTINCT f FROM (
               SELECT 1000000 + t.id::int FROM (
                   WITH RECURSIVE up(id, parent_id) AS (
                       SELECT t.id, t.parent_id FROM offers_offer_topics m JOIN partners_topic t ON t.id = m.topic_id
                       WHERE m.offer_id = o.id
                       UNION SELECT p.id, p.parent_id FROM partners_topic p JOIN up ON p.id = up.parent_id
                   ) SELECT id FROM up) t
               UNION ALL SELECT 2000000 + targetgroup_id::int FROM offers_offer_target_groups WHERE offer_id = o.id
               UNION ALL SELECT 3000000 + language_id::int FROM offers_offer_languages WHERE offer_id = o.id
               UNION ALL SELECT 4000000 + planningarea_id::int FROM offers_offer_areas WHERE offer_id = o.id
               UNION ALL SELECT 4000000 + place.area_id::int
               UNION ALL SELECT 11000000 + a.municipality_id::int
                   FROM offers_offer_areas m JOIN partners_planningarea a ON a.id = m.planningarea_id
                   WHERE m.offer_id = o.id
               UNION ALL SELECT 11000000 + coalesce(place.municipality_id, lead.municipality_id)::int
               UNION ALL SELECT 10000000 + lifestage_id::int FROM offers_offer_life_stages WHERE offer_id = o.id
               UNION ALL SELECT unnest(slots.facets)
               UNION ALL SELECT 9000000 + array_position(
                   ARRAY['course', 'event', 'open_meeting', 'consultation', 'counselling', 'group', 'service',
                         'conference', 'volunteering', 'employer'], o.kind)
               UNION ALL SELECT 8000001 WHERE NOT live.costs
               UNION ALL SELECT 8000002 WHERE o.registration_mode IN ('none', 'optional')
               UNION ALL SELECT 8000003 WHERE o.childcare OR live.childcare
               UNION ALL SELECT 8000004 WHERE place.access_step_free = 'yes'
               UNION ALL SELECT 8000005 WHERE live.places
               UNION ALL SELECT 8000006 WHERE o.is_online
               UNION ALL SELECT 8000007 WHERE place.location_id IS NULL
               UNION ALL SELECT 8000008 WHERE o.cross_generational
           ) AS all_facets(f) WHERE f IS NOT NULL
       ) AS facets,
       setweight(to_tsvector('simple', o.title), 'A')
       || setweight(to_tsvector('simple', concat_ws(' ', o.subtitle, o.summary, names.topics, names.targets)), 'B')
       || setweight(to_tsvector('simple', concat_ws(' ', lead.name, lead.short_name, names.former, names.partners,
              names.programs, place.name, place.city, place.area_name, names.areas)), 'C')
       || setweight(to_tsvector('simple', o.description), 'D') AS tsv,
       o.updated_at AS modified_at
FROM offers_offer o
JOIN partners_organization lead ON lead.id = o.lead_id
LEFT JOIN LATERAL (
    SELECT l.id AS location_id,
           CASE WHEN l.is_protected THEN NULL ELSE l.lat END AS lat,
           CASE WHEN l.is_protected THEN NULL ELSE l.lon END AS lon,
           CASE WHEN l.is_protected THEN NULL ELSE l.area_id END AS area_id,
           CASE WHEN l.is_protected THEN NULL ELSE l.name END AS name,
           l.city, l.municipality_id, l.access_step_free,
           CASE WHEN l.is_protected THEN NULL ELSE a.name END AS area_name
    FROM partners_location l LEFT JOIN partners_planningarea a ON a.id = l.area_id
    WHERE l.id = coalesce(o.location_id, (
        SELECT coalesce(r.location_id, room.location_id) FROM offers_offerrun r
        LEFT JOIN partners_room room ON room.id = r.room_id
        WHERE r.offer_id = o.id AND r.state <> 'cancelled' AND coalesce(r.location_id, room.location_id) IS NOT NULL
        ORDER BY r.id DESC LIMIT 1))
) place ON true
CROSS JOIN LATERAL (
    SELECT min(s.starts_at) FILTER (WHERE s.ends_at > now() AND s.state <> 'cancelled' AND r.state <> 'cancelled')
               AS next_start,
           max(s.ends_at) FILTER (WHERE s.state <> 'cancelled' AND r.state <> 'cancelled') AS last_end,
           count(*) > 0 AS has_any
    FROM offers_offersession s JOIN offers_offerrun r ON r.id = s.run_id WHERE r.offer_id = o.id
) dates
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(r.material_cost > 0 OR EXISTS (
               SELECT 1 FROM offers_feeoption f WHERE f.run_id = r.id AND f.amount > 0)), false) AS costs,
           coalesce(bool_or(r.childcare_places > 0), false) AS childcare,
           coalesce(bool_or(r.maximum_places IS NULL OR r.places_taken < r.maximum_places),
                    o.registration_mode = 'none') AS places
    FROM offers_offerrun r
    WHERE r.offer_id = o.id AND r.state NOT IN ('cancelled', 'completed', 'reported')
) live
CROSS JOIN LATERAL (
    SELECT array_agg(5000000 + d.day) || array_agg(6000000 + d.part) || array_agg(7000000 + d.day * 10 + d.part)
               AS facets
    FROM (
        SELECT DISTINCT extract(isodow FROM local.t)::int AS day,
               CASE WHEN local.t::time < '12:00' THEN 1 WHEN local.t::time < '17:00' THEN 2 ELSE 3 END AS part
        FROM offers_offersession s JOIN offers_offerrun r ON r.id = s.run_id
        CROSS JOIN LATERAL (SELECT s.starts_at AT TIME ZONE 'Europe/Berlin') AS local(t)
        WHERE r.offer_id = o.id AND s.ends_at > now() AND s.state <> 'cancelled' AND r.state <> 'cancelled'
    ) d
) slots
CROSS JOIN LATERAL (
    SELECT (SELECT string_agg(t.name, ' ' ORDER BY t.name) FROM offers_offer_topics m JOIN partners_topic t ON t.id = m.topic_id
            WHERE m.offer_id = o.id) AS topics,
           (SELECT string_agg(t.name, ' ' ORDER BY t.name) FROM offers_offer_target_groups m
            JOIN offers_targetgroup t ON t.id = m.targetgroup_id WHERE m.offer_id = o.id) AS targets,
           (SELECT string_agg(f.name, ' ' ORDER BY f.name) FROM partners_formername f WHERE f.organization_id = o.lead_id) AS former,
           (SELECT string_agg(concat_ws(' ', g.short_name, g.name), ' ' ORDER BY concat_ws(' ', g.short_name, g.name)) FROM partners_programparticipation p
            JOIN partners_program g ON g.id = p.program_id
            WHERE p.organization_id = o.lead_id AND p.state = 'active'
              AND (p.valid_to IS NULL OR p.valid_to >= current_date)) AS programs,
           (SELECT string_agg(g.name, ' ' ORDER BY g.name) FROM offers_offerpartner p
            JOIN partners_organization g ON g.id = p.organization_id WHERE p.offer_id = o.id) AS partners,
           (SELECT string_agg(a.name, ' ' ORDER BY a.name) FROM offers_offer_areas m
            JOIN partners_planningarea a ON a.id = m.planningarea_id WHERE m.offer_id = o.id) AS areas
) names
WHERE o.state = 'published' AND lead.status = 'active';
"""

COLUMNS = (
    "offer_id, title, title_key, next_start, last_end, is_standing, publish_from, publish_until, assured_on, "
    "minimum_age_months, maximum_age_months, lat, lon, facets, tsv, modified_at"
)
REFRESH = f"""
CREATE FUNCTION offers_refresh_documents(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    -- Two writers of one offer wait here for each other; the next statement then sees what the first one committed.
    PERFORM 1 FROM offers_offer WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM offers_offerdocument d WHERE d.offer_id = ANY (ids) AND NOT EXISTS (
        SELECT 1 FROM offers_offer o JOIN partners_organization l ON l.id = o.lead_id
        WHERE o.id = d.offer_id AND o.state = 'published' AND l.status = 'active');
    INSERT INTO offers_offerdocument ({COLUMNS})
    SELECT {COLUMNS} FROM offers_documentsource WHERE offer_id = ANY (ids)
    ON CONFLICT (offer_id) DO UPDATE SET
        {", ".join(f"{c.strip()} = excluded.{c.strip()}" for c in COLUMNS.split(",")[1:])};
END $$;
CREATE FUNCTION offers_documents_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
    source text := TG_ARGV[0];
BEGIN
    IF current_setting('familynet.skip_documents', true) = 'on' THEN RETURN NULL; END IF;
    IF TG_OP = 'INSERT' THEN
        source := replace(source, 'CHANGED', 'new_rows');
    ELSIF TG_OP = 'DELETE' THEN
        source := replace(source, 'CHANGED', 'old_rows');
    ELSE
        source := '(' || replace(source, 'CHANGED', 'new_rows') || ') UNION ('
                  || replace(source, 'CHANGED', 'old_rows') || ')';
    END IF;
    EXECUTE 'SELECT array_agg(DISTINCT offer_id) FROM (' || source || ') AS x(offer_id)' INTO ids;
    PERFORM offers_refresh_documents(ids);
    RETURN NULL;
END $$;
"""
REFRESH_BACK = """
DROP FUNCTION offers_documents_changed();
DROP FUNCTION offers_refresh_documents(bigint[]);
"""

OFFER_ID = "SELECT offer_id FROM CHANGED"
BY_RUN = "SELECT r.offer_id FROM CHANGED c JOIN offers_offerrun r ON r.id = c.run_id"
SOURCES = {
    "offers_offer": "SELECT id FROM CHANGED",
    "offers_offerpartner": OFFER_ID,
    "offers_offerrun": OFFER_ID,
    "offers_offer_topics": OFFER_ID,
    "offers_offer_target_groups": OFFER_ID,
    "offers_offer_languages": OFFER_ID,
    "offers_offer_areas": OFFER_ID,
    "offers_offer_life_stages": OFFER_ID,
    "offers_offersession": BY_RUN,
    "offers_feeoption": BY_RUN,
    "offers_targetgroup": "SELECT m.offer_id FROM CHANGED c JOIN offers_offer_target_groups m ON m.targetgroup_id = c.id",
    "partners_topic": "SELECT m.offer_id FROM CHANGED c JOIN offers_offer_topics m ON m.topic_id = c.id",
    "partners_organization": "SELECT o.id FROM CHANGED c JOIN offers_offer o ON o.lead_id = c.id "
    "UNION SELECT p.offer_id FROM CHANGED c JOIN offers_offerpartner p ON p.organization_id = c.id",
    "partners_formername": "SELECT o.id FROM CHANGED c JOIN offers_offer o ON o.lead_id = c.organization_id",
    "partners_programparticipation": "SELECT o.id FROM CHANGED c JOIN offers_offer o ON o.lead_id = c.organization_id",
    "partners_program": "SELECT o.id FROM CHANGED c JOIN partners_programparticipation p ON p.program_id = c.id "
    "JOIN offers_offer o ON o.lead_id = p.organization_id",
    "partners_location": "SELECT o.id FROM CHANGED c JOIN offers_offer o ON o.location_id = c.id "
    "UNION SELECT r.offer_id FROM CHANGED c JOIN offers_offerrun r ON r.location_id = c.id "
    "UNION SELECT r.offer_id FROM CHANGED c JOIN partners_room m ON m.location_id = c.id "
    "JOIN offers_offerrun r ON r.room_id = m.id",
}
ROOM = "SELECT r.offer_id FROM CHANGED c JOIN offers_offerrun r ON r.room_id = c.id"
"""A room that is moved to another location changes where its offers take place; only an update can do that."""
EVENTS = {
    "insert": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows",
    "update": "AFTER UPDATE ON {table} REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows",
    "delete": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows",
}

CASCADE = """
DO $$
DECLARE name text;
BEGIN
    SELECT conname INTO name FROM pg_constraint
    WHERE conrelid = 'offers_offerdocument'::regclass AND contype = 'f';
    EXECUTE format('ALTER TABLE offers_offerdocument DROP CONSTRAINT %I', name);
    EXECUTE format('ALTER TABLE offers_offerdocument ADD CONSTRAINT %I FOREIGN KEY (offer_id)
                    REFERENCES offers_offer (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED', name);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0002_triggers")]
    operations = [
        migrations.RunSQL(SOURCE, "DROP VIEW offers_documentsource;"),
        migrations.RunSQL(REFRESH, REFRESH_BACK),
        # Children may be deleted before their offer; their triggers would write the row anew. The key cleans up.
        migrations.RunSQL(CASCADE, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER document_{event} {timing.format(table=table)} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION offers_documents_changed('{source}');",
                f"DROP TRIGGER document_{event} ON {table};",
            )
            for table, source in SOURCES.items()
            for event, timing in EVENTS.items()
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER document_update {EVENTS['update'].format(table='partners_room')} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION offers_documents_changed('{ROOM}');",
            "DROP TRIGGER document_update ON partners_room;",
        ),
    ]
