"""What the machinery leaves behind, to look at: outgoing mail, job runs, the access log, erasure rules."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.models import AuditEvent, DataClass, Heartbeat, JobRun, OutgoingMail
from kit.models.mail import MailState
from kit.staff.base import StaffAdmin
from kit.staff.columns import badge_column, state_badge_column
from kit.staff.rights import Audience

GROUP = "Technik"
MAIL_TONES = {MailState.SENT: "success", MailState.FAILED: "danger"}


class WatchAdmin(StaffAdmin):
    """Rows nobody writes by hand."""

    group = GROUP
    audience = Audience.TECHNICAL
    read_only = True


@admin.register(OutgoingMail)
class OutgoingMailAdmin(WatchAdmin):
    """Without the text: it may carry a link that opens something for the addressee alone."""

    list_display = ["subject", "to", "purpose", "state_shown", "created_at", "attempts"]
    list_filter = ["state"]
    search_fields = ["to", "subject"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fields = [
        ("to", "reply_to"),
        "subject",
        "purpose",
        "state_shown",
        ("created_at", "sent_at"),
        ("attempts", "next_attempt_at"),
        "last_error",
        "message_id",
    ]
    readonly_fields = ["state_shown"]

    @admin.display(description=_("Stand"))
    def state_shown(self, mail: OutgoingMail) -> str:
        return state_badge_column(mail, "state", MAIL_TONES)


@admin.register(JobRun)
class JobRunAdmin(WatchAdmin):
    list_display = ["name", "started_at", "finished_at", "ok_shown", "note"]
    list_filter = ["ok"]
    search_fields = ["=name"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fields = ["name", ("started_at", "finished_at"), "ok_shown", "note"]
    readonly_fields = ["ok_shown"]

    @admin.display(description=_("Ergebnis"))
    def ok_shown(self, run: JobRun) -> str:
        if run.ok is None:
            return badge_column(_("läuft"), "info")
        return badge_column(_("erfolgreich"), "success") if run.ok else badge_column(_("fehlgeschlagen"), "danger")


@admin.register(Heartbeat)
class HeartbeatAdmin(WatchAdmin):
    list_display = ["process", "seen_at"]
    ordering = ["process"]
    fields = ["process", "seen_at"]


@admin.register(AuditEvent)
class AuditEventAdmin(WatchAdmin):
    audience = Audience.PROTOCOL
    list_display = ["position", "at", "actor", "verb", "about", "detail"]
    list_select_related = ["actor"]
    search_fields = ["=verb", "=about", "=actor__email"]
    search_help_text = _("Genau der Vorgang, der Gegenstand oder die E-Mail-Adresse der Person.")
    ordering = ["-position"]
    sortable_by: list[str] = []
    date_hierarchy = "at"
    fields = ["position", "at", "actor", "verb", ("about", "about_uuid"), "detail", "previous", "hash"]


@admin.register(DataClass)
class DataClassAdmin(WatchAdmin):
    audience = Audience.PROTOCOL
    list_display = ["name", "months", "days", "starts", "action", "reason"]
    list_filter = ["action"]
    search_fields = ["name", "reason"]
    ordering = ["name"]
    fields = ["name", "code", ("months", "days"), "starts", "action", "reason"]
