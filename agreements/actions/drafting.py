"""Beginning: an agreement from a template, the next version of one, an amendment, a successor."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.steps import lock_agreement, open_version
from agreements.enums import AgreementState, PartyRole, TermKind
from agreements.models import (
    Agreement,
    AgreementContact,
    AgreementParty,
    AgreementStep,
    AgreementTemplate,
    AgreementVersion,
    Annex,
    Basis,
    Clause,
    ClauseEdit,
    Commitment,
    Responsibility,
    RoomUse,
)
from agreements.workflow import ALIVE
from kit.workflow import StepRefused
from partners.models import Organization

PARTS: tuple[type[Model], ...] = (
    AgreementParty,
    Clause,
    Basis,
    Commitment,
    Responsibility,
    RoomUse,
    AgreementContact,
    Annex,
)
"""Tables whose rows belong to a version and are copied into the next one."""
COPIED = (
    "effective_from",
    "term_kind",
    "ends_on",
    "renewal_months",
    "notice_months",
    "notice_to",
    "form_required",
    "review_months",
    "meetings_per_year",
    "courses_after_end",
    "open_to_accession",
    "dp_role",
    "dp_agreement",
    "has_protection_concept",
    "insofa_contact",
    "certificate_required_for",
)


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """Who takes part in a new agreement, and as what."""

    organization: Organization
    role: str = PartyRole.PARTNER
    must_sign: bool = True
    function: str = ""
    facility: Organization | None = None


@transaction.atomic
def create_agreement(
    *,
    template: AgreementTemplate,
    center: Organization,
    title: str,
    parties: Iterable[PartyChoice],
    tasks: Iterable[str] = (),
    by: User | None,
    **values: Any,
) -> Agreement:
    """A draft with the clauses of ``template``, its first version and a reference of its own.

    ``tasks`` become responsibilities nobody has yet. ``values`` are further columns of ``Agreement``.
    """
    agreement = Agreement.objects.create(
        reference=values.pop("reference", "") or next_reference(),
        title=title,
        kind=template.kind,
        template=template,
        center=center,
        created_by=by,
        updated_by=by,
        **values,
    )
    version = AgreementVersion.objects.create(agreement=agreement, number=1, created_by=by, updated_by=by)
    clauses = Clause.objects.bulk_create(
        Clause(
            version=version,
            key=uuid.uuid4(),
            position=number,
            template_key=clause.key,
            heading=clause.heading,
            text=clause.text,
            hint=clause.hint,
            is_mandatory=clause.is_mandatory,
            block=clause.block,
            updated_by=by,
        )
        for number, clause in enumerate(template.clauses.all(), start=1)
    )
    record_clause_edits(clauses, by=by)
    AgreementParty.objects.bulk_create(
        AgreementParty(
            version=version,
            key=uuid.uuid4(),
            position=number,
            organization=party.organization,
            role=party.role,
            must_sign=party.must_sign,
            represented_by_function=party.function,
            facility=party.facility,
            updated_by=by,
        )
        for number, party in enumerate(parties, start=1)
    )
    Responsibility.objects.bulk_create(
        Responsibility(version=version, key=uuid.uuid4(), position=number, task=task, updated_by=by)
        for number, task in enumerate(tasks, start=1)
    )
    AgreementStep.objects.create(
        agreement=agreement, version=version, verb="create", before="", after=AgreementState.DRAFT, by=by
    )
    return agreement


def next_reference(year: int | None = None) -> str:
    """The next free reference of the year, for example ``KV-2026-014``; call it inside the transaction that uses it.

    Takes an advisory lock, so two people who create at the same moment get two numbers.
    """
    year = year or timezone.localdate().year
    start = f"KV-{year}-"
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agreement-reference'))")
        cursor.execute(
            "SELECT coalesce(max(substring(reference from '[0-9]+$')::bigint), 0) FROM agreements_agreement "
            "WHERE reference ~ %s",
            [f"^{start}[0-9]{{1,9}}$"],
        )
        (last,) = cursor.fetchone()
    return f"{start}{last + 1:03}"


def record_clause_edits(clauses: Iterable[Clause], *, by: User | None) -> None:
    """The first state of new clauses goes into their history."""
    ClauseEdit.objects.bulk_create(
        ClauseEdit(clause=clause, edition=clause.edition, heading=clause.heading, text=clause.text, by=by)
        for clause in clauses
    )


def copy_version(
    version: AgreementVersion,
    *,
    into: Agreement,
    number: int,
    by: User | None,
    amends: AgreementVersion | None = None,
    change_note: str = "",
    keys_stay: bool = True,
) -> AgreementVersion:
    """A new open version with everything ``version`` holds. Keys stay, so versions can be compared row by row.

    A successor (another agreement) gets fresh keys. Costs two statements per table.
    """
    copy = AgreementVersion.objects.create(
        agreement=into,
        number=number,
        amends=amends,
        change_note=change_note,
        created_by=by,
        updated_by=by,
        **{name: getattr(version, name) for name in COPIED},
    )
    for table in PARTS:
        rows: list[Any] = list(table._default_manager.filter(version=version))
        for row in rows:
            row.pk, row.version, row._state.adding = None, copy, True
            if hasattr(row, "edition"):
                row.edition, row.updated_by = 1, by
                row.key = row.key if keys_stay else uuid.uuid4()
        written = table._default_manager.bulk_create(rows)
        if table is Clause:
            record_clause_edits(written, by=by)  # type: ignore[arg-type]
    return copy


@transaction.atomic
def begin_amendment(agreement: Agreement, *, change_note: str, by: User | None) -> AgreementVersion:
    """Begin a Nachtrag: the governing text as an open version. Raises ``StepRefused`` when that cannot be."""
    held = lock_agreement(agreement)
    if held.state not in ALIVE:
        raise StepRefused(_("Einen Nachtrag kann es erst geben, wenn die Vereinbarung unterschrieben ist."))
    if open_version(held):
        raise StepRefused(_("An dieser Vereinbarung wird schon eine Fassung bearbeitet."))
    base = held.versions.signed_on(timezone.localdate()).order_by("-number").first()
    if (
        base is None
        or held.versions.filter(number__gt=base.number, locked_at__isnull=False)
        .exclude(stage=AgreementState.ABANDONED)
        .exists()
    ):
        raise StepRefused(_("Eine spätere Fassung wartet noch auf Unterschriften."))
    number = held.versions.latest("number").number + 1
    copy = copy_version(base, into=held, number=number, by=by, amends=base, change_note=change_note.strip())
    AgreementStep.objects.create(
        agreement=held, version=copy, verb="amend", before=held.state, after=held.state, by=by, note=change_note.strip()
    )
    return copy


@transaction.atomic
def begin_successor(agreement: Agreement, *, by: User | None) -> Agreement:
    """Begin a successor: prefilled from the newest locked version, linked by ``replaces``, starting the day after.

    Raises ``StepRefused`` when there is one already or nothing was ever locked.
    """
    held = lock_agreement(agreement)
    if held.successors.exclude(state=AgreementState.ABANDONED).exists():
        raise StepRefused(_("Es gibt schon eine Nachfolge."))
    base = held.versions.filter(locked_at__isnull=False).order_by("-number").first()
    if base is None:
        raise StepRefused(_("Eine Nachfolge kann es erst geben, wenn es einen gesperrten Text gibt."))
    new = Agreement.objects.create(
        reference=next_reference(),
        title=held.title,
        kind=held.kind,
        template=held.template,
        center=held.center,
        cooperation_model=held.cooperation_model,
        purpose=held.purpose,
        responsible=held.responsible,
        deputy=held.deputy,
        replaces=held,
        framework=held.framework,
        created_by=by,
        updated_by=by,
    )
    for name in ("topics", "areas", "action_fields"):
        getattr(new, name).set(getattr(held, name).all())
    copy = copy_version(base, into=new, number=1, by=by, keys_stay=False)
    notice = held.terminations.filter(withdrawn_at=None).first()
    _shift_term(copy, base, notice.effective_on if notice else base.ends_on)
    AgreementStep.objects.create(
        agreement=new,
        version=copy,
        verb="create",
        before="",
        after=AgreementState.DRAFT,
        by=by,
        note=_("Nachfolge von %(reference)s") % {"reference": held.reference},
    )
    return new


def _shift_term(copy: AgreementVersion, base: AgreementVersion, last_day: date | None) -> None:
    """The successor begins the day after the old one ends and runs as long; open ends stay open."""
    if last_day is None or base.effective_from is None:
        return
    copy.effective_from = last_day + timedelta(days=1)
    if base.ends_on is not None and copy.term_kind != TermKind.OPEN_ENDED:
        copy.ends_on = copy.effective_from + (base.ends_on - base.effective_from)
    copy.save(update_fields=["effective_from", "ends_on"])
