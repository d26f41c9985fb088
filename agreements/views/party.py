"""What a party does on either page of a negotiation, signed in or by link: read, remark, agree, look what changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import negotiating as act
from agreements.forms.negotiation import AgreeForm, RemarkForm, TakeBackForm
from agreements.models import AgreementVersion
from agreements.negotiation.next_steps import pending_steps
from agreements.negotiation.party_text import ClauseCard, Voice, changes_since, read_party_text
from kit.workflow import StepRefused

DONE = {
    "angemerkt": gettext_lazy("Ihre Anmerkung ist gespeichert. Das Zentrum bekommt sie mit dem nächsten Brief."),
    "vorgeschlagen": gettext_lazy("Ihr Vorschlag ist gespeichert. Was daraus wird, steht im nächsten Brief."),
    "zugestimmt": gettext_lazy("Ihre Zustimmung ist gespeichert."),
    "allem-zugestimmt": gettext_lazy("Sie haben dem ganzen Text zugestimmt. Unterschrieben wird später."),
    "rest-zugestimmt": gettext_lazy("Sie haben allen Klauseln zugestimmt, zu denen Sie nichts angemerkt haben."),
    "zurueckgenommen": gettext_lazy("Zurückgenommen."),
}
"""What the page says after a form was sent; its key stands in the address, so nobody needs a session."""


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses of the pages for one way in: ``negotiation`` with the agreement, or ``guest`` with the token."""

    name: str
    argument: Any

    @property
    def page(self) -> str:
        return reverse(f"agreements:{self.name}", args=[self.argument])

    @property
    def remark(self) -> str:
        return self._at("remark")

    @property
    def agree(self) -> str:
        return self._at("agree")

    @property
    def take_back(self) -> str:
        return self._at("take_back")

    @property
    def changes(self) -> str:
        return self._at("changes")

    def _at(self, what: str) -> str:
        return reverse(f"agreements:{self.name}_{what}", args=[self.argument])


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a party answers: the text, for whom one speaks, the addresses, and how a page is framed."""

    request: HttpRequest
    version: AgreementVersion
    voice: Voice
    places: Places
    frame: Callable[..., dict[str, Any]]

    def page(self, template: str, status: int = 200, **context: Any) -> TemplateResponse:
        shared = {"voice": self.voice, "places": self.places, "version": self.version}
        return TemplateResponse(self.request, template, self.frame(**shared, **context), status=status)

    def back(self, done: str, card: Any = None) -> HttpResponse:
        anchor = f"#klausel-{card}" if card else ""
        speaks = f"&fuer={self.voice.organization.uuid}" if self.voice.by is not None else ""
        there = f"&bei={card}" if card else ""
        return redirect(f"{self.places.page}?getan={done}{there}{speaks}{anchor}")


def read_page(desk: Desk, refused: str = "", **context: Any) -> TemplateResponse:
    """The whole text, clause by clause; with ``refused`` what a button could not do."""
    reading, said = read_party_text(desk.version, desk.voice), desk.request.GET
    there = f"klausel-{said.get('bei', '')}"
    return desk.page(
        "agreements/negotiation.html",
        409 if refused else 200,
        refused=refused,
        reading=reading,
        done=DONE.get(said.get("getan", ""), ""),
        turns=pending_steps(desk.version.agreement),
        done_at=there if there in {card.anchor for card in reading.cards} else "",
        **context,
    )


def remark_page(desk: Desk) -> HttpResponse:
    """Write a remark on one clause (``?klausel=``), with or without other words for it, or on the whole text."""
    card = _card(desk)
    source = card.source if card else None
    if desk.request.method != "POST":
        form = RemarkForm(source=source, initial={"edition": card.edition} if card else None)
        return desk.page("agreements/negotiation_remark.html", form=form, card=card)
    form = RemarkForm(desk.request.POST, source=source)
    if form.is_valid():
        try:
            return desk.back(_say(desk, card, form.cleaned_data), card and card.key)
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return desk.page("agreements/negotiation_remark.html", 422, form=form, card=card)


def agree(desk: Desk) -> HttpResponse:
    """Agree to a clause or to the whole text, or take that back; refused is told on the page, with what is new."""
    form = AgreeForm(desk.request.POST)
    if not form.is_valid():
        return read_page(desk, _("Das hat nicht geklappt. Bitte drücken Sie den Knopf noch einmal."))
    key, mark = form.cleaned_data["klausel"], form.cleaned_data["stand"]
    try:
        if form.cleaned_data["was"] == "zuruecknehmen":
            act.withdraw_approval(desk.version, clause_key=key, **desk.voice.who)
            return desk.back("zurueckgenommen", key)
        if form.cleaned_data["was"] == "rest":
            act.approve_rest(desk.version, mark=mark or 0, **desk.voice.who)
            return desk.back("rest-zugestimmt")
        if key is None:
            act.approve_text(desk.version, mark=mark or 0, **desk.voice.who)
            return desk.back("allem-zugestimmt")
        act.approve_clause(desk.version, clause_key=key, mark=mark or 0, **desk.voice.who)
        return desk.back("zugestimmt", key)
    except StepRefused as refused:
        return read_page(desk, str(refused))


def take_back(desk: Desk) -> HttpResponse:
    """Settle one's own remark."""
    form = TakeBackForm(desk.request.POST)
    if not form.is_valid():
        return read_page(desk, _("Das hat nicht geklappt. Bitte drücken Sie den Knopf noch einmal."))
    remark = get_object_or_404(desk.version.comments, uuid=form.cleaned_data["anmerkung"])
    try:
        act.take_back_comment(remark, **desk.voice.who)
    except StepRefused as refused:
        return read_page(desk, str(refused))
    return desk.back("zurueckgenommen", remark.clause_key)


def changes_page(desk: Desk) -> TemplateResponse:
    """What reads otherwise than when this organisation agreed last, word for word."""
    reading = read_party_text(desk.version, desk.voice)
    changes = changes_since(reading, desk.voice)
    return desk.page("agreements/negotiation_changes.html", reading=reading, changes=changes)


def _say(desk: Desk, card: ClauseCard | None, data: dict[str, Any]) -> str:
    """Keep the remark; the word for the address says which kind it was."""
    if card is None or not data["proposal"]:
        act.add_comment(desk.version, text=data["text"], clause_key=card.key if card else None, **desk.voice.who)
        return "angemerkt"
    act.add_proposal(
        desk.version,
        clause_key=card.key,
        edition=data.get("edition") or card.edition,
        proposal=data["proposal"],
        text=data["text"],
        **desk.voice.who,
    )
    return "vorgeschlagen"


def _card(desk: Desk) -> ClauseCard | None:
    """The clause the address names; none for the whole text. A clause that is not there is 404."""
    named = desk.request.GET.get("klausel", "")
    if not named:
        return None
    for card in read_party_text(desk.version, desk.voice).cards:
        if str(card.key) == named:
            return card
    raise Http404
