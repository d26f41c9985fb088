"""Distance in kilometres, and the guard against cycles in trees (I-05)."""

from django.db import migrations

DISTANCE = """
CREATE FUNCTION familynet_distance_km(lat1 double precision, lon1 double precision,
                                      lat2 double precision, lon2 double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT 12742 * asin(least(1.0, sqrt(
        power(sin(radians(lat2 - lat1) / 2), 2)
        + cos(radians(lat1)) * cos(radians(lat2)) * power(sin(radians(lon2 - lon1) / 2), 2))))
$$;
"""
CYCLE = """
CREATE FUNCTION familynet_refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found boolean;
BEGIN
    IF NEW.parent_id IS NULL THEN RETURN NULL; END IF;
    EXECUTE format(
        'WITH RECURSIVE up(id, parent_id) AS (
            SELECT id, parent_id FROM %1$I.%2$I WHERE id = $1
            UNION SELECT t.id, t.parent_id FROM %1$I.%2$I t JOIN up ON t.id = up.parent_id
         ) SELECT EXISTS (SELECT 1 FROM up WHERE parent_id = $2)', TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO found USING NEW.parent_id, NEW.id;
    IF found OR NEW.parent_id = NEW.id THEN
        RAISE EXCEPTION 'So entsteht ein Kreis in %.', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_no_cycle';
    END IF;
    RETURN NULL;
END $$;
"""
TABLES = ("partners_organization", "partners_planningarea", "partners_topic", "partners_actionfield")


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_register")]
    operations = [
        migrations.RunSQL(
            DISTANCE,
            "DROP FUNCTION familynet_distance_km(double precision, double precision, "
            "double precision, double precision);",
        ),
        migrations.RunSQL(CYCLE, "DROP FUNCTION familynet_refuse_cycle();"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER no_cycle AFTER INSERT OR UPDATE OF parent_id ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION familynet_refuse_cycle();",
                f"DROP TRIGGER no_cycle ON {table};",
            )
            for table in TABLES
        ),
    ]
