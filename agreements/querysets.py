"""The vocabulary for sets of agreements. „In force" is defined here, once, as a function of a date (I-14)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.enums import Role
from agreements import permissions
from agreements.enums import AgreementState, TermKind
from agreements.workflow import ALIVE, BEFORE_SIGNED, OVER
from partners.rights.held import Person, roles_of

if TYPE_CHECKING:
    from agreements.models import Agreement, AgreementTemplate, AgreementVersion, Signature  # noqa: F401

LOCKED_STATES = (AgreementState.FINAL_TEXT, AgreementState.PARTIALLY_SIGNED, *ALIVE)


def _rows(name: str) -> Any:
    """Manager of a table of this app; models import this module, so it cannot import them."""
    return apps.get_model("agreements", name).objects


class SignatureQuerySet(models.QuerySet["Signature"]):
    def counting(self) -> Self:
        """Not voided."""
        return self.filter(void=None)


class VersionQuerySet(models.QuerySet["AgreementVersion"]):
    def signed_on(self, day: date) -> Self:
        """Locked, and every party that must sign has signed this version by ``day``."""
        required = _rows("AgreementParty").filter(version=OuterRef("pk"), must_sign=True)
        signed = (
            _rows("Signature")
            .counting()
            .filter(
                version=OuterRef("version"),
                party=OuterRef("pk"),
                signed_on__lte=day,
                content_hash=OuterRef("version__content_hash"),
            )
        )
        return self.filter(
            Exists(required), ~Exists(required.filter(~Exists(signed))), locked_at__isnull=False
        ).exclude(stage=AgreementState.ABANDONED)

    def binding_on(self, day: date) -> Self:
        """Signed by ``day`` and begun by ``day``; of several the one with the highest number counts."""
        return self.signed_on(day).filter(effective_from__lte=day)

    def governing_on(self, day: date) -> Self:
        """The binding version that counts on ``day``, at most one per agreement; its term may be over."""
        later = (
            _rows("AgreementVersion")
            .binding_on(day)
            .filter(agreement=OuterRef("agreement"), number__gt=OuterRef("number"))
        )
        return self.binding_on(day).filter(~Exists(later))

    def within_term(self, day: date) -> Self:
        """The term as written contains ``day``. A renewing one goes on until somebody gives notice."""
        return self.filter(Q(term_kind__in=[TermKind.OPEN_ENDED, TermKind.RENEWING]) | Q(ends_on__gte=day))

    def open(self) -> Self:
        """Still edited."""
        return self.filter(locked_at=None, closed_at=None)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, day: date | None = None) -> Self:
        """In force on ``day`` (I-14): governing version within its term, no end before ``day``, not superseded.

        A successor takes over on the day it becomes binding, whatever becomes of it later. What the state column says
        does not matter; the daily job makes it follow.
        """
        day = day or timezone.localdate()
        governing = _rows("AgreementVersion").governing_on(day).within_term(day).filter(agreement=OuterRef("pk"))
        ended = _rows("Termination").filter(agreement=OuterRef("pk"), withdrawn_at=None, effective_on__lt=day)
        successor = _rows("AgreementVersion").binding_on(day).filter(agreement__replaces=OuterRef("pk"))
        return self.filter(Exists(governing), ~Exists(ended), ~Exists(successor))

    def with_in_force(self, day: date | None = None) -> Self:
        """Every row with ``is_in_force``, which says whether ``in_force(day)`` would hold it."""
        held = _rows("Agreement").in_force(day).filter(pk=OuterRef("pk"))
        return self.annotate(is_in_force=Exists(held))

    def suspended_on(self, day: date | None = None) -> Self:
        """Suspended on ``day``; still in force."""
        day = day or timezone.localdate()
        rest = _rows("Suspension").filter(agreement=OuterRef("pk"), starts_on__lte=day)
        return self.filter(Exists(rest.filter(Q(ends_on=None) | Q(ends_on__gte=day))))

    def alive(self) -> Self:
        """Signed and not over, by state."""
        return self.filter(state__in=ALIVE)

    def negotiated(self) -> Self:
        """Not signed by all yet, by state."""
        return self.filter(state__in=BEFORE_SIGNED)

    def over(self) -> Self:
        return self.filter(state__in=OVER)

    def editable_by(self, user: Person) -> Self:
        """Twin of ``permissions.can_edit_agreement``."""
        if Role.ADMINISTRATION in roles_of(user):
            return self
        return self.filter(center__in=permissions.center_ids(user))

    def visible_to(self, user: Person) -> Self:
        """What this person may read; the rest does not exist for him. Table in ``permissions``."""
        if permissions.reads_all_agreements(user):
            return self
        seen = Q(center__in=permissions.center_ids(user))
        speaks = permissions.party_ids(user)
        if speaks:
            seen |= Q(Exists(self._as_party(speaks)))
        audited = permissions.audited_ids(user)
        if audited:
            seen |= Q(
                Q(center__in=audited) | Exists(self._locked_party(audited)),
                state__in=[*LOCKED_STATES, *OVER],
                pk__in=_rows("AgreementVersion").filter(locked_at__isnull=False).values("agreement"),
            )
        return self.filter(seen)

    def of_party(self, organizations: Any) -> Self:
        """With one of these as a party of some version, as its facility, or by accession."""
        return self.filter(Q(Exists(self._any_party(organizations))) | Q(Exists(self._joined(organizations))))

    def by_title(self) -> Self:
        return self.order_by("title_key", "pk")

    def _as_party(self, organizations: Any) -> Any:
        """Invitations that count, or a locked text with them as a party; one subquery over three."""
        mine = _rows("Agreement").filter(pk=OuterRef("pk"))
        invited = _rows("AgreementInvitation").filter(
            agreement=OuterRef("pk"), organization__in=organizations, revoked_at=None
        )
        return mine.filter(
            Q(Exists(invited)) | Q(Exists(self._locked_party(organizations))) | Q(Exists(self._joined(organizations)))
        )

    def _any_party(self, organizations: Any) -> Any:
        return _rows("AgreementParty").filter(
            Q(organization__in=organizations) | Q(facility__in=organizations), version__agreement=OuterRef("pk")
        )

    def _locked_party(self, organizations: Any) -> Any:
        return self._any_party(organizations).filter(version__locked_at__isnull=False)

    def _joined(self, organizations: Any) -> Any:
        return _rows("Accession").filter(agreement=OuterRef("pk"), organization__in=organizations)

    def with_governing(self, day: date | None = None) -> Self:
        """With ``governing_id`` (the version that counts on ``day``) and its dates, in the same statement."""
        day = day or timezone.localdate()
        version = _rows("AgreementVersion").governing_on(day).filter(agreement=OuterRef("pk"))
        return self.annotate(
            governing_id=Subquery(version.values("pk")[:1]),
            governing_from=Subquery(version.values("effective_from")[:1]),
            governing_to=Subquery(version.values("ends_on")[:1]),
        )


class TemplateQuerySet(models.QuerySet["AgreementTemplate"]):
    def usable_by(self, user: Person) -> Self:
        """Published, not withdrawn, the newest of its family; shipped ones and those of one's own centres."""
        newer = _rows("AgreementTemplate").filter(
            family=OuterRef("family"), number__gt=OuterRef("number"), published_at__isnull=False
        )
        rows = self.filter(~Exists(newer), published_at__isnull=False, retired_at=None)
        return rows.visible_to(user)

    def visible_to(self, user: Person) -> Self:
        if permissions.reads_all_agreements(user):
            return self
        return self.filter(Q(organization=None) | Q(organization__in=permissions.center_ids(user)))

    def editable_by(self, user: Person) -> Self:
        """Twin of ``permissions.can_edit_template``."""
        if Role.ADMINISTRATION in roles_of(user):
            return self
        return self.filter(organization__in=permissions.center_ids(user))
