"""Letters about a negotiation. Invitations and reminders go at once, everything else bundled: one letter per address.

``send_news`` runs every quarter of an hour and tells each recipient what happened since the run before: remarks and
proposals, answers to one's own, changed clauses, agreement, the deadline. Each thing has a moment and belongs to one
run, so nothing is told twice and nothing is left out when a run fails. Letters name organisations, never people.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.enums import AgreementState, CommentState
from agreements.models import Agreement, AgreementInvitation, AgreementStep, AgreementVersion, ClauseEdit
from agreements.negotiation.fingerprints import changed_blocks
from agreements.negotiation.guest_links import LinkGone, is_readable, is_usable, link_of
from agreements.negotiation.mailboxes import contact_for_questions
from agreements.negotiation.next_steps import party_positions, pending_steps
from agreements.permissions import SPEAKS_FOR
from kit.models import JobRun, OutgoingMail
from kit.outbox import queue_mail
from kit.outbox.due_letters import Letter, send_due_letters
from partners.models import Membership, Organization

JOB = "agreement-letters"
EVERY = timedelta(minutes=15)
LATE_COMMITS = timedelta(minutes=1)
"""So long a transaction may take and still be told: each run looks at the time up to a minute before it began."""
MORNING = time(7)
AHEAD = timedelta(days=3)
NEWS, INVITATION, REMINDER = "abstimmung", "abstimmung-einladung", "abstimmung-erinnerung"
STEPS = {
    "negotiate": gettext_lazy("Der Text steht zur Abstimmung."),
    "reopen": gettext_lazy("Der Text ist noch einmal offen und steht zur Abstimmung."),
    "redraft": gettext_lazy("Der Text wird überarbeitet. Sie hören von uns, sobald er wieder zur Abstimmung steht."),
    "lock": gettext_lazy("Der Text ist abgestimmt, die Fassung ist gesperrt. Als Nächstes wird unterschrieben."),
    "abandon": gettext_lazy("Die Vereinbarung kommt nicht zustande."),
}


@dataclass(frozen=True, slots=True)
class AgreementNews:
    """What one letter says about one agreement."""

    agreement: Agreement
    address: str
    link: str
    lines: list[str]
    waits_for: list[str]


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing to tell. ``of`` is whose doing it was; ``to`` limits it to some organisations, the centre included."""

    text: str
    of: int | None = None
    to: frozenset[int] | None = None

    def is_for(self, organization: int) -> bool:
        return organization != self.of and (self.to is None or organization in self.to)


def write_invitation(invitation: AgreementInvitation) -> int:
    """The letter that lets a party in, to its mailbox with the link and to its logins; how many."""
    return _send_to_party(invitation, "mail/agreements/invitation.txt", INVITATION, _("Bitte prüfen: {}"))


def write_reminder(invitation: AgreementInvitation) -> int:
    """„Your answer is awaited“, asked for by the centre; how many."""
    return _send_to_party(invitation, "mail/agreements/reminder.txt", REMINDER, "Erinnerung: {}")


def was_reminded_recently(invitation: AgreementInvitation) -> bool:
    """Whether this organisation got a reminder for any agreement of the same reference in the last twelve hours."""
    since = timezone.now() - timedelta(hours=12)
    sent = OutgoingMail.objects.filter(purpose=REMINDER, created_at__gt=since, to__in=_addresses(invitation))
    return sent.filter(subject__contains=invitation.agreement.reference).exists()


def send_due_news() -> str:
    """The job of the worker: everything since the last run that went well."""
    runs = JobRun.objects.filter(name=JOB)
    until = runs.filter(finished_at=None).values_list("started_at", flat=True).order_by("-started_at").first()
    until = (until or timezone.now()) - LATE_COMMITS
    last = runs.filter(ok=True).values_list("started_at", flat=True).order_by("-started_at").first()
    return str(send_news(last - LATE_COMMITS if last else until - EVERY, until))


def send_news(since: datetime, until: datetime) -> int:
    """Write the bundled letters about ``since < moment <= until``; how many.

    Nothing is remembered of it: each thing has a moment, and each moment belongs to one run (``send_due_news``).
    """
    return send_due_letters(
        lambda: _news_sections(since, until),
        recipients=lambda section: [section.address],
        write=_news_letter,
        purpose=NEWS,
    )


def _news_sections(since: datetime, until: datetime) -> Iterator[AgreementNews]:
    for agreement in _agreements_with_news(since, until):
        said = _news_of(agreement, since, until)
        if not said:
            continue
        waits_for = [str(turn) for turn in pending_steps(agreement)]
        told = set()
        for organization, address, link in _recipients(agreement):
            lines = [one.text for one in said if one.is_for(organization)]
            # Who speaks for several organisations reads it once, as the first of them.
            if lines and address not in told:
                told.add(address)
                yield AgreementNews(agreement, address, link, lines, waits_for)


def _news_letter(sections: list[AgreementNews]) -> Letter:
    one = _("%(reference)s: Neues zur Abstimmung") % {"reference": sections[0].agreement.reference}
    return Letter(
        subject=one if len(sections) == 1 else f"Neues zu {len(sections)} Vereinbarungen",
        template="mail/agreements/news.txt",
        context={"sections": sections},
    )


def _send_to_party(invitation: AgreementInvitation, template: str, purpose: str, subject: str) -> int:
    agreement = invitation.agreement
    addresses = _addresses(invitation)
    guest = link_of(invitation) if invitation.email else ""
    ask = contact_for_questions(agreement.center)
    for address in addresses:
        queue_mail(
            to=address,
            subject=subject.format(f"{agreement.reference} {agreement.title}"),
            template=template,
            context={
                "agreement": agreement,
                "organization": invitation.organization,
                "link": guest if address == invitation.email else internal_link(agreement),
                "is_guest": address == invitation.email,
                "expires_at": invitation.expires_at,
                "ask": ask,
            },
            purpose=purpose,
        )
    return len(addresses)


def internal_link(agreement: Agreement) -> str:
    return settings.PUBLIC_BASE_URL + reverse("agreements:negotiation", args=[agreement.uuid])


def _addresses(invitation: AgreementInvitation) -> list[str]:
    """The mailbox of the invitation and the logins of the organisation, each once."""
    mailbox = [invitation.email] if invitation.email else []
    return list(dict.fromkeys(mailbox + _logins([invitation.organization_id])[invitation.organization_id]))


def _logins(organizations: Iterable[int]) -> defaultdict[int, list[str]]:
    """Addresses of those who may speak for these organisations today."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.valid_on().filter(
        organization__in=list(organizations), role__in=SPEAKS_FOR, user__is_active=True
    )
    for organization, address in rows.order_by("pk").values_list("organization", "user__email").distinct():
        if address not in found[organization]:
            found[organization].append(address)
    return found


def _recipients(agreement: Agreement) -> list[tuple[int, str, str]]:
    """Organisation, address, link: whoever looks after the agreement first, then the invited parties."""
    internal = internal_link(agreement)
    people = [one for one in (agreement.responsible, agreement.deputy) if one is not None and one.is_active]
    invitations = list(agreement.invitations.filter(revoked_at=None).select_related("agreement"))
    logins = _logins([agreement.center_id, *(one.organization_id for one in invitations)])
    center = [one.email for one in people] or logins[agreement.center_id]
    found = [(agreement.center_id, address, internal) for address in center]
    for one in invitations:
        if one.email:
            found.append((one.organization_id, one.email, _link_or_nothing(one)))
        found += [(one.organization_id, address, internal) for address in logins[one.organization_id]]
    return found


def _link_or_nothing(invitation: AgreementInvitation) -> str:
    """No link in a letter about a text that link neither opens nor shows any more."""
    for opens in (is_usable, is_readable):
        try:
            opens(invitation)
        except LinkGone:
            continue
        return link_of(invitation)
    return ""


def _agreements_with_news(since: datetime, until: datetime) -> Iterable[Agreement]:
    """Agreements something may have happened to: all in negotiation, and those a step was taken with."""
    stepped = AgreementStep.objects.filter(at__gt=since, at__lte=until, verb__in=STEPS).values("agreement")
    negotiated = AgreementVersion.objects.open().filter(stage=AgreementState.IN_NEGOTIATION).values("agreement")
    rows = Agreement.objects.filter(Q(pk__in=stepped) | Q(pk__in=negotiated), invitations__revoked_at=None)
    return rows.filter(invitations__isnull=False).distinct().select_related("center", "responsible", "deputy")


def _news_of(agreement: Agreement, since: datetime, until: datetime) -> list[NewsItem]:
    """Everything that happened to one agreement in that time, in the order people want to read it."""
    center = frozenset({agreement.center_id})
    invited = frozenset(agreement.invitations.filter(revoked_at=None).values_list("organization", flat=True))
    steps = list(agreement.steps.filter(at__gt=since, at__lte=until, verb__in=STEPS).select_related("version"))
    found = [
        NewsItem(str(STEPS[step.verb]), to=invited)
        for step in steps
        if step.verb != "negotiate" or agreement.invitations.filter(revoked_at=None, invited_at__lt=step.at).exists()
    ]
    version = agreement.versions.open().filter(stage=AgreementState.IN_NEGOTIATION).first()
    if version is None:
        # What was answered just before the text was locked has been promised an answer all the same.
        ended = {step.version_id: step.version for step in steps if step.version is not None}
        return found + [said for one in ended.values() for said in _answers(one, _headings(one), since, until)]
    version.agreement = agreement
    begun = agreement.steps.filter(version=version, verb__in=("negotiate", "reopen")).order_by("-at").first()
    headings = _headings(version)
    found += _remarks(version, headings, since, until)
    found += _answers(version, headings, since, until)
    found += _changes(version, max(since, begun.at) if begun else since, until, invited - center)
    found += _approvals(version, center, since, until)
    return found + _deadlines(version, center, since, until)


def _remarks(version: AgreementVersion, headings: dict, since: datetime, until: datetime) -> list[NewsItem]:
    """New remarks, for all but their author."""
    found = []
    rows = version.comments.select_related("organization").order_by("at")
    for row in rows.filter(at__gt=since, at__lte=until):
        what = _("schlägt einen anderen Wortlaut vor") if row.proposal else "hat etwas angemerkt"
        found.append(NewsItem(f"{row.organization} {what}: {_where(row.clause_key, headings)}", row.organization_id))
    return found


def _answers(version: AgreementVersion, headings: dict, since: datetime, until: datetime) -> list[NewsItem]:
    """What became of remarks, for their author."""
    found = []
    rows = version.comments.exclude(state=CommentState.OPEN).order_by("at")
    for row in rows.filter(resolved_at__gt=since, resolved_at__lte=until):
        own = row.resolved_by_id is None or row.resolved_by_id == row.author_id
        if own and row.state == CommentState.RESOLVED:
            continue
        kind = "Ihr Vorschlag" if row.proposal else "Ihre Anmerkung"
        told = f"{kind} zu {_where(row.clause_key, headings)}: {row.get_state_display()}"
        found.append(NewsItem(told, to=frozenset({row.organization_id})))
    return found


def _changes(version: AgreementVersion, since: datetime, until: datetime, to: frozenset[int]) -> list[NewsItem]:
    """Clauses whose words or structured parts were changed by the centre."""
    edited = ClauseEdit.objects.filter(clause__version=version, edition__gt=1, at__gt=since, at__lte=until)
    keys = set(edited.values_list("clause", flat=True))
    blocks = changed_blocks(version, since)
    rows = version.clauses.filter(Q(pk__in=keys) | Q(block__in=blocks)).values_list("heading", flat=True)
    headings = [f"„{heading}“" for heading in rows]
    return [NewsItem(_("Geändert: %(join)s") % {"join": ", ".join(headings)}, to=to)] if headings else []


def _approvals(version: AgreementVersion, center: frozenset[int], since: datetime, until: datetime) -> list[NewsItem]:
    found: list[NewsItem] = []
    clauses: defaultdict[Organization, int] = defaultdict(int)
    for row in version.approvals.filter(at__gt=since, at__lte=until).select_related("organization"):
        if row.clause_key is None and row.withdrawn_at is None:
            found.append(
                NewsItem(
                    _("%(organization)s stimmt dem ganzen Text zu.") % {"organization": row.organization},
                    row.organization_id,
                )
            )
        elif row.clause_key is not None:
            clauses[row.organization] += 1
    whole = {one.of for one in found}
    found += [
        NewsItem(
            ngettext(
                "%(organization)s stimmt einer Klausel zu.", "%(organization)s stimmt %(number)s Klauseln zu.", number
            )
            % {"organization": organization, "number": number},
            to=center,
        )
        for organization, number in clauses.items()
        if organization.pk not in whole
    ]
    withdrawn = version.approvals.filter(withdrawn_at__gt=since, withdrawn_at__lte=until, clause_key=None)
    return found + [
        NewsItem(
            _("%(organization)s nimmt die Zustimmung zum Text zurück.") % {"organization": row.organization},
            row.organization_id,
        )
        for row in withdrawn.select_related("organization")
    ]


def _deadlines(version: AgreementVersion, center: frozenset[int], since: datetime, until: datetime) -> list[NewsItem]:
    """Three days before the deadline to those who have not agreed, the day after also to the centre; at seven."""
    day = version.agreement.reply_by
    if day is None:
        return []

    def is_now(moment_day) -> bool:
        return since < timezone.make_aware(datetime.combine(moment_day, MORNING)) <= until

    soon, passed = is_now(day - AHEAD), is_now(day + timedelta(days=1))
    if not (soon or passed):
        return []
    waiting = [one for one in party_positions(version) if one.is_invited and not one.agrees_to_text]
    if not waiting:
        return []
    to = frozenset().union(*(one.organizations for one in waiting))
    if soon:
        return [NewsItem(_("Bitte antworten Sie bis %(day)s.") % {"day": f"{day:%d.%m.%Y}"}, to=to)]
    names = ", ".join(one.name for one in waiting)
    return [
        NewsItem(
            _("Die Frist ist am %(day)s abgelaufen. Ihre Antwort fehlt noch.") % {"day": f"{day:%d.%m.%Y}"}, to=to
        ),
        NewsItem(
            _("Die Frist ist am %(day)s abgelaufen. Es fehlt noch: %(names)s.")
            % {"day": f"{day:%d.%m.%Y}", "names": names},
            to=center,
        ),
    ]


def _headings(version: AgreementVersion) -> dict:
    return dict(version.clauses.values_list("key", "heading"))


def _where(key, headings: dict) -> str:
    return f"„{headings[key]}“" if key in headings else _("zum ganzen Text")
