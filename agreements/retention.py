"""What of agreements falls due for erasure (domain 7.3)."""

from datetime import date

from django.db import connection
from django.db.models import Max, Model, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from agreements.actions.drafting import PARTS
from agreements.actions.unused_files import forget_unused_files
from agreements.enums import AgreementState
from agreements.models import (
    Accession,
    Agreement,
    AgreementInvitation,
    AgreementNote,
    AgreementStep,
    AgreementVersion,
    Attachment,
    ClauseComment,
    ClauseEdit,
    Coverage,
    Delivery,
    Reminder,
    Review,
    Signature,
    SignatureVoid,
    Suspension,
    Termination,
    TextApproval,
    VersionPdf,
)
from agreements.workflow import OVER

PARTS_OF_AGREEMENT: tuple[tuple[type[Model], str], ...] = (
    (SignatureVoid, "signature__version__agreement"),
    (Signature, "version__agreement"),
    (Accession, "agreement"),
    (ClauseEdit, "clause__version__agreement"),
    (ClauseComment, "version__agreement"),
    (TextApproval, "version__agreement"),
    (AgreementInvitation, "agreement"),
    (VersionPdf, "version__agreement"),
    *((model, "version__agreement") for model in PARTS),
    *(
        (model, "agreement")
        for model in (
            AgreementStep,
            AgreementNote,
            Review,
            Termination,
            Suspension,
            Reminder,
            Coverage,
            Delivery,
            Attachment,
            AgreementVersion,
            Agreement.topics.through,
            Agreement.areas.through,
            Agreement.action_fields.through,
        )
    ),
    (Agreement, "pk"),
)
"""Every table whose rows belong to an agreement and the way there; a test looks for forgotten ones."""


ENDINGS = tuple(state for state in OVER if state != AgreementState.ARCHIVED)
"""Archiving comes a year later and is no new end."""


def over_before(limit: date) -> QuerySet[Agreement]:
    """Agreements that came to their end in a year before that of ``limit``; the last step tells when."""
    return (
        Agreement.objects.over()
        .annotate(
            over_on=Coalesce(Max(TruncDate("steps__at"), filter=Q(steps__after__in=ENDINGS)), TruncDate("created_at"))
        )
        .filter(over_on__lt=date(limit.year, 1, 1))
    )


def old_signatures(limit: date) -> QuerySet[Signature]:
    """Signatures of agreements that are over for long enough; ``erase_agreements`` takes the whole deed."""
    return Signature.objects.filter(version__agreement__in=over_before(limit).values("pk"))


def old_accessions(limit: date) -> QuerySet[Accession]:
    return Accession.objects.filter(agreement__in=over_before(limit).values("pk"))


def erase_agreements(rows: QuerySet[Model]) -> int:
    """Delete the agreements these rows belong to, with files nobody else uses. Returns the number of rows.

    Locked versions refuse deletion except in this transaction setting. A successor stays and forgets what it replaced.
    An agreement that the text of another one names (data protection) stays as long as that one.
    """
    table: QuerySet = rows
    key = "version__agreement" if table.model is Signature else "agreement"
    ids = set(table.values_list(key, flat=True))
    named = AgreementVersion.objects.filter(dp_agreement__in=ids).exclude(agreement__in=ids)
    ids -= set(named.values_list("dp_agreement", flat=True))
    count = table.filter(**{f"{key}__in": ids}).count()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL familynet.erasing = 'on'")
        Agreement.objects.filter(replaces__in=ids).update(replaces=None)
        Agreement.objects.filter(framework__in=ids).update(framework=None)
        for model, path in PARTS_OF_AGREEMENT:
            part: QuerySet = model._default_manager.filter(**{f"{path}__in": ids})
            part._raw_delete(part.db)  # rows of one deed protect each other, so they go table by table
        forget_unused_files()
        cursor.execute("SET LOCAL familynet.erasing = 'off'")
    return count


def old_addresses(limit: date) -> QuerySet[AgreementInvitation]:
    """Invitations sent before ``limit`` that still hold an address."""
    return AgreementInvitation.objects.filter(invited_at__date__lt=limit).exclude(email="")


def forget_addresses(rows: QuerySet[Model]) -> int:
    """Address and link go; that the organisation may see the agreement stays."""
    return rows.update(email="", token_hash="")
