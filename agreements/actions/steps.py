"""Taking one step of the workflow: the row lock, the table, the step row. Used by all other actions."""

from typing import Any

from accounts.models import User
from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementStep, AgreementVersion
from agreements.workflow import AGREEMENT, BEFORE_SIGNED
from kit.workflow import Step


def lock_agreement(agreement: Agreement) -> Agreement:
    """The agreement, read anew under a row lock; everything that changes its state begins here."""
    return Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)


def open_version(agreement: Agreement) -> AgreementVersion | None:
    """The version that is worked on, if there is one."""
    return agreement.versions.open().first()


def latest_version(agreement: Agreement) -> AgreementVersion:
    """The newest version that was not put aside."""
    return agreement.versions.filter(closed_at=None).latest("number")


def step_version(
    agreement: Agreement,
    version: AgreementVersion,
    *,
    verb: str,
    by: User | None,
    note: str = "",
    left_as: AgreementState | None = None,
    **columns: Any,
) -> Step:
    """Move a version, and with it an agreement that has nothing signed yet; keep the step. Returns the step taken.

    ``agreement`` must come from ``locked``. An amendment moves alone: the agreement it changes stays in force.
    ``columns`` are written in the same statement, so a row is never half locked. ``left_as`` is the stage the version
    keeps when its successor takes the step. Raises ``StepRefused`` when the table has no such step from here.
    """
    step = AGREEMENT.step(version.stage, verb, note=note)
    before, target = version.stage, AgreementState(step.target)
    version.stage = left_as or target
    AgreementVersion.objects.filter(pk=version.pk).update(stage=version.stage, **columns)
    if agreement.state in BEFORE_SIGNED:
        _set_state(agreement, target, by)
    _keep(agreement, version, step, before, by, note)
    return step


def step_agreement(
    agreement: Agreement, *, verb: str, by: User | None, note: str = "", version: AgreementVersion | None = None
) -> Step:
    """Move the agreement itself (everything after signing); keep the step. ``agreement`` must come from ``locked``.

    Raises ``StepRefused`` when the table has no such step.
    """
    step = AGREEMENT.step(agreement.state, verb, note=note)
    before = agreement.state
    _set_state(agreement, AgreementState(step.target), by)
    _keep(agreement, version, step, before, by, note)
    return step


def _set_state(agreement: Agreement, state: AgreementState, by: User | None) -> None:
    agreement.state, agreement.updated_by = state, by
    agreement.save(update_fields=["state", "updated_by", "updated_at"])


def _keep(
    agreement: Agreement, version: AgreementVersion | None, step: Step, before: str, by: User | None, note: str
) -> None:
    AgreementStep.objects.create(
        agreement=agreement,
        version=version,
        verb=step.verb,
        before=before,
        after=step.target,
        by=by,
        note=note.strip(),
    )
