"""Tables every app may use: the abstract record, outgoing mail, job runs, audit events, retention classes."""

from familynet.kit.models.audit import AuditEvent
from familynet.kit.models.imports import ImportJob, ImportLine, ImportNote, ImportState
from familynet.kit.models.jobs import Heartbeat, JobRun
from familynet.kit.models.mail import MailState, OutgoingMail
from familynet.kit.models.record import Record
from familynet.kit.models.retention import DataClass

__all__ = [
    "AuditEvent",
    "DataClass",
    "Heartbeat",
    "ImportJob",
    "ImportLine",
    "ImportNote",
    "ImportState",
    "JobRun",
    "MailState",
    "OutgoingMail",
    "Record",
]
