"""Saving what people type into a draft, without ever overwriting what somebody else saved (T42).

Whoever saves says which ``edition`` was read. The row is locked, the editions are compared, and an older one is
answered with ``EditConflict``, which holds what stands there now, so the page can show both and offer a merge.

Locks are always taken in this order: agreement, version, row. Editing takes the version under a share lock only, so
fifty people can type at once; adding, moving and locking take it for themselves.
"""

import uuid
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agreements.enums import AgreementState, Block
from agreements.models import AgreementInvitation, AgreementVersion, Clause, ClauseEdit
from agreements.models.version import PartOfVersion
from kit.editing import EditConflict
from kit.workflow import StepRefused

EDITABLE = (AgreementState.DRAFT, AgreementState.IN_NEGOTIATION)
SHUT = gettext_lazy(
    "Diese Fassung kann nicht mehr geändert werden. Für Änderungen braucht es eine neue Fassung oder einen Nachtrag."
)
P = TypeVar("P", bound=PartOfVersion)


def ensure_open(version: AgreementVersion) -> None:
    """Raises ``StepRefused`` when the version is locked, put aside or given up. The database refuses as well."""
    if not version.is_open or version.stage not in EDITABLE:
        raise StepRefused(SHUT)


@transaction.atomic
def save_clause(
    clause: Clause,
    *,
    edition: int,
    heading: str,
    text: str,
    by: User | None,
    invitation: AgreementInvitation | None = None,
) -> Clause:
    """Save heading and text of a clause; the state goes into its history in the same transaction.

    Saving what stands there already changes nothing and raises no conflict, so a repeated press does no harm. Raises
    ``EditConflict`` when ``edition`` is not the present one, ``StepRefused`` when the version is shut.
    """
    held = _held(Clause, clause)
    if (held.heading, held.text) == (heading, text):
        return held
    if held.edition != edition or held.is_removed:
        raise EditConflict(None if held.is_removed else held)
    held.heading, held.text = heading, text
    held.edition, held.updated_by = edition + 1, by
    held.save(update_fields=["heading", "text", "edition", "updated_by", "updated_at"])
    ClauseEdit.objects.create(
        clause=held, edition=held.edition, heading=heading, text=text, by=by, invitation=invitation
    )
    return held


@transaction.atomic
def add_clause(
    version: AgreementVersion, *, heading: str, text: str = "", after: Clause | None = None, by: User | None
) -> Clause:
    """An own clause, at the end or behind ``after``. Raises ``StepRefused`` when the version is shut."""
    version = _locked_version(version)
    last = version.clauses.aggregate(last=Max("position"))["last"] or 0
    position = after.position + 1 if after is not None else last + 1
    version.clauses.filter(position__gte=position).update(position=F("position") + 1)
    clause = Clause.objects.create(
        version=version,
        key=uuid.uuid4(),
        position=position,
        heading=heading,
        text=text,
        block=Block.NONE,
        updated_by=by,
    )
    ClauseEdit.objects.create(clause=clause, edition=clause.edition, heading=heading, text=text, by=by)
    return clause


@transaction.atomic
def move_clause(clause: Clause, *, up: bool, by: User | None) -> None:
    """Exchange a clause with the one before or behind it; at the edge nothing happens."""
    version = _locked_version(clause.version)
    _exchange(Clause, list(version.clauses.filter(is_removed=False)), clause, up=up)


@transaction.atomic
def move_row(row: PartOfVersion, *, up: bool, by: User | None) -> None:
    """Exchange a row of a structured block with its neighbour; at the edge, and when it is gone, nothing happens.

    Raises ``StepRefused`` when the version is shut.
    """
    table: Any = type(row)
    version = _locked_version(AgreementVersion(pk=row.version_id))
    _exchange(table, list(table.objects.filter(version=version).order_by("position", "pk")), row, up=up)


@transaction.atomic
def strike_clause(clause: Clause, *, edition: int, by: User | None) -> Clause:
    """Take a clause out of the text. Mandatory ones stay: ``StepRefused``. ``EditConflict`` as in ``save_clause``."""
    held = _held(Clause, clause)
    if held.is_mandatory:
        raise StepRefused(_("Diese Klausel gehört in jede solche Vereinbarung und kann nicht gestrichen werden."))
    if held.edition != edition:
        raise EditConflict(held)
    return _set_removed(held, removed=True, by=by)


@transaction.atomic
def take_up_clause(clause: Clause, *, by: User | None) -> Clause:
    """Put a struck clause back into the text."""
    return _set_removed(_held(Clause, clause), removed=False, by=by)


def _set_removed(held: Clause, *, removed: bool, by: User | None) -> Clause:
    if held.is_removed == removed:
        return held
    held.is_removed, held.edition, held.updated_by = removed, held.edition + 1, by
    held.save(update_fields=["is_removed", "edition", "updated_by", "updated_at"])
    ClauseEdit.objects.create(
        clause=held, edition=held.edition, heading=held.heading, text="" if removed else held.text, by=by
    )
    return held


@transaction.atomic
def save_row(
    model: type[P], *, version: AgreementVersion, row: P | None, edition: int, values: dict[str, Any], by: User | None
) -> P:
    """Add (``row`` is ``None``) or change one row of a structured block; its history is kept by trigger.

    Raises ``EditConflict``, ``StepRefused`` (version shut) and ``ValidationError`` (a rule of the row is broken).
    """
    table: Any = model
    if row is None:
        version = _locked_version(version)
        last = table.objects.filter(version=version).aggregate(last=Max("position"))["last"] or 0
        row = table(version=version, key=uuid.uuid4(), position=last + 1)
    else:
        row = _held(model, row)
        if row.edition != edition:
            raise EditConflict(row)
        row.edition += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_by = by
    row.full_clean(exclude=["version", "updated_by"])
    row.save()
    return row


@transaction.atomic
def remove_row(row: PartOfVersion, *, edition: int, by: User | None) -> None:
    """Take one row of a structured block out. Raises ``EditConflict`` when it was changed meanwhile; gone is gone."""
    try:
        held = _held(type(row), row)
    except EditConflict:
        return
    if held.edition != edition:
        raise EditConflict(held)
    held.delete()


@transaction.atomic
def save_term(version: AgreementVersion, *, edition: int, values: dict[str, Any], by: User | None) -> AgreementVersion:
    """Change columns of the version itself (term, notice, form, data protection ...). Raises as ``save_row``."""
    held = AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    ensure_open(held)
    if all(getattr(held, name) == value for name, value in values.items()):
        return held
    if held.edition != edition:
        raise EditConflict(held)
    for name, value in values.items():
        setattr(held, name, value)
    held.edition, held.updated_by = edition + 1, by
    held.full_clean(exclude=["agreement", "created_by", "updated_by"])
    held.save()
    return held


def _exchange(table: Any, rows: list[Any], row: PartOfVersion, *, up: bool) -> None:
    """Number ``rows`` anew, with ``row`` one place further up or down."""
    at = next((number for number, one in enumerate(rows) if one.pk == row.pk), None)
    other = None if at is None else at - 1 if up else at + 1
    if at is None or other is None or not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for number, one in enumerate(rows, start=1):
        if one.position != number:
            table.objects.filter(pk=one.pk).update(position=number)


def _locked_version(version: AgreementVersion) -> AgreementVersion:
    held = AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    ensure_open(held)
    return held


def _held(model: type[P], row: P) -> P:
    """The row under a lock, its version under a share lock taken first. Gone is a conflict, shut is refused."""
    table: Any = model
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM agreements_agreementversion WHERE id = %s FOR SHARE", [row.version_id])
    held = (
        table.objects.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).select_related("version").first()
    )
    if held is None:
        raise EditConflict(None)
    ensure_open(held.version)
    return held
