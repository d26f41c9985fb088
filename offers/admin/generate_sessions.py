"""„Termine erzeugen“: what the rules of a run mean, what exists already, what falls out and why; then make them."""

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.formatting import clock_words, day_words
from kit.workflow import StepRefused
from offers import actions, calendar
from offers.models import OfferRun, SessionRule


@dataclass(frozen=True, slots=True)
class Line:
    """One day a rule names."""

    when: datetime
    words: str
    mark: str
    tone: str


@dataclass(slots=True)
class Plan:
    """What one rule means today; ``refusal`` says why it means nothing."""

    rule: SessionRule
    lines: list[Line] = field(default_factory=list)
    new: int = 0
    refusal: str = ""


def run_dates(admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """GET shows the plan of every rule; POST creates what is missing, all or nothing."""
    run = admin.get_object(request, unquote(object_id))
    if run is None:
        raise Http404
    if not admin.has_change_permission(request, run):
        raise PermissionDenied
    rules = list(run.rules.select_related("run__offer", "room").order_by("starts_on", "pk"))
    if request.method == "POST":
        try:
            with transaction.atomic():
                made = sum(len(actions.generate_sessions(rule, by=request.user)) for rule in rules)
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            text = ngettext("Ein neuer Termin.", "%(count)s neue Termine.", made) if made else _("Keine neuen Termine.")
            messages.success(request, text % {"count": made})
            return HttpResponseRedirect(admin._record_address(run))
    plans = _plans(run, rules)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "original": run,
        "title": _("Termine erzeugen"),
        "subtitle": str(run),
        "plans": plans,
        "new": sum(plan.new for plan in plans),
        "back": admin._record_address(run),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/run_dates.html", context)


def _plans(run: OfferRun, rules: list[SessionRule]) -> list[Plan]:
    known = set(run.sessions.values_list("starts_at", flat=True))
    known |= set(run.sessions.exclude(moved_from=None).values_list("moved_from", flat=True))
    plans = []
    for rule in rules:
        plan = Plan(rule)
        try:
            chosen = [start for start, _end in actions.planned_spans(rule)]
            skipped = _skipped(rule, chosen)
        except StepRefused as refused:
            plan.refusal = str(refused)
        else:
            plan.new = sum(start not in known for start in chosen)
            plan.lines = sorted(
                [_line(start, known) for start in chosen] + [_line_skipped(start) for start in skipped],
                key=lambda line: line.when,
            )
            known.update(chosen)
        plans.append(plan)
    return plans


def _skipped(rule: SessionRule, chosen: list[datetime]) -> list[datetime]:
    """Days up to the last chosen one that the rule would mean if nothing were left out."""
    if not chosen:
        return []
    bare = copy(rule)
    bare.skip_public_holidays = bare.skip_school_holidays = False
    bare.count, bare.until = None, timezone.localtime(chosen[-1]).date()
    if rule.until:
        bare.until = rule.until
    return [start for start, _end in actions.planned_spans(bare, skip=[]) if start not in chosen]


def _line(start: datetime, known: set[datetime]) -> Line:
    return Line(start, _words(start), *((_("gibt es schon"), "muted") if start in known else (_("neu"), "success")))


def _line_skipped(start: datetime) -> Line:
    holiday = calendar.is_public_holiday(timezone.localtime(start).date())
    mark = _("fällt aus: Feiertag") if holiday else _("fällt aus: Ferien oder Schließzeit")
    return Line(start, _words(start), mark, "warning")


def _words(start: datetime) -> str:
    return f"{day_words(start)}, {clock_words(start)} Uhr"
