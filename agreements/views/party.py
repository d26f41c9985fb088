"""What a party does on either page of a negotiation, signed in or by link: read, remark, agree, look what changed.

There are two doors to it: ``negotiation`` for people who signed in, ``guest`` for whoever holds a link. A door finds
out which text it is and who speaks (``PartyRequest``); everything behind it is written once, here.
"""

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
from agreements.negotiation.party_text import ClauseCard, changes_since, read_party_text
from agreements.negotiation.speaker import Speaker
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
class PartyPageLinks:
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
class PartyRequest:
    """Where a party answers: the text, for whom one speaks, the addresses, and how a page is framed."""

    request: HttpRequest
    version: AgreementVersion
    speaker: Speaker
    may_approve_text: bool
    """All of it at once; to single clauses everybody of the organisation may agree."""
    page_links: PartyPageLinks
    frame: Callable[..., dict[str, Any]]
    """Takes what the page shows and adds what its layout needs."""

    def page(self, template: str, status: int = 200, **context: Any) -> TemplateResponse:
        shared = {
            "speaker": self.speaker,
            "may_approve_text": self.may_approve_text,
            "page_links": self.page_links,
            "version": self.version,
        }
        return TemplateResponse(self.request, template, self.frame(**shared, **context), status=status)

    def back(self, done: str, card: Any = None) -> HttpResponse:
        anchor = f"#klausel-{card}" if card else ""
        speaks = f"&fuer={self.speaker.organization.uuid}" if self.speaker.person is not None else ""
        there = f"&bei={card}" if card else ""
        return redirect(f"{self.page_links.page}?getan={done}{there}{speaks}{anchor}")


PartyAnswer = Callable[[PartyRequest], HttpResponse]
Door = Callable[[PartyAnswer, list[str]], Callable[..., HttpResponse]]
"""Makes a Django view of an answer, for these methods."""


@dataclass(frozen=True, slots=True)
class PartyViews:
    """The pages behind one door."""

    remark: Callable[..., HttpResponse]
    agree: Callable[..., HttpResponse]
    take_back: Callable[..., HttpResponse]
    changes: Callable[..., HttpResponse]


def party_views(door: Door) -> PartyViews:
    """The pages both doors share, behind this one."""
    return PartyViews(
        remark=door(remark_page, ["GET", "HEAD", "POST"]),
        agree=door(record_agreement, ["POST"]),
        take_back=door(take_back_remark, ["POST"]),
        changes=door(changes_page, ["GET", "HEAD"]),
    )


def read_page(asked: PartyRequest, refused: str = "", **context: Any) -> TemplateResponse:
    """The whole text, clause by clause; with ``refused`` what a button could not do."""
    reading, said = read_party_text(asked.version, asked.speaker), asked.request.GET
    there = f"klausel-{said.get('bei', '')}"
    return asked.page(
        "agreements/negotiation/party_text.html",
        409 if refused else 200,
        refused=refused,
        reading=reading,
        done=DONE.get(said.get("getan", ""), ""),
        turns=pending_steps(asked.version.agreement),
        done_at=there if there in {card.anchor for card in reading.cards} else "",
        **context,
    )


def remark_page(asked: PartyRequest) -> HttpResponse:
    """Write a remark on one clause (``?klausel=``), with or without other words for it, or on the whole text."""
    card = _named_card(asked)
    source = card.source if card else None
    if asked.request.method != "POST":
        form = RemarkForm(source=source, initial={"edition": card.edition} if card else None)
        return asked.page("agreements/negotiation/remark.html", form=form, card=card)
    form = RemarkForm(asked.request.POST, source=source)
    if form.is_valid():
        try:
            return asked.back(_keep_remark(asked, card, form.cleaned_data), card and card.key)
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return asked.page("agreements/negotiation/remark.html", 422, form=form, card=card)


def record_agreement(asked: PartyRequest) -> HttpResponse:
    """Agree to a clause or to the whole text, or take that back; refused is told on the page, with what is new."""
    form = AgreeForm(asked.request.POST)
    if not form.is_valid():
        return read_page(asked, _("Das hat nicht geklappt. Bitte drücken Sie den Knopf noch einmal."))
    key, mark = form.cleaned_data["klausel"], form.cleaned_data["stand"]
    try:
        if form.cleaned_data["was"] == "zuruecknehmen":
            act.withdraw_approval(asked.version, asked.speaker, clause_key=key)
            return asked.back("zurueckgenommen", key)
        if form.cleaned_data["was"] == "rest":
            act.approve_rest(asked.version, asked.speaker, mark=mark or 0)
            return asked.back("rest-zugestimmt")
        if key is None:
            act.approve_text(asked.version, asked.speaker, mark=mark or 0)
            return asked.back("allem-zugestimmt")
        act.approve_clause(asked.version, asked.speaker, clause_key=key, mark=mark or 0)
        return asked.back("zugestimmt", key)
    except StepRefused as refused:
        return read_page(asked, str(refused))


def take_back_remark(asked: PartyRequest) -> HttpResponse:
    """Settle one's own remark."""
    form = TakeBackForm(asked.request.POST)
    if not form.is_valid():
        return read_page(asked, _("Das hat nicht geklappt. Bitte drücken Sie den Knopf noch einmal."))
    remark = get_object_or_404(asked.version.comments, uuid=form.cleaned_data["anmerkung"])
    try:
        act.take_back_comment(remark, asked.speaker)
    except StepRefused as refused:
        return read_page(asked, str(refused))
    return asked.back("zurueckgenommen", remark.clause_key)


def changes_page(asked: PartyRequest) -> TemplateResponse:
    """What reads otherwise than when this organisation agreed last, word for word."""
    reading = read_party_text(asked.version, asked.speaker)
    changes = changes_since(reading, asked.speaker)
    return asked.page("agreements/negotiation/changes.html", reading=reading, changes=changes)


def _keep_remark(asked: PartyRequest, card: ClauseCard | None, data: dict[str, Any]) -> str:
    """Keep the remark; the word for the address says which kind it was."""
    if card is None or not data["proposal"]:
        act.add_comment(asked.version, asked.speaker, text=data["text"], clause_key=card.key if card else None)
        return "angemerkt"
    act.add_proposal(
        asked.version,
        asked.speaker,
        clause_key=card.key,
        edition=data.get("edition") or card.edition,
        proposal=data["proposal"],
        text=data["text"],
    )
    return "vorgeschlagen"


def _named_card(asked: PartyRequest) -> ClauseCard | None:
    """The clause the address names; none for the whole text. A clause that is not there is 404."""
    named = asked.request.GET.get("klausel", "")
    if not named:
        return None
    for card in read_party_text(asked.version, asked.speaker).cards:
        if str(card.key) == named:
            return card
    raise Http404
