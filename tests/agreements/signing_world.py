"""Agreements ready to be locked or signed, with one of everything a version can hold."""

import uuid
from datetime import date
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from agreements.actions.files import add_annex, attach_file
from agreements.actions.locking import lock_version
from agreements.actions.signing import record_signature
from agreements.enums import AgreementState, AttachmentKind, Block
from agreements.models import (
    Agreement,
    AgreementContact,
    AgreementParty,
    AgreementVersion,
    Basis,
    Clause,
    Commitment,
    Responsibility,
)
from kit.uploads import SCANS, check_upload
from tests.factories.partners import OrganizationFactory

TEXT = "Die Partner arbeiten zusammen, damit Familien **früh** Hilfe finden."
_numbers = iter(range(1, 10_000))


def negotiated(*, center=None, partner=None, clauses=1, **values) -> Agreement:
    """In negotiation, nothing missing: two parties that must sign, one that need not, a term, a row of each block."""
    center, partner = center or OrganizationFactory(), partner or OrganizationFactory()
    agreement = Agreement.objects.create(
        reference=f"SIG-{next(_numbers):04}",
        title="Gemeinsam für Familien",
        kind="bilateral",
        center=center,
        state=AgreementState.IN_NEGOTIATION,
        **{name: values.pop(name) for name in ("was_recorded",) if name in values},
    )
    version = AgreementVersion.objects.create(
        agreement=agreement,
        stage=AgreementState.IN_NEGOTIATION,
        **{"effective_from": timezone.localdate()} | values,
    )
    for number, (organization, must_sign) in enumerate(
        ((center, True), (partner, True), (OrganizationFactory(), False)), start=1
    ):
        AgreementParty.objects.create(
            version=version,
            key=uuid.uuid4(),
            position=number,
            organization=organization,
            must_sign=must_sign,
            represented_by_function="Leitung",
        )
    for number in range(1, clauses + 1):
        Clause.objects.create(
            version=version,
            key=uuid.uuid4(),
            position=number,
            heading=f"Klausel {number}",
            text=TEXT,
            block=Block.PARTIES if number == 1 else Block.NONE,
        )
    row = {"version": version, "key": uuid.uuid4(), "position": 1}
    Commitment.objects.create(
        **row,
        organization=partner,
        description="Sprechstunde",
        quantity=Decimal("12.00"),
        unit="sessions",
        rhythm="yearly",
    )
    Responsibility.objects.create(**row, task="Räume buchen", organization=center, function="Koordination")
    AgreementContact.objects.create(**row, organization=center, function="Koordination")
    Basis.objects.create(**row, text="§ 16 SGB VIII", dated=date(2025, 1, 1))
    return agreement


def locked(*, annex=False, by=None, **values) -> AgreementVersion:
    """Locked and waiting for signatures."""
    agreement = negotiated(**values)
    if annex:
        add_annex(agreement.versions.get(), checked=scan("Plan.png"), title="Raumplan", by=by)
    return lock_version(agreement, by=by)


def scan(name="Unterschrift.png", colour=3):
    """A checked picture."""
    target = BytesIO()
    Image.new("RGB", (40, 30), colour).save(target, "png")
    return check_upload(SimpleUploadedFile(name, target.getvalue()), allowed=SCANS)


def upload(name="Unterschrift.png", colour=3):
    """The same as a browser sends it."""
    target = BytesIO()
    Image.new("RGB", (40, 30), colour).save(target, "png")
    return SimpleUploadedFile(name, target.getvalue(), "image/png")


def sign(version, *, number=0, by=None, **values):
    """The signature of one of the parties that must sign, on paper with a scan."""
    party = version.parties.filter(must_sign=True)[number]
    values = {
        "method": "paper",
        "place": "Gera",
        "signed_on": timezone.localdate(),
        "signatory_function": "Leitung",
        "signatory_name": "Muster",
    } | values
    if "document" not in values:
        values["document"] = attach_file(
            version.agreement, checked=scan(colour=number + 5), kind=AttachmentKind.SCAN, title="Unterschrift", by=by
        )
    return record_signature(version, party=party, by=by, **values)


def signed(**values) -> AgreementVersion:
    """Signed by all, in force from today."""
    version = locked(**values)
    for number in range(version.parties.filter(must_sign=True).count()):
        sign(version, number=number)
    version.refresh_from_db()
    return version
