"""An agreement of a centre with two partners, given to them: one works by login, the other by link."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import time_machine
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from agreements.actions.drafting import PartyChoice, create_agreement
from agreements.actions.editing import save_term
from agreements.actions.invitations import invite_party
from agreements.actions.locking import begin_negotiation, lock_version
from agreements.actions.negotiating import add_comment
from agreements.actions.signing import record_signature
from agreements.enums import SignatureMethod
from agreements.models import Agreement, AgreementInvitation, AgreementVersion, Clause, ClauseComment
from agreements.negotiation.guest_links import token_of
from agreements.negotiation.speaker import Speaker
from partners.models import Organization
from tests.factories.agreements import complete_template
from tests.factories.partners import OrganizationFactory, person

GUEST_MAIL = "vorstand@gast.example"


@dataclass
class Negotiation:
    """``partner`` has a login (``manager``, ``editor``), ``other`` answers by ``link``; ``center`` has ``boss``."""

    agreement: Agreement
    version: AgreementVersion
    center: Organization
    partner: Organization
    other: Organization
    boss: User
    manager: User
    editor: User
    invited: AgreementInvitation
    link: AgreementInvitation

    @property
    def remark(self) -> ClauseComment:
        """An open remark of the partner, made when it is first asked for."""
        return add_comment(self.version, Speaker(self.partner, person=self.manager), text="Bitte kürzer.")

    @property
    def clause(self) -> Clause:
        """The one with text: „Ab {{beginn}} mit {{partner}}.“"""
        return self.version.clauses.get(template_key="ziele")

    @property
    def token(self) -> str:
        return token_of(self.link)


def draft(
    center: Organization | None = None, **fields
) -> tuple[Agreement, Organization, Organization, Organization, User]:
    center = center or OrganizationFactory(name="Zentrum Sonnenhof")
    partner = OrganizationFactory(name="Beratung am Markt")
    other = OrganizationFactory(name="Verein Regenbogen")
    boss = person(Role.COORDINATION, center)
    agreement = create_agreement(
        template=complete_template(published=True),
        center=center,
        title="Gemeinsame Sprechstunde",
        by=boss,
        parties=[PartyChoice(one, function="Vorstand") for one in (center, partner, other)],
        **fields,
    )
    return agreement, center, partner, other, boss


def negotiation(center: Organization | None = None, **fields) -> Negotiation:
    agreement, center, partner, other, boss = draft(center, **fields)
    version = begin_negotiation(agreement, by=boss)
    agreement.refresh_from_db()
    return Negotiation(
        agreement,
        version,
        center,
        partner,
        other,
        boss,
        person(Role.PARTNER_MANAGER, partner),
        person(Role.PARTNER_EDITOR, partner),
        invite_party(agreement, organization=partner, by=boss),
        invite_party(agreement, organization=other, email=GUEST_MAIL, by=boss),
    )


def finished(center: Organization | None = None) -> Negotiation:
    """The text is locked and waits for signatures; the link of the letter was sent."""
    world = negotiation(center)
    save_term(world.version, edition=1, values={"effective_from": date(2027, 1, 1)}, by=world.boss)
    lock_version(world.agreement, by=world.boss)
    world.version.refresh_from_db()
    return world


def published_agreement(*, center: Organization | None = None, begins: date | None = None, **term) -> Agreement:
    """Signed by all three, in force since a year unless told otherwise, with a summary for everybody."""
    agreement, center, *others, boss = draft(center, is_public=True, public_summary="Wir beraten **gemeinsam**.")
    version = agreement.versions.get()
    begins = begins or timezone.localdate() - timedelta(days=365)
    save_term(version, edition=1, values={"effective_from": begins} | term, by=boss)
    with time_machine.travel(timezone.make_aware(datetime(2020, 1, 1, 12)), tick=False):
        begin_negotiation(agreement, by=boss)
        version = lock_version(agreement, by=boss)
    for party in version.parties.all():
        record_signature(
            version,
            party=party,
            method=SignatureMethod.LETTERS,
            signed_on=min(begins, date(2020, 1, 2)),
            signatory_function="Vorstand",
            by=boss,
        )
    agreement.refresh_from_db()
    return agreement
