"""Tables every app may use: abstract record and step, outgoing mail, job runs, audit events, retention classes."""

from kit.models.audit import AuditEvent
from kit.models.imports import ImportJob, ImportLine, ImportNote, ImportState
from kit.models.job_runs import Heartbeat, JobRun
from kit.models.mail import MailState, OutgoingMail
from kit.models.record import Record
from kit.models.retention import DataClass
from kit.models.steps import StepRow, save_step, state_after, state_before

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
    "StepRow",
    "save_step",
    "state_after",
    "state_before",
]
