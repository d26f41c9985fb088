"""Files of an agreement: annexes of the text being worked on, and what is kept beside it."""

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.editing import ensure_open
from agreements.actions.steps import lock_agreement
from agreements.enums import AttachmentKind
from agreements.models import Agreement, AgreementVersion, Annex, Attachment, StoredFile
from kit import audit
from kit.uploads import CheckedFile
from kit.workflow import StepRefused

MOST_BYTES = 100_000_000
"""All files of one agreement together (T13)."""
MOST_FILES = 200


def store_file(checked: CheckedFile) -> StoredFile:
    """The stored bytes, once per checksum, also when two people send the same file at the same moment."""
    return store_bytes(checked.content, checked.sha256, checked.content_type)


def store_bytes(content: bytes, sha256: str, content_type: str) -> StoredFile:
    """As ``store``, for bytes we made ourselves."""
    known = StoredFile.objects.defer("content").filter(sha256=sha256).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                sha256=sha256, size=len(content), content_type=content_type, content=content
            )
    except IntegrityError:
        return StoredFile.objects.defer("content").get(sha256=sha256)


@transaction.atomic
def attach_file(
    agreement: Agreement, *, checked: CheckedFile, kind: str, title: str, is_internal: bool = False, by: User | None
) -> Attachment:
    """Keep a checked file with an agreement. Raises ``StepRefused`` when it holds too much already."""
    held = lock_agreement(agreement)
    _refuse_too_much(held, checked)
    return Attachment.objects.create(
        agreement=held,
        kind=kind,
        title=title.strip()[:160] or checked.file_name,
        file_name=checked.file_name,
        file=store_file(checked),
        is_internal=is_internal,
        uploaded_by=by,
    )


@transaction.atomic
def add_annex(version: AgreementVersion, *, checked: CheckedFile, title: str, by: User | None) -> Annex:
    """Make a file an annex of the open version; it is hashed with the text. Raises ``StepRefused`` when shut or full.

    The same file twice is the same annex, so a repeated press adds nothing.
    """
    lock_agreement(version.agreement)
    held = AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    ensure_open(held)
    twin = held.annexes.filter(attachment__file__sha256=checked.sha256, attachment__title=title.strip()).first()
    if twin:
        return twin
    attachment = attach_file(version.agreement, checked=checked, kind=AttachmentKind.ANNEX, title=title, by=by)
    last = held.annexes.aggregate(last=Max("position"))["last"] or 0
    return Annex.objects.create(version=held, attachment=attachment, position=last + 1)


@transaction.atomic
def remove_annex(annex: Annex, *, by: User | None) -> None:
    """The file is no annex of the open version any more; what an earlier version holds stays. Numbers close up."""
    held = AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=annex.version_id)
    ensure_open(held)
    audit.record_event(verb="agreement-annex-removed", by=by, about=held.agreement, detail=str(annex.attachment.uuid))
    Annex.objects.filter(pk=annex.pk).delete()
    for position, row in enumerate(held.annexes.all(), start=1):
        if row.position != position:
            Annex.objects.filter(pk=row.pk).update(position=position)


def _refuse_too_much(held: Agreement, checked: CheckedFile) -> None:
    rows = held.attachments.order_by()
    if rows.count() >= MOST_FILES:
        raise StepRefused(
            _("Zu einer Vereinbarung gehören höchstens %(most_files)s Dateien.") % {"most_files": MOST_FILES}
        )
    used = rows.aggregate(bytes=Sum("file__size"))["bytes"] or 0
    if used + len(checked.content) > MOST_BYTES:
        raise StepRefused(
            _(
                "Die Dateien dieser Vereinbarung wären zusammen größer als %(value)s MB. Bitte verkleinern Sie die "
                "Datei, zum Beispiel mit geringerer Auflösung."
            )
            % {"value": MOST_BYTES // 1_000_000}
        )
