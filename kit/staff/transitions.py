"""Changing a state: never a field, always a verb with a button, a page for the reason, and a refusal in words."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit.workflow import StepRefused, Workflow

MOST_AT_ONCE = 500
"""A bulk step beyond this belongs to a command; nobody looks through more rows before confirming."""
CONFIRMED = "confirmed"


class PlainForm(forms.Form):
    """Nothing to fill in, only to confirm."""


class NoteForm(forms.Form):
    """A remark kept with the step."""

    note = forms.CharField(
        label=gettext_lazy("Grund"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Steht danach im Verlauf. Bitte keine Angaben zu einzelnen Familien."),
    )


class ReasonForm(NoteForm):
    """The same, and it must be filled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True


@dataclass(frozen=True)
class StaffVerb:
    """One thing people can do with a record besides editing it.

    ``run(record, by=user, **fields_of_the_form)`` is an action function of the app; it raises ``StepRefused`` with a
    German reason. ``possible`` decides whether the button shows; the action itself has the last word. ``bulk`` offers
    it for several rows of the list as well.
    """

    name: str
    label: str
    run: Callable[..., Any]
    form: type[forms.Form] = PlainForm
    possible: Callable[[Any], bool] = field(default=lambda record: True)
    explanation: str = ""
    bulk: bool = True


def workflow_verbs(workflow: Workflow, run: Callable[..., Any], state: str = "state") -> tuple[StaffVerb, ...]:
    """One verb per step of the table people may take; ``run(record, verb=, by=, note=)`` takes it.

    The same verb may stand in several rows (from different states); it becomes one button.
    """
    verbs: dict[str, StaffVerb] = {}
    for step in workflow:
        if step.system or step.verb in verbs:
            continue
        sources = frozenset().union(*(s.sources for s in workflow if s.verb == step.verb))
        verbs[step.verb] = StaffVerb(
            name=step.verb,
            label=step.label,
            run=partial(_take, run, step.verb),
            form=ReasonForm if step.needs_note else NoteForm,
            possible=partial(_stands_in, state, sources),
        )
    return tuple(verbs.values())


def _take(run: Callable[..., Any], verb: str, record: Model, **fields: Any) -> Any:
    return run(record, verb=verb, **fields)


def _stands_in(state: str, sources: frozenset[str], record: Model) -> bool:
    return getattr(record, state) in sources


class VerbsMixin:
    """For admin classes: buttons on the record page („Was als Nächstes?“) and bulk actions on the list."""

    verbs: tuple[StaffVerb, ...] = ()

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_verb"
        view = self.admin_site.admin_view(self.verb_view)
        own = [path("<path:object_id>/schritt/<slug:verb>/", view, name=name)] if self.verbs else []
        return own + super().get_urls()

    def next_steps(self, request: HttpRequest, record: Model) -> list[dict[str, str]]:
        """Buttons for the record page: label and address of every verb possible now."""
        if not self.has_change_permission(request, record):
            return []
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_verb"
        return [
            {"label": verb.label, "href": reverse(name, args=[quote(record.pk), verb.name])}
            for verb in self.verbs
            if verb.possible(record)
        ]

    def verb_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Ask, then do. GET shows what will happen; POST does it or says why not, keeping what was typed."""
        record = self.get_object(request, unquote(object_id))
        step = next((v for v in self.verbs if v.name == verb), None)
        if record is None or step is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        form = step.form(request.POST or None, initial=self.verb_initial(step, record))
        if request.method == "POST":
            form = step.form(request.POST)
            if form.is_valid():
                try:
                    step.run(record, by=request.user, **form.cleaned_data)
                except StepRefused as refused:
                    form.add_error(None, str(refused))
                else:
                    messages.success(request, _("%(verb)s: erledigt.") % {"verb": step.label})
                    return HttpResponseRedirect(self._record_address(record))
        context = self._verb_context(request, step, form) | {
            "original": record,
            "subtitle": str(record),
            "back": self._record_address(record),
            "possible": step.possible(record),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/verb.html", context, status=status)

    def verb_initial(self, verb: StaffVerb, record: Model) -> dict[str, Any]:
        """First values of a verb's form, for example the present time of a date that is to be moved."""
        return {}

    def _record_address(self, record: Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(record.pk)])

    def _verb_context(self, request: HttpRequest, verb: StaffVerb, form: forms.Form) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": verb.label,
            "verb": verb,
            "form": form,
            "media": self.media + form.media,
        }

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not self.has_change_permission(request):
            return actions
        for verb in self.verbs:
            if verb.bulk:
                name = f"verb_{verb.name}"
                actions[name] = (partial(_bulk, verb), name, verb.label)
        return actions

    def bulk_verb(self, request: HttpRequest, rows: QuerySet, verb: StaffVerb) -> HttpResponse | None:
        """Confirm first, then take the step for every chosen row; each row succeeds or is refused by itself."""
        chosen = list(rows[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            messages.error(
                request,
                _("Bitte wählen Sie höchstens %(most)s Einträge auf einmal.") % {"most": MOST_AT_ONCE},
            )
            return None
        confirmed = CONFIRMED in request.POST
        form = verb.form(request.POST if confirmed else None)
        if confirmed and form.is_valid():
            self._run_for_all(request, verb, chosen, form.cleaned_data)
            return None
        context = self._verb_context(request, verb, form) | {
            "chosen": chosen,
            "checkbox": ACTION_CHECKBOX_NAME,
            "action": request.POST["action"],
            "confirmed": CONFIRMED,
            "back": request.get_full_path(),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/verb_bulk.html", context, status=status)

    def _run_for_all(
        self, request: HttpRequest, verb: StaffVerb, chosen: Iterable[Model], fields: dict[str, Any]
    ) -> None:
        done, reasons = 0, Counter[str]()
        for record in chosen:
            if not self.has_change_permission(request, record):
                reasons[_("Dafür fehlt Ihnen das Recht.")] += 1
                continue
            try:
                verb.run(record, by=request.user, **fields)
            except (StepRefused, ValidationError) as refused:
                reasons[str(refused)] += 1
            else:
                done += 1
        if done:
            text = ngettext("%(verb)s: ein Eintrag.", "%(verb)s: %(count)s Einträge.", done)
            messages.success(request, text % {"verb": verb.label, "count": done})
        for reason, count in reasons.most_common(10):
            text = ngettext("Ein Eintrag blieb, wie er war: ", "%(count)s Einträge blieben, wie sie waren: ", count)
            messages.warning(request, text % {"count": count} + reason)


def _bulk(verb: StaffVerb, admin: VerbsMixin, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
    return admin.bulk_verb(request, rows, verb)
