"""Tables of the agreements, one module per aggregate, each with the sets one asks it for (querysets).

What is in force, or whose text it is, depends on tables below an agreement. So the agreement imports these, and they
name it by string (``"agreements.Agreement"``), as Django does for tables of other modules.
"""

from agreements.models.agreement import Agreement, AgreementNote, AgreementStep
from agreements.models.calendar_link import CalendarLink
from agreements.models.clauses import Clause, ClauseEdit
from agreements.models.coverage import Coverage, Delivery
from agreements.models.files import Annex, Attachment, StoredFile, VersionPdf
from agreements.models.life import Reminder, Review, Suspension, Termination
from agreements.models.negotiation import AgreementInvitation, ClauseComment, TextApproval
from agreements.models.provisions import AgreementContact, Basis, Commitment, Responsibility, RoomUse
from agreements.models.signing import Accession, Signature, SignatureVoid
from agreements.models.template import AgreementTemplate, ClauseTemplate
from agreements.models.version import AgreementParty, AgreementVersion

__all__ = [
    "Accession",
    "Agreement",
    "AgreementContact",
    "AgreementInvitation",
    "AgreementNote",
    "AgreementParty",
    "AgreementStep",
    "AgreementTemplate",
    "AgreementVersion",
    "Annex",
    "Attachment",
    "Basis",
    "CalendarLink",
    "Clause",
    "ClauseComment",
    "ClauseEdit",
    "ClauseTemplate",
    "Commitment",
    "Coverage",
    "Delivery",
    "Reminder",
    "Responsibility",
    "Review",
    "RoomUse",
    "Signature",
    "SignatureVoid",
    "StoredFile",
    "Suspension",
    "Termination",
    "TextApproval",
    "VersionPdf",
]
