"""What an agreement says, as one value: the same for the screen, the print, the PDF, the comparison and the hash.

For an open version it is put together from the rows; a locked version is read back from its frozen content, so that a
renamed organisation or a moved office never changes what was signed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import number_format

from agreements.enums import Block, DueKind, PartyRole
from agreements.models import AgreementParty, AgreementVersion, Clause
from agreements.text.variables import facts_of, fill_variables
from partners.models import HostedOrganization, Organization


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A structured block as people read it: every cell is text. ``keys`` name the rows across versions."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]

    @property
    def lines(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Rows for the screen: key, first cell, and the others with their headers."""
        return [
            (key, row[0], list(zip(self.headers[1:], row[1:], strict=True)))
            for key, row in zip(self.keys, self.rows, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class ShownClause:
    """One clause with its variables filled in; ``number`` is empty for the head."""

    key: str
    number: str
    heading: str
    text: str
    block: str = ""
    tables: tuple[DocumentTable, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownParty:
    """A party as it stands in the head and above its line for the signature."""

    key: str
    name: str
    legal_form: str
    address: str
    function: str
    facility: str
    role: str
    must_sign: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A whole agreement in words."""

    reference: str
    title: str
    kind: str
    number: int
    amends: int | None
    change_note: str
    center: str
    parties: tuple[ShownParty, ...] = ()
    clauses: tuple[ShownClause, ...] = field(default=())

    def as_data(self) -> dict[str, Any]:
        """Plain values for the canonical text."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Document":
        """The document ``as_data`` was made from."""
        clauses = tuple(
            ShownClause(
                **{name: value for name, value in clause.items() if name != "tables"},
                tables=tuple(
                    DocumentTable(
                        table["caption"],
                        tuple(table["headers"]),
                        tuple(map(tuple, table["rows"])),
                        tuple(table["keys"]),
                    )
                    for table in clause["tables"]
                ),
            )
            for clause in data["clauses"]
        )
        return cls(**{**data, "clauses": clauses, "parties": tuple(ShownParty(**one) for one in data["parties"])})


def build_document(version: AgreementVersion) -> Document:
    """The document of a version from its rows; a fixed number of queries, whatever its size."""
    facts = facts_of(version)
    agreement = version.agreement
    parties = shown_parties(version)
    tables = _tables(version, parties)
    return Document(
        reference=agreement.reference,
        title=agreement.title,
        kind=agreement.get_kind_display(),
        number=version.number,
        amends=version.amends.number if version.amends else None,
        change_note=version.change_note,
        center=agreement.center.name,
        parties=parties,
        clauses=tuple(
            ShownClause(
                str(clause.key),
                number,
                clause.heading,
                fill_variables(clause.text, facts),
                clause.block,
                tables.get(clause.block, ()),
            )
            for number, clause in clause_numbers(version.clauses.filter(is_removed=False))
        ),
    )


def clause_numbers(clauses: Iterable[Clause]) -> list[tuple[str, Clause]]:
    """Clauses with their numbers ``§ 1``, ``§ 2``; the head with the parties has none."""
    found, at = [], 0
    for clause in clauses:
        at += clause.block != Block.PARTIES
        found.append((f"§ {at}" if clause.block != Block.PARTIES else "", clause))
    return found


def shown_parties(version: AgreementVersion) -> tuple[ShownParty, ...]:
    """Parties in order, with legal form and address of today; two queries."""
    rows = list(version.parties.select_related("organization", "facility"))
    addresses = addresses_of([row.organization_id for row in rows])
    return tuple(_shown_party(row, addresses) for row in rows)


def _ends_with_legal_form(name: str, legal_form: str) -> bool:
    """Whether the name ends with its legal form already, however it is spaced: „Ostgera e.V.“."""
    return name.replace(" ", "").lower().endswith(legal_form.replace(" ", "").lower())


def _shown_party(row: AgreementParty, addresses: dict[int, str]) -> ShownParty:
    legal_form, form = row.organization.legal_form, row.organization.get_legal_form_display()
    return ShownParty(
        key=str(row.key),
        name=row.organization.name,
        legal_form="" if legal_form in ("", "none") or _ends_with_legal_form(row.organization.name, form) else form,
        address=addresses.get(row.organization_id, ""),
        function=row.represented_by_function,
        facility=row.facility.name if row.facility else "",
        role=str(PartyRole(row.role).label),
        must_sign=row.must_sign,
    )


def addresses_of(organizations: Iterable[int]) -> dict[int, str]:
    """Postal addresses of today, main site first; protected ones stay empty. One query."""
    found: dict[int, str] = {}
    rows = HostedOrganization.objects.valid_on().filter(organization__in=list(organizations))
    for row in rows.select_related("location").order_by("-is_main_site", "pk"):
        found.setdefault(row.organization_id, row.location.address)
    return found


def _tables(version: AgreementVersion, parties: Sequence[ShownParty]) -> dict[str, tuple[DocumentTable, ...]]:
    """All structured blocks of a version; one query each."""
    made = {
        Block.BASES: _table(
            "Grundlagen",
            ("Grundlage", "vom", "gilt bis"),
            ((row.key, row.text, day_text(row.dated), day_text(row.valid_to)) for row in version.bases.all()),
        ),
        Block.COMMITMENTS: _commitments(version),
        Block.RESPONSIBILITIES: _table(
            "Zuständigkeiten",
            ("Aufgabe", "Zuständig", "Vertretung", "Wird gefragt", "Wird informiert", "Frist"),
            (
                (
                    row.key,
                    row.task,
                    party_words(row.organization, row.function),
                    party_words(row.deputy_organization, row.deputy_function),
                    row.consulted,
                    row.informed,
                    due_words(row),
                )
                for row in version.responsibilities.select_related("organization", "deputy_organization")
            ),
        ),
        Block.ROOM_USES: _table(
            "Räume",
            ("Raum", "Nutzt", "Wann", "Schlüssel", "Kosten", "Reinigung", "Hausordnung"),
            (
                (
                    row.key,
                    str(row.room),
                    name_of(row.organization),
                    rhythm_words(row),
                    row.key_holder_function,
                    row.fee,
                    row.cleaning,
                    "gilt" if row.house_rules_accepted else "gilt nicht",
                )
                for row in version.room_uses.select_related("room__location", "organization")
            ),
        ),
        Block.CONTACTS: _table(
            "Ansprechpersonen",
            ("Für", "Partner", "Funktion", "Vertretung"),
            (
                (row.key, row.get_topic_display(), name_of(row.organization), row.function, row.deputy_function)
                for row in version.contacts.select_related("organization")
            ),
        ),
        Block.TERM: _facts("Laufzeit und Kündigung", term_facts(version)),
        Block.REVIEW: _facts("Zusammenarbeit und Auswertung", review_facts(version)),
        Block.PROTECTION: _facts("Kinderschutz", protection_facts(version)),
        Block.DATA: _facts("Datenschutz", data_facts(version)),
        Block.ATTACHMENTS: _table(
            "Anlagen",
            ("Nummer", "Anlage", "Datei"),
            (
                (row.attachment.uuid, str(row.position), row.attachment.title, row.attachment.file_name)
                for row in version.annexes.select_related("attachment")
            ),
        ),
    }
    made[Block.PARTIES] = _table(
        "Vertragsparteien",
        ("Partei", "Anschrift", "Vertreten durch", "Rolle"),
        (
            (
                one.key,
                "\n".join(filter(None, (one.name, one.legal_form, one.facility and f"für {one.facility}"))),
                one.address,
                one.function,
                one.role,
            )
            for one in parties
        ),
    )
    return {str(block): tables for block, tables in made.items()}


def _commitments(version: AgreementVersion) -> tuple[DocumentTable, ...]:
    rows = list(version.commitments.select_related("organization"))
    provided = _table(
        "Leistungen",
        ("Partner", "Leistung", "Menge", "Wie oft", "Ort", "Ab"),
        (
            (
                row.key,
                name_of(row.organization),
                row.description,
                quantity_words(row),
                row.get_rhythm_display(),
                row.place,
                day_text(row.starts_on),
            )
            for row in rows
            if not row.is_excluded
        ),
    )
    excluded = _table(
        "Ausdrücklich nicht Teil der Vereinbarung",
        ("Partner", "Leistung"),
        ((row.key, name_of(row.organization), row.description) for row in rows if row.is_excluded),
    )
    return provided + excluded


def _table(caption: str, headers: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> tuple[DocumentTable, ...]:
    """One table, or none when it has no rows. The first value of each row is its key."""
    listed = list(rows)
    if not listed:
        return ()
    cells = tuple(tuple(str(cell) for cell in row[1:]) for row in listed)
    return (DocumentTable(caption, headers, cells, tuple(str(row[0]) for row in listed)),)


def _facts(caption: str, facts: list[tuple[str, str]]) -> tuple[DocumentTable, ...]:
    """One table of what is agreed, or none while nothing is."""
    return _table(caption, ("Was", "Vereinbart"), ((label, label, value) for label, value in facts if value))


def term_facts(version: AgreementVersion) -> list[tuple[str, str]]:
    """The term in words."""
    renewal = f"jeweils um {version.renewal_months} Monate" if version.renewal_months else ""
    months = "ohne Frist" if not version.notice_months else _months(version.notice_months)
    return [
        ("Beginn", day_text(version.effective_from)),
        ("Laufzeit", version.get_term_kind_display()),
        ("Ende", day_text(version.ends_on)),
        ("Verlängerung", renewal if version.term_kind == "renewing" else ""),
        ("Kündigungsfrist", months),
        ("Kündbar zum", version.get_notice_to_display()),
        ("Form", version.get_form_required_display()),
        ("Laufende Kurse nach dem Ende", version.get_courses_after_end_display()),
        ("Beitritt weiterer Partner", "möglich" if version.open_to_accession else ""),
    ]


def review_facts(version: AgreementVersion) -> list[tuple[str, str]]:
    months = version.review_months
    return [
        ("Auswertungsgespräch", f"alle {_months(months)}" if months else ""),
        ("Gemeinsame Treffen", f"{version.meetings_per_year} im Jahr" if version.meetings_per_year else ""),
    ]


def protection_facts(version: AgreementVersion) -> list[tuple[str, str]]:
    concept = version.has_protection_concept
    return [
        ("Schutzkonzept", "" if concept is None else "liegt vor" if concept else "liegt noch nicht vor"),
        ("Insoweit erfahrene Fachkraft", version.insofa_contact),
        ("Führungszeugnis nötig für", version.certificate_required_for),
    ]


def data_facts(version: AgreementVersion) -> list[tuple[str, str]]:
    linked = version.dp_agreement
    return [
        ("Verantwortung", version.get_dp_role_display() if version.dp_role else ""),
        ("Vereinbarung dazu", str(linked) if linked else ""),
    ]


def _months(number: int) -> str:
    return "1 Monat" if number == 1 else f"{number} Monate"


def name_of(organization: Organization | None) -> str:
    return organization.name if organization else ""


def party_words(organization: Organization | None, function: str) -> str:
    """„Familienzentrum, Koordination“."""
    return ", ".join(filter(None, (name_of(organization), function)))


def day_text(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def quantity_words(row: Any) -> str:
    """„12 Termine“, „1,5 Stunden“."""
    if row.quantity is None:
        return ""
    return f"{number_format(row.quantity.normalize(), use_l10n=True)} {row.get_unit_display()}"


def rhythm_words(row: Any) -> str:
    """„Dienstag 15:00–18:00“ or „auf Anfrage“."""
    if not row.weekday:
        return "auf Anfrage"
    return f"{row.get_weekday_display()} {row.start_time:%H:%M}–{row.end_time:%H:%M}"


def due_words(row: Any) -> str:
    """The rule for the deadline in words."""
    days = "1 Tag" if row.due_days == 1 else f"{row.due_days} Tage"
    match row.due_kind:
        case DueKind.ON_DATE:
            return day_text(row.due_on)
        case DueKind.YEARLY:
            return f"jedes Jahr zum {row.due_day}.{row.due_month}."
        case DueKind.MONTHLY:
            return f"jeden Monat zum {row.due_day}."
        case DueKind.BEFORE_START:
            return f"{days} vor Beginn"
        case DueKind.AFTER_END:
            return f"{days} nach Ende"
        case DueKind.AFTER_EVENT:
            return f"{days} nach dem Anlass"
    return ""
