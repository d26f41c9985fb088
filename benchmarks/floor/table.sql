-- The floor's own search table, made once from the portal's offers: one narrow row per published offer, every filter
-- value as a whole number, text by PostgreSQL's own German configuration, the indexes such a table should have.
DROP SCHEMA IF EXISTS floor CASCADE;
CREATE SCHEMA floor;
CREATE TABLE floor.document AS
SELECT o.id, o.title, dates.next_start, point(l.lon, l.lat) AS place,
       o.minimum_age_months AS youngest, o.maximum_age_months AS oldest,
       setweight(to_tsvector('german', o.title), 'A') || setweight(to_tsvector('german', o.summary), 'B')
           || setweight(to_tsvector('german', o.description), 'C') AS tsv,
       ARRAY(SELECT 1000000 + topic_id::int FROM offers_offer_topics WHERE offer_id = o.id)
           || ARRAY(SELECT 2000000 + targetgroup_id::int FROM offers_offer_target_groups WHERE offer_id = o.id)
           || ARRAY(SELECT 3000000 + language_id::int FROM offers_offer_languages WHERE offer_id = o.id)
           || ARRAY(SELECT 10000000 + lifestage_id::int FROM offers_offer_life_stages WHERE offer_id = o.id)
           || dates.days
           || CASE WHEN fees.amount IS NULL THEN ARRAY[8000001] ELSE '{}' END
           || CASE WHEN o.registration_mode = 'none' THEN ARRAY[8000002] ELSE '{}' END AS facets
FROM offers_offer o
LEFT JOIN partners_location l ON l.id = o.location_id
CROSS JOIN LATERAL (
    SELECT min(s.starts_at) AS next_start,
           coalesce(array_agg(DISTINCT 5000000 + extract(isodow FROM s.starts_at AT TIME ZONE 'Europe/Berlin')::int)
                    FILTER (WHERE s.id IS NOT NULL), '{}') AS days
    FROM offers_offerrun r JOIN offers_offersession s ON s.run_id = r.id
    WHERE r.offer_id = o.id AND s.starts_at >= now()
) AS dates
CROSS JOIN LATERAL (
    SELECT max(f.amount) AS amount FROM offers_offerrun r JOIN offers_feeoption f ON f.run_id = r.id WHERE r.offer_id = o.id
) AS fees
WHERE o.state = 'published' AND dates.next_start IS NOT NULL
ORDER BY dates.next_start, o.id;
ALTER TABLE floor.document ADD PRIMARY KEY (id);
CREATE INDEX ON floor.document USING gin (tsv) WITH (fastupdate = off);
CREATE INDEX ON floor.document USING gin (facets) WITH (fastupdate = off);
CREATE INDEX ON floor.document (next_start, id);
CREATE INDEX ON floor.document USING gist (place);
ANALYZE floor.document;
