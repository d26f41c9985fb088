"""A room that is moved to another location changes where its offers take place: their documents follow."""

from django.db import migrations

OFFERS = "SELECT r.offer_id FROM CHANGED c JOIN offers_offerrun r ON r.room_id = c.id"


class Migration(migrations.Migration):
    dependencies = [("offers", "0005_starter_search_words")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER document_update AFTER UPDATE ON partners_room "
            "REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows "
            f"FOR EACH STATEMENT EXECUTE FUNCTION offers_documents_changed('{OFFERS}');",
            "DROP TRIGGER document_update ON partners_room;",
        )
    ]
