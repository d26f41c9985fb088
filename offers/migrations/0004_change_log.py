"""A log of what changed in the search documents and catalogues, so that the index in each web process can follow."""

from django.db import migrations

FEW = 2000
"""From so many documents in one statement on, reading everything anew is cheaper than following."""

CHANGES = f"""
ALTER TABLE offers_documentchange ALTER COLUMN changed_in SET DEFAULT pg_current_xact_id()::text::bigint;
ALTER TABLE offers_documentchange ALTER COLUMN changed_at SET DEFAULT now();
CREATE FUNCTION offers_note_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM changed LIMIT {FEW + 1}) AS few) > {FEW} THEN
        INSERT INTO offers_documentchange (what) VALUES ('a');
    ELSE
        INSERT INTO offers_documentchange (what, offer) SELECT 'd', offer_id FROM changed;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_insert AFTER INSERT ON offers_offerdocument REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION offers_note_documents();
CREATE TRIGGER note_update AFTER UPDATE ON offers_offerdocument REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION offers_note_documents();
CREATE TRIGGER note_delete AFTER DELETE ON offers_offerdocument REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION offers_note_documents();
CREATE FUNCTION offers_note_catalog() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO offers_documentchange (what) VALUES ('c');
    RETURN NULL;
END $$;
"""
CHANGES_BACK = """
DROP FUNCTION offers_note_catalog();
DROP TRIGGER note_delete ON offers_offerdocument;
DROP TRIGGER note_update ON offers_offerdocument;
DROP TRIGGER note_insert ON offers_offerdocument;
DROP FUNCTION offers_note_documents();
"""
CATALOG = (
    *("partners_topic", "partners_language", "partners_planningarea", "partners_planningarea_neighbors"),
    *("partners_municipality", "offers_targetgroup", "offers_lifestage"),
    *("offers_searchword", "offers_searchword_topics", "offers_searchword_target_groups"),
)


class Migration(migrations.Migration):
    dependencies = [("offers", "0003_documents")]
    operations = [
        migrations.RunSQL(CHANGES, CHANGES_BACK),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER note_catalog AFTER INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION offers_note_catalog();",
                f"DROP TRIGGER note_catalog ON {table};",
            )
            for table in CATALOG
        ),
    ]
