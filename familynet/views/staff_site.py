"""The staff admin as a whole: its name, its rights, its order."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from familynet.kit.staff.site import StaffSite
from familynet.views.staff_rights import RoleRights


class FamilySite(StaffSite):
    """``/verwaltung/``."""

    site_header = _("Familiennetz · Verwaltung")
    site_title = _("Verwaltung")
    index_title = _("Was möchten Sie pflegen?")
    site_url = "/"
    rights = RoleRights()
    groups = ("Angebote", "Partner", "Orte", "Personen", "Listen", "Technik")

    def each_context(self, request):  # type: ignore[no-untyped-def]
        return {
            **super().each_context(request),
            "workspace_url": reverse("workspace"),
            "sign_out_url": reverse("account_logout"),
            "account_url": reverse("account"),
        }
