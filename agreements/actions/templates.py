"""Writing templates. A published version never changes: changes begin as a draft of the next version, same family."""

import hashlib
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agreements.actions.editing import EditConflict
from agreements.models import AgreementTemplate, ClauseTemplate
from agreements.text.library import template_problems
from kit.workflow import StepRefused
from partners.models import Organization

PUBLISHED = gettext_lazy("Dieses Muster ist veröffentlicht. Für Änderungen legen Sie eine neue Fassung an.")
KEY_TAKEN = gettext_lazy("Dieses Kürzel gibt es in dem Muster schon.")
COPIED = ("key", "position", "heading", "text", "hint", "is_mandatory", "block")
SAID = ("heading", "text", "hint", "is_mandatory", "block")


def template_fingerprint(clause: ClauseTemplate) -> str:
    """What a clause said when it was read; whoever saves says it, so that nobody overwrites unseen words."""
    words = "\x1f".join(str(getattr(clause, name)) for name in SAID)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


@transaction.atomic
def copy_template(template: AgreementTemplate, *, organization: Organization, by: User) -> AgreementTemplate:
    """An own template of ``organization``, as a draft, with all clauses of ``template``."""
    return _copied(template, by=by, organization=organization, family=uuid.uuid4(), number=1)


@transaction.atomic
def begin_version(template: AgreementTemplate, *, by: User) -> AgreementTemplate:
    """The draft of the next version; the one that is there already, if somebody has begun it."""
    family = AgreementTemplate.objects.select_for_update(of=("self",), no_key=True).filter(family=template.family)
    rows = list(family)
    draft = next((row for row in rows if row.published_at is None), None)
    if draft is not None:
        return draft
    return _copied(
        template,
        by=by,
        organization=template.organization,
        family=template.family,
        number=max(row.number for row in rows) + 1,
    )


@transaction.atomic
def save_template(
    template: AgreementTemplate, *, edition: int, name: str, description: str, by: User
) -> AgreementTemplate:
    """Name and purpose of a draft. Raises ``EditConflict`` (somebody saved first) and ``StepRefused`` (published)."""
    held = _held(template)
    if (held.name, held.description) == (name, description):
        return held
    if held.edition != edition:
        raise EditConflict(held)
    held.name, held.description = name, description
    _touch(held, by, "name", "description")
    return held


@transaction.atomic
def add_clause(
    template: AgreementTemplate, *, after: str = "", key: str = "", by: User, **values: Any
) -> ClauseTemplate:
    """A new clause behind the one with the key ``after``, or at the end. Without ``key`` its heading makes one.

    Raises ``StepRefused`` when the template is published or the key is taken.
    """
    held = _held(template)
    rows = list(held.clauses.all())
    at = next((number for number, row in enumerate(rows, start=1) if row.key == after), len(rows))
    key = key or _free_key(values["heading"], {row.key for row in rows})
    last = held.clauses.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            clause = ClauseTemplate.objects.create(template=held, key=key, position=last + 1, **values)
    except IntegrityError as taken:
        raise StepRefused(KEY_TAKEN) from taken
    _number([*rows[:at], clause, *rows[at:]])
    _touch(held, by)
    return clause


@transaction.atomic
def save_clause(clause: ClauseTemplate, *, seen: str, by: User, **values: Any) -> ClauseTemplate:
    """What a clause says. ``seen`` is its ``fingerprint`` when it was read.

    Raises ``EditConflict`` when somebody saved other words meanwhile (``current`` is what stands there now, ``None``
    when it is gone) and ``StepRefused`` when the template was published.
    """
    held = _held(clause.template)
    current = ClauseTemplate.objects.filter(pk=clause.pk).first()
    if current is None:
        raise EditConflict(None)
    if all(getattr(current, name) == value for name, value in values.items()):
        return current
    if template_fingerprint(current) != seen:
        raise EditConflict(current)
    for name, value in values.items():
        setattr(current, name, value)
    current.save(update_fields=list(values))
    _touch(held, by)
    return current


@transaction.atomic
def move_clause(clause: ClauseTemplate, *, up: bool, by: User) -> None:
    """Exchange a clause with the one before or behind it; at the edge nothing happens."""
    held = _held(clause.template)
    rows = list(held.clauses.all())
    at = next((number for number, row in enumerate(rows) if row.pk == clause.pk), None)
    other = None if at is None else at - 1 if up else at + 1
    if at is None or other is None or not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    _number(rows)
    _touch(held, by)


@transaction.atomic
def remove_clause(clause: ClauseTemplate, *, by: User) -> None:
    """Take a clause out of a draft; what is gone already stays gone."""
    held = _held(clause.template)
    held.clauses.filter(pk=clause.pk).delete()
    _number(list(held.clauses.all()))
    _touch(held, by)


@transaction.atomic
def publish_template(template: AgreementTemplate, *, by: User) -> AgreementTemplate:
    """From now on agreements are made from this version. Raises ``StepRefused`` with everything that is wrong."""
    held = _held(template)
    problems = template_problems(list(held.clauses.all()))
    if problems:
        raise StepRefused(" ".join(problems))
    held.published_at, held.valid_from = timezone.now(), held.valid_from or timezone.localdate()
    _touch(held, by, "published_at", "valid_from")
    return held


@transaction.atomic
def retire_template(template: AgreementTemplate, *, by: User) -> AgreementTemplate:
    """No new agreements from it; those made from it stay as they are. Raises ``StepRefused`` for a draft."""
    held = AgreementTemplate.objects.select_for_update(of=("self",), no_key=True).get(pk=template.pk)
    if held.published_at is None:
        raise StepRefused(_("Zurückziehen lässt sich nur ein veröffentlichtes Muster."))
    if held.retired_at is None:
        held.retired_at = timezone.now()
        _touch(held, by, "retired_at")
    return held


@transaction.atomic
def discard_draft(template: AgreementTemplate, *, by: User) -> None:
    """Throw a draft away. Raises ``StepRefused`` when it was published meanwhile."""
    _held(template).delete()


def _held(template: AgreementTemplate) -> AgreementTemplate:
    held = AgreementTemplate.objects.select_for_update(of=("self",)).filter(pk=template.pk).first()
    if held is None:
        raise EditConflict(None)
    if held.published_at is not None:
        raise StepRefused(PUBLISHED)
    return held


def _copied(template: AgreementTemplate, *, by: User, **values: Any) -> AgreementTemplate:
    copy = AgreementTemplate.objects.create(
        name=template.name,
        kind=template.kind,
        description=template.description,
        based_on=template,
        created_by=by,
        updated_by=by,
        **values,
    )
    ClauseTemplate.objects.bulk_create(
        ClauseTemplate(template=copy, **{name: getattr(clause, name) for name in COPIED})
        for clause in template.clauses.all()
    )
    return copy


def _touch(template: AgreementTemplate, by: User, *columns: str) -> None:
    template.edition, template.updated_by = template.edition + 1, by
    template.save(update_fields=["edition", "updated_by", "updated_at", *columns])


def _number(clauses: list[ClauseTemplate]) -> None:
    moved = []
    for number, clause in enumerate(clauses, start=1):
        if clause.position != number:
            clause.position = number
            moved.append(clause)
    ClauseTemplate.objects.bulk_update(moved, ["position"])


def _free_key(heading: str, taken: set[str]) -> str:
    start = slugify(heading.replace("ß", "ss"))[:34] or "klausel"
    names = (start if number == 1 else f"{start}-{number}" for number in range(1, len(taken) + 3))
    return next(name for name in names if name not in taken and name != "neu")
