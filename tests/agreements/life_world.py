"""Signed agreements with any term, party and past, made without waiting for the days to come."""

import uuid
from contextlib import contextmanager
from datetime import date, timedelta
from unittest import mock

from django.utils import timezone

from agreements.enums import AgreementState as S
from agreements.enums import SignatureMethod
from agreements.models import Agreement, AgreementParty, AgreementStep, AgreementVersion, Signature
from tests.factories.agreements import AgreementFactory
from tests.factories.partners import OrganizationFactory

HASH = "a" * 64


@contextmanager
def on(day: date):
    """Today is ``day``."""
    with mock.patch("django.utils.timezone.localdate", return_value=day):
        yield


def party(version, *, must_sign=True, organization=None, **fields):
    return AgreementParty.objects.create(
        version=version,
        key=uuid.uuid4(),
        organization=organization or OrganizationFactory(),
        must_sign=must_sign,
        represented_by_function="Leitung",
        **fields,
    )


def lock(version, *, stage=S.FINAL_TEXT, content="{}", content_hash=HASH):
    AgreementVersion.objects.filter(pk=version.pk).update(
        stage=stage, locked_at=timezone.now(), content=content, content_hash=content_hash
    )
    version.refresh_from_db()
    return version


def signature(version, one, day, **fields):
    return Signature.objects.create(
        version=version,
        party=one,
        content_hash=version.content_hash,
        method=SignatureMethod.LETTERS,
        signed_on=day,
        signatory_function="Leitung",
        recorded_at=timezone.now(),
        **fields,
    )


def version_of(agreement, *, signed_on=(), parties=2, stage=None, organizations=(), **term):
    """A locked version; ``signed_on`` are the days on which the first parties signed."""
    version = AgreementVersion.objects.create(
        agreement=agreement, number=agreement.versions.count() + 1, **{"effective_from": date(2026, 1, 1)} | term
    )
    chosen = [*organizations, *[None] * (parties - len(organizations))]
    rows = [party(version, organization=one) for one in chosen]
    done = len(signed_on) == len(rows)
    lock(version, stage=stage or (S.SIGNED if done else S.PARTIALLY_SIGNED if signed_on else S.FINAL_TEXT))
    for row, day in zip(rows, signed_on, strict=False):
        signature(version, row, day)
    return version


def agreement(*, state=S.IN_FORCE, signed=date(2026, 1, 1), center=None, **term) -> Agreement:
    """Signed by both parties on ``signed``, the centre being one of them; ``state`` as it says."""
    fields = {name: term.pop(name) for name in ("replaces", "responsible", "deputy", "next_review_on") if name in term}
    center = center or OrganizationFactory()
    row = AgreementFactory(state=state, center=center, **fields)
    version_of(row, signed_on=(signed, signed), organizations=(center,), **term)
    AgreementStep.objects.create(agreement=row, verb="begin", before=S.SIGNED, after=state)
    return row


def step_back(row, days: int):
    """All steps were taken so many days earlier."""
    for one in row.steps.all():
        AgreementStep.objects.filter(pk=one.pk).update(at=one.at - timedelta(days=days))


def living_agreement(center) -> Agreement:
    """In force since yesterday, with a talk something follows from and a time of rest."""
    yesterday = timezone.localdate() - timedelta(days=1)
    row = agreement(center=center, effective_from=yesterday, signed=yesterday)
    row.reviews.create(held_on=yesterday, result="adjust", follow_up="Zeiten klären")
    row.suspensions.create(starts_on=yesterday, reason="Umbau")
    return row
