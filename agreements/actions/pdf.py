"""The one PDF of a locked version: made once, sealed by the centre, kept (T52)."""

import hashlib
from collections.abc import Callable

from django.db import connection, transaction
from django.utils.translation import gettext as _

from agreements.actions.files import store_bytes
from agreements.models import AgreementVersion, VersionPdf
from kit import audit
from kit.sealing import check_pdf, seal_pdf
from kit.workflow import StepRefused

PDF = "application/pdf"


@transaction.atomic
def sealed_pdf(version: AgreementVersion, *, make: Callable[[], bytes]) -> VersionPdf:
    """The kept PDF of a locked version; the first who asks has it made by ``make`` and sealed, all others wait.

    People may sign the file afterwards, nothing else may follow the seal. Whatever ``make`` raises passes, so does
    ``SealUnavailable``. Raises ``StepRefused`` for a version that is not locked.
    """
    if not version.is_locked:
        raise StepRefused(_("Ein gesiegeltes PDF gibt es erst, wenn die Fassung gesperrt ist."))
    found = _stored_pdf(version)
    if found:
        return found
    with connection.cursor() as cursor:
        # Not the row of the version: drawing takes seconds, and signatures should not wait for it.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agreement-pdf'), %s)", [version.pk % 2_000_000_000])
    found = _stored_pdf(version)
    if found:
        return found
    center = version.agreement.center
    reason = _("Fassung %(number)s von %(reference)s, %(content_hash)s") % {
        "number": version.number,
        "reference": version.agreement.reference,
        "content_hash": version.content_hash,
    }
    content = seal_pdf(make(), owner=center.uuid, name=center.name, reason=reason, further_signatures=True)
    sha256 = hashlib.sha256(content).hexdigest()
    pdf = VersionPdf.objects.create(
        version=version,
        file=store_bytes(content, sha256, PDF),
        fingerprint=check_pdf(content, owner=center.uuid).fingerprint or "",
    )
    audit.record_event(verb="agreement-pdf", about=version.agreement, detail=f"{version.content_hash} {sha256}")
    return pdf


def _stored_pdf(version: AgreementVersion) -> VersionPdf | None:
    return VersionPdf.objects.filter(version=version).select_related("file").first()
