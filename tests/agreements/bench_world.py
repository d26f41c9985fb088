"""A draft on the workbench: a centre run by another body, a partner, a clause of every kind."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from agreements.actions.drafting import create_agreement
from agreements.enums import Block
from agreements.models import Agreement, AgreementTemplate, AgreementVersion, Clause
from agreements.party_defaults import suggested_party
from partners.models import Organization
from tests.factories.agreements import AgreementTemplateFactory, ClauseTemplateFactory
from tests.factories.partners import OperatorAssignmentFactory, OrganizationFactory, person

BLOCKS = [block for block in Block if block != Block.NONE]


@dataclass
class Draft:
    agreement: Agreement
    version: AgreementVersion
    center: Organization
    body: Organization
    partner: Organization
    boss: User

    @property
    def goals(self) -> Clause:
        """The clause with nothing but text."""
        return self.version.clauses.get(template_key="ziele")

    def at(self, what: str = "") -> str:
        return f"/intern/vereinbarungen/{self.agreement.uuid}/werkstatt/{what}"

    def clause(self, more: str = "", key: object = None) -> str:
        return self.at(f"klausel/{key or self.goals.key}/{more}")


def template(**fields) -> AgreementTemplate:
    """Published, with one clause of text and one for every structured part."""
    made = AgreementTemplateFactory(published=True, **fields)
    ClauseTemplateFactory(
        template=made,
        key="ziele",
        position=2,
        heading="Ziele",
        text="Ab {{beginn}} mit {{partner}}. Ein Satz.",
        hint="Nur drinnen zu lesen.",
    )
    ClauseTemplateFactory(template=made, key="frei", position=3, heading="Freies", text="", is_mandatory=False)
    for number, block in enumerate(BLOCKS):
        ClauseTemplateFactory(
            template=made,
            key=f"teil-{block.value.replace('_', '-')}",
            heading=str(block.label),
            text="",
            block=block,
            is_mandatory=True,
            position=1 if block == Block.PARTIES else number + 4,
        )
    return made


def draft() -> Draft:
    center = OrganizationFactory(name="Zentrum Sonnenhof")
    body = OrganizationFactory(name="Trägerverein Sonne", legal_form="ev")
    OperatorAssignmentFactory(facility=center, operating_body=body)
    partner = OrganizationFactory(name="Beratung am Markt", legal_form="ggmbh")
    boss = person(Role.COORDINATION, center, display_name="Koordination Sonnenhof")
    agreement = create_agreement(
        template=template(),
        center=center,
        title="Gemeinsame Sprechstunde",
        by=boss,
        parties=[suggested_party(center, is_center=True), suggested_party(partner)],
        tasks=["Räume und Schlüssel"],
    )
    return Draft(agreement, agreement.versions.get(), center, body, partner, boss)
