"""Stored bytes that nothing names any more."""

from django.db.models import Exists, OuterRef

from agreements.models import Attachment, StoredFile, VersionPdf


def forget_unused_files() -> int:
    """Delete stored files without attachment and without version; returns how many.

    Only removal of the demo and erasure call it: both switch off the triggers that otherwise refuse deletion.
    """
    used = Exists(Attachment.objects.filter(file=OuterRef("pk"))) | Exists(
        VersionPdf.objects.filter(file=OuterRef("pk"))
    )
    return StoredFile.objects.exclude(used).delete()[0]
