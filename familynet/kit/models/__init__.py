"""Tables every app may use: the abstract record, outgoing mail, audit events, retention classes."""

from familynet.kit.models.record import Record

__all__ = ["Record"]
