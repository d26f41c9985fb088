"""Clauses, parties and structured rows of a demo agreement, from its row of the sheet."""

from datetime import time
from typing import Any
from uuid import UUID

from accounts.models import User
from agreements.actions.drafting import record_clause_edits
from agreements.enums import Block, ContactTopic, DueKind
from agreements.models import (
    AgreementContact,
    AgreementParty,
    AgreementVersion,
    Basis,
    Clause,
    Commitment,
    Responsibility,
    RoomUse,
)
from familynet.demo.agreement_row import AgreementRow
from familynet.demo.demo_rows import Rows, demo_identifier
from partners.models import ContactPoint, Organization, Room

BASES = {
    "bilateral": ("§ 16 SGB VIII: Förderung der Erziehung in der Familie", "§ 81 SGB VIII: Zusammenarbeit"),
    "framework": ("§ 28 SGB VIII: Erziehungsberatung", "§ 80 SGB VIII: Jugendhilfeplanung"),
    "multilateral": ("§ 16 SGB VIII: Förderung der Erziehung in der Familie",),
}


def add_parts(
    rows: Rows, row: AgreementRow, version: AgreementVersion, user: User | None, *, extra: list[str] | None = None
) -> None:
    """Everything a version holds; the rows have the same keys in every version, ``extra`` is one more clause."""
    _clauses(row, version, user, [one for one in (row.extra, extra or []) if one])
    parties = AgreementParty.objects.bulk_create(
        AgreementParty(
            version=version,
            key=_key(row, "party", slug),
            position=number,
            role=role,
            must_sign=signs,
            represented_by_function=function,
            organization=rows.get(Organization, slug),
            facility=rows.get(Organization, facility) if facility else None,
        )
        for number, (slug, role, signs, function, facility) in enumerate(row.parties, start=1)
    )
    Basis.objects.bulk_create(
        Basis(version=version, key=_key(row, "basis", number), position=number, text=text)
        for number, text in enumerate(BASES.get(row.kind, ()), start=1)
    )
    _commitments(rows, row, version)
    Responsibility.objects.bulk_create(
        Responsibility(version=version, key=_key(row, "task", number), position=number, **_task(rows, *task))
        for number, task in enumerate(row.tasks, start=1)
    )
    RoomUse.objects.bulk_create(
        RoomUse(
            version=version,
            key=_key(row, "room", number),
            position=number,
            room=rows.get(Room, room),
            organization=rows.get(Organization, slug),
            weekday=weekday,
            start_time=time.fromisoformat(start),
            end_time=time.fromisoformat(end),
            key_holder_function="Koordination",
            fee="kostenfrei",
            cleaning="wer den Raum nutzt, kehrt",
        )
        for number, (room, slug, weekday, start, end) in enumerate(row.rooms, start=1)
    )
    _contacts(row, version, parties)


def _key(row: AgreementRow, kind: str, number: object) -> UUID:
    """The same row of the sheet has the same key in every version."""
    return demo_identifier(AgreementVersion, f"{row.key} {kind} {number}")


def _clauses(row: AgreementRow, version: AgreementVersion, user: User | None, extra: list[list[str]]) -> None:
    template = version.agreement.template
    listed: list[Any] = list(template.clauses.all()) if template else []
    made = [
        Clause(
            version=version,
            key=_key(row, "clause", one.key),
            template_key=one.key,
            heading=one.heading,
            text=one.text,
            hint=one.hint,
            is_mandatory=one.is_mandatory,
            block=one.block,
            updated_by=user,
        )
        for one in listed
    ]
    at = next((number for number, one in enumerate(made) if one.block == Block.SIGNATURES), len(made))
    made[at:at] = [
        Clause(version=version, key=_key(row, "extra", heading), heading=heading, text=text, updated_by=user)
        for heading, text in extra
    ]
    for number, clause in enumerate(made, start=1):
        clause.position = number
    record_clause_edits(Clause.objects.bulk_create(made), by=user)


def _commitments(rows: Rows, row: AgreementRow, version: AgreementVersion) -> None:
    made = []
    for number, (slug, kind, text, quantity, unit, rhythm, *_covers) in enumerate(row.commitments, start=1):
        made.append(
            Commitment(
                version=version,
                key=_key(row, "commitment", number),
                position=number,
                kind=kind,
                description=text,
                quantity=quantity,
                unit=unit,
                rhythm=rhythm,
                organization=rows.get(Organization, slug),
            )
        )
    for number, (slug, text) in enumerate(row.excluded, start=len(made) + 1):
        made.append(
            Commitment(
                version=version,
                key=_key(row, "excluded", number),
                position=number,
                kind="hours",
                description=text,
                organization=rows.get(Organization, slug),
                is_excluded=True,
            )
        )
    Commitment.objects.bulk_create(made)


def _task(rows: Rows, task: str, slug: str, function: str, deputy: str, due: str) -> dict[str, Any]:
    return {
        "task": task,
        "organization": rows.get(Organization, slug),
        "function": function,
        "deputy_organization": rows.get(Organization, deputy) if deputy else None,
        "deputy_function": "Stellvertretung" if deputy else "",
        "informed": "alle Parteien" if due.startswith("yearly") else "",
    } | _due(due)


def _due(text: str) -> dict[str, Any]:
    """``yearly 15.8.``, ``monthly 25``, ``before_start 28``; empty for none."""
    kind, _space, value = text.partition(" ")
    match kind:
        case DueKind.YEARLY:
            day, month = value.strip(".").split(".")
            return {"due_kind": kind, "due_day": int(day), "due_month": int(month)}
        case DueKind.MONTHLY:
            return {"due_kind": kind, "due_day": int(value)}
        case "":
            return {"due_kind": DueKind.NONE}
    return {"due_kind": kind, "due_days": int(value)}


def _contacts(row: AgreementRow, version: AgreementVersion, parties: list[AgreementParty]) -> None:
    points: dict[int, ContactPoint] = {}
    for point in ContactPoint.objects.filter(organization__in=[one.facility or one.organization for one in parties]):
        points.setdefault(point.organization_id, point)
    made = []
    for number, party in enumerate(parties[:6], start=1):
        own = points.get((party.facility or party.organization).pk)
        made.append(
            AgreementContact(
                version=version,
                key=_key(row, "contact", number),
                position=number,
                organization=party.organization,
                topic=ContactTopic.CONTENT if number % 2 else ContactTopic.ORGANISATION,
                contact_point=own,
                function=own.function if own else "Leitung",
                deputy_function="Stellvertretung",
            )
        )
    AgreementContact.objects.bulk_create(made)
