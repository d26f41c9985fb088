"""What the texts of an agreement can say about it, as one plain value (``agreements.text.variables`` words it)."""

from dataclasses import dataclass
from datetime import date

from agreements.enums import AgreementKind, CoursesAfterEnd, FormRequired, NoticeTo, PartyRole, TermKind
from agreements.models import Agreement, AgreementParty, AgreementVersion
from partners.enums import CooperationModel, DataProtectionRegime, Sector


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """One party. ``is_center``: the one that looks after the agreement, or its operating body."""

    name: str
    facility: str = ""
    function: str = ""
    regime: str = DataProtectionRegime.GDPR
    is_center: bool = False
    is_supporting: bool = False
    is_authority: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A version's facts; what is not known yet is empty."""

    title: str = ""
    reference: str = ""
    kind: str = ""
    number: int = 1
    center: str = ""
    purpose: str = ""
    cooperation_model: str = ""
    parties: tuple[PartyFacts, ...] = ()
    topics: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    effective_from: date | None = None
    term_kind: str = TermKind.OPEN_ENDED
    ends_on: date | None = None
    renewal_months: int | None = None
    notice_months: int = 3
    notice_to: str = NoticeTo.HALF_YEAR
    form_required: str = FormRequired.AGREED_WRITTEN
    review_months: int | None = None
    meetings_per_year: int | None = None
    courses_after_end: str = CoursesAfterEnd.FINISH
    open_to_accession: bool = False
    insofa_contact: str = ""
    certificate_required_for: str = ""
    dp_agreement: str = ""


def facts_of(version: AgreementVersion) -> Facts:
    """The facts of a version; five queries, whatever it holds (four without a linked data protection agreement)."""
    agreement = (
        Agreement.objects.select_related("center").prefetch_related("topics", "areas").get(pk=version.agreement_id)
    )
    linked = None
    if version.dp_agreement_id:
        linked = Agreement.objects.only("reference", "title").get(pk=version.dp_agreement_id)
    return Facts(
        title=agreement.title,
        reference=agreement.reference,
        kind=agreement.get_kind_display(),
        number=version.number,
        center=agreement.center.name,
        purpose=agreement.purpose,
        cooperation_model=agreement.get_cooperation_model_display(),
        parties=tuple(_party(row, agreement) for row in version.parties.select_related("organization", "facility")),
        topics=tuple(topic.name for topic in agreement.topics.all()),
        areas=tuple(area.name for area in agreement.areas.all()),
        effective_from=version.effective_from,
        term_kind=version.term_kind,
        ends_on=version.ends_on,
        renewal_months=version.renewal_months,
        notice_months=version.notice_months,
        notice_to=version.notice_to,
        form_required=version.form_required,
        review_months=version.review_months,
        meetings_per_year=version.meetings_per_year,
        courses_after_end=version.courses_after_end,
        open_to_accession=version.open_to_accession,
        insofa_contact=version.insofa_contact,
        certificate_required_for=version.certificate_required_for,
        dp_agreement=str(linked) if linked else "",
    )


def _party(row: AgreementParty, agreement: Agreement) -> PartyFacts:
    return PartyFacts(
        name=row.organization.name,
        facility=row.facility.name if row.facility else "",
        function=row.represented_by_function,
        regime=row.organization.data_protection_regime,
        is_center=agreement.center_id in (row.organization_id, row.facility_id),
        is_supporting=row.role == PartyRole.SUPPORTING,
        is_authority=row.organization.sector == Sector.AUTHORITY,
    )


EXAMPLE = Facts(
    title="Gemeinsame Elternabende",
    reference="KV-2027-001",
    kind=str(AgreementKind.BILATERAL.label),
    center="Familienzentrum Beispielhof",
    purpose="Eltern früh und ohne Hürden erreichen",
    cooperation_model=str(CooperationModel.CONSULTATION.label),
    parties=(
        PartyFacts("Familienzentrum Beispielhof", function="Leitung", is_center=True),
        PartyFacts("Beratungsstelle Musterweg e. V.", function="Vorstand"),
        PartyFacts("Jugendamt Musterstadt", function="Amtsleitung", is_supporting=True, is_authority=True),
    ),
    topics=("Erziehung", "Gesundheit"),
    areas=("Nordviertel", "Südviertel"),
    effective_from=date(2027, 1, 1),
    term_kind=TermKind.RENEWING,
    ends_on=date(2028, 12, 31),
    renewal_months=12,
    review_months=12,
    meetings_per_year=2,
    insofa_contact="Fachberatung Kinderschutz beim Jugendamt Musterstadt",
    certificate_required_for="alle, die regelmäßig mit Kindern arbeiten",
    dp_agreement="KV-2027-002 Gemeinsame Verantwortung",
)
"""Invented facts for the preview of a template."""
