"""Extensions, the folding function and the German text search configuration.

``familynet_fold`` is an immutable wrapper: ``unaccent`` itself is only stable, so it could not stand in a generated
column or an index. It names schema and dictionary, so nobody can change its meaning through the search path.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

FOLD = """
CREATE FUNCTION familynet_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$;
"""
CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION familynet_de (COPY = german);
ALTER TEXT SEARCH CONFIGURATION familynet_de
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, german_stem;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION familynet_fold(text);"),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION familynet_de;"),
    ]
