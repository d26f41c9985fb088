"""Who saw, exported, granted or signed what: rows that can only be added (T53)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ADD_LINK = """
    PERFORM pg_advisory_xact_lock(hashtext('kit_audit_chain'));
    SELECT position, hash INTO last FROM kit_auditevent ORDER BY position DESC LIMIT 1;
    NEW.at := clock_timestamp();
    NEW.position := COALESCE(last.position, 0) + 1;
    NEW.previous := COALESCE(last.hash, '');
    NEW.hash := kit_audit_hash(NEW.position, NEW.at, NEW.actor_id, NEW.verb, NEW.about, NEW.about_uuid, NEW.detail,
        NEW.previous);
    RETURN NEW;
"""
REFUSE_CHANGE = """
    IF TG_OP = 'DELETE' AND current_setting('familynet.erasing', true) = 'on' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'Das Protokoll kann nur ergänzt werden.' USING ERRCODE = 'integrity_constraint_violation';
"""
# Tests that commit are cleaned up by TRUNCATE; their connections say so (tests/settings.py), nobody else does.
REFUSE_EMPTYING = """
    IF current_setting('familynet.may_truncate', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'Das Protokoll kann nur ergänzt werden.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


class AuditEvent(models.Model):
    """One entry of the access log, chained: ``hash`` covers the entry and the hash before it.

    Time, position and hashes are set by a trigger under a lock that is held until the transaction ends, so write
    entries late in a transaction. Changing and deleting is refused; only the retention run may delete, oldest first.
    Whoever owns the database can still rewrite everything after the last head that left the machine (the worker
    logs the day's head); more is not promised. ``about`` is a label, never a name of a person.
    """

    retention_class = "audit"

    position = models.BigIntegerField(_("Nummer"), unique=True, editable=False)
    at = models.DateTimeField(_("Zeitpunkt"), editable=False, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Leer, wenn das System selbst gehandelt hat."),
    )
    verb = models.CharField(_("Vorgang"), max_length=60)
    about = models.CharField(_("Gegenstand"), max_length=200, blank=True)
    about_uuid = models.UUIDField(_("Kennung des Gegenstands"), null=True, blank=True, db_index=True)
    detail = models.TextField(_("Einzelheiten"), blank=True)
    previous = models.CharField(_("Prüfsumme davor"), max_length=64, blank=True, editable=False)
    hash = models.CharField(_("Prüfsumme"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("Protokolleintrag")
        verbose_name_plural = _("Protokoll")
        ordering = ["-position"]
        triggers = [
            pgtrigger.Trigger(
                name="add_link",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("last", "RECORD")],
                func=ADD_LINK,
            ),
            pgtrigger.Trigger(
                name="only_added",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=REFUSE_CHANGE,
            ),
            pgtrigger.Trigger(
                name="never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func=REFUSE_EMPTYING,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}".strip()
