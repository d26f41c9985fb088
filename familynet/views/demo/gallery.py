"""The gallery: every component once, with the states that break layouts."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kit.pagination import paginate
from kit.view_models import Chip, Tab, TimelineEntry, WeekDay, WeekEntry
from partners.rights.held import may_use_admin

LONG_WORD = "Kindertagesbetreuungsgebührenermäßigungsantragsformular"


class SampleForm(forms.Form):
    """One field of each kind people meet."""

    title = forms.CharField(label=_("Titel"), help_text=_("Zum Beispiel „Krabbelgruppe am Dienstag“."), max_length=40)
    starts_on = forms.DateField(label=_("Beginn"), widget=forms.DateInput(attrs={"type": "date"}))
    topic = forms.ChoiceField(
        label=_("Thema"),
        choices=[("", _("bitte wählen")), ("eltern", _("Eltern sein")), ("geld", _("Geld und Hilfen"))],
    )
    languages = forms.MultipleChoiceField(
        label=_("Sprachen"),
        required=False,
        choices=[("de", _("Deutsch")), ("ar", _("Arabisch")), ("uk", _("Ukrainisch"))],
        widget=forms.CheckboxSelectMultiple,
    )
    cost = forms.ChoiceField(
        label=_("Kosten"), choices=[("0", _("kostenlos")), ("1", _("mit Beitrag"))], widget=forms.RadioSelect
    )
    description = forms.CharField(label=_("Beschreibung"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    step_free = forms.BooleanField(label=_("stufenlos erreichbar"), help_text=_("Auch mit Kinderwagen."))


@dataclass(frozen=True, slots=True)
class SampleSession:
    """Stands for a date of an offer."""

    starts_at: object
    ends_at: object


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """``/intern/bausteine/``: open in the demo, otherwise for staff only."""
    if settings.MODE != "demo" and not may_use_admin(request.user):
        if request.user.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    today = timezone.localdate()
    refused = SampleForm({"title": LONG_WORD})
    refused.full_clean()
    return TemplateResponse(
        request,
        "gallery/index.html",
        {
            "long_word": LONG_WORD,
            "form": SampleForm(prefix="leer"),
            "refused": refused,
            "page": paginate(range(1, 301), request, per_page=10),
            "tones": ["", "primary", "accent", "success", "warning", "danger", "info", "muted"],
            "alerts": ["info", "success", "warning", "danger"],
            "tabs": [
                Tab(_("Liste"), "?ansicht=liste", current=True, icon="list"),
                Tab(_("Woche"), "?ansicht=woche", icon="calendar-days", count=12),
                Tab(_("Karte"), "?ansicht=karte", icon="map"),
            ],
            "chips": [
                Chip(_("Bieblach-Ost"), "?", removes=True),
                Chip(_("9 Monate"), "?", removes=True),
                Chip(_("heute"), "?tag=heute", current=True),
                Chip(LONG_WORD, "?lang"),
                Chip(_("nur ein Wort"), icon="baby"),
            ],
            "timeline": [
                TimelineEntry(now, _("Koordination Elsterbogen hat die Fassung gesperrt.")),
                TimelineEntry(now - timedelta(days=1), _("Testperson 01 hat zugestimmt."), note=LONG_WORD),
                TimelineEntry(now - timedelta(days=400), _("Die Vereinbarung wurde angelegt.")),
            ],
            "week": [
                WeekDay(
                    today + timedelta(days=n),
                    [
                        WeekEntry("10:00–11:30", _("Krabbelgruppe"), "#", _("3 Plätze frei")),
                        WeekEntry("15:00–16:00", LONG_WORD, "#"),
                    ][: n % 3],
                    note=_("Ferien") if n == 5 else "",
                )
                for n in range(7)
            ],
            "steps": [_("Angaben"), _("Termine"), _("Kosten"), _("Prüfen")],
            "days": [today, today + timedelta(days=1), today + timedelta(days=4), today + timedelta(days=400)],
            "session": SampleSession(now, now + timedelta(minutes=90)),
            "amounts": [Decimal(0), Decimal("32"), Decimal("1250.5")],
            "before": str(_("Die Partner treffen sich zweimal im Jahr im Familienzentrum.")),
            "after": str(_("Die Partner treffen sich viermal im Jahr reihum in ihren Häusern.")),
            "source": str(
                _("Erster **Absatz** mit [Link](https://familienzentrum.example/).\n\n- Punkt\n- noch einer")
            ),
        },
    )
