"""What the staff admin asks about a person before it shows or changes anything."""

from enum import IntEnum, StrEnum
from typing import Any, Protocol

from django.db.models import Model
from django.http import HttpRequest


class Audience(StrEnum):
    """What kind of table it is; the roof's table of rights has one row per audience."""

    REGISTER = "register"  # belongs to an organisation, no personal data
    LISTS = "lists"  # shared lists everybody uses
    PEOPLE = "people"  # personal data an organisation is responsible for
    ACCOUNTS = "accounts"  # who signs in, in which role
    CREDENTIALS = "credentials"  # seen by two named functions only (domain 7.6)
    TECHNICAL = "technical"  # outgoing mail, jobs
    PROTOCOL = "protocol"  # access log, erasure rules


PERSONAL = frozenset({Audience.PEOPLE, Audience.ACCOUNTS, Audience.CREDENTIALS, Audience.PROTOCOL})
"""Tables whose export needs a purpose and a fresh sign-in (T33)."""


class Verb(StrEnum):
    VIEW = "view"
    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"


class Reach(IntEnum):
    """How far a right goes."""

    NONE = 0
    OWN = 1  # rows of organisations the person looks after
    ALL = 2


class Rights(Protocol):
    """Answers the roof gives; all of them follow today's roles and cost no query per row."""

    def may_enter(self, user: Any) -> bool:
        """May open the staff admin at all."""

    def reach(self, user: Any, audience: Audience, verb: Verb) -> Reach:
        """How far ``user`` may ``verb`` rows of ``audience``."""

    def own_organizations(self, user: Any, audience: Audience) -> frozenset[int]:
        """What ``Reach.OWN`` means for this person and kind of table."""

    def sees_confidential(self, user: Any, organization_id: int | None) -> bool:
        """May see internal assessments of this organisation."""

    def confirm_identity(self, request: HttpRequest) -> None:
        """Nothing when the password was asked for a moment ago; otherwise leaves by an exception that asks for it."""

    def record_export(self, user: Any, about: type[Model], detail: str) -> None:
        """Keep who exported what."""
