"""The staff admin as a whole: its name, its rights, its order."""

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from familynet.views.lines.coverage_lines import record_coverage
from familynet.views.staff.rights import RoleRights
from kit.staff.site import StaffSite
from offers.models import Instructor
from partners.models import Location, Organization, Room


class FamilySite(StaffSite):
    """``/verwaltung/``."""

    site_header = _("Familiennetz · Verwaltung")
    site_title = _("Verwaltung")
    index_title = _("Was möchten Sie pflegen?")
    site_url = "/"
    rights = RoleRights()
    groups = ("Angebote", "Partner", "Orte", "Personen", "Listen", "Vereinbarungen", "Technik")

    def each_context(self, request):  # type: ignore[no-untyped-def]
        return {
            **super().each_context(request),
            "workspace_url": reverse("workspace"),
            "sign_out_url": reverse("account_logout"),
            "account_url": reverse("account"),
        }

    def upward_lists(self, record: Model) -> list[tuple[str, str, str]]:
        """What upper floors keep about a record of a lower one."""
        return UPWARD.get(type(record), [])

    def upward_notes(self, request: HttpRequest, record: Model) -> list[dict[str, str]]:
        """Which agreement an offer, a room, a thing or a campaign rests on."""
        line = record_coverage(record, request.user)
        return [{"label": line.text[:1].upper() + line.text[1:], "href": line.href}] if line else []


UPWARD: dict[type[Model], list[tuple[str, str, str]]] = {
    Organization: [
        (_("Angebote als Veranstalter"), "offers_offer", "lead__id__exact"),
        (_("Beteiligt an Angeboten"), "offers_offerpartner", "organization__id__exact"),
        (_("Kursleitungen"), "offers_instructor", "organization__id__exact"),
        (_("Schließzeiten"), "offers_closingday", "organization__id__exact"),
        (_("Aktionen"), "offers_campaign", "organizer__id__exact"),
    ],
    Location: [
        (_("Angebote hier"), "offers_offer", "location__id__exact"),
        (_("Durchführungen hier"), "offers_offerrun", "location__id__exact"),
    ],
    Room: [(_("Belegung"), "offers_roombooking", "room__id__exact")],
    Instructor: [(_("Nachweise"), "offers_instructorcredential", "instructor__id__exact")],
    User: [(_("Mitgliedschaften"), "partners_membership", "user__id__exact")],
}
