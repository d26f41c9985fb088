"""Everything the portal keeps about one person, readable for people and machines (Art. 15 GDPR, domain 7.3)."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kit.models import AuditEvent, OutgoingMail
from offers.models import Instructor, InstructorCredential
from partners.models import Invitation, Membership

TOLD_IN_FULL = frozenset({Authenticator, UserSession, Membership, AuditEvent, Instructor})


def own_data(user: User) -> dict[str, Any]:
    """All personal data of ``user`` as plain dictionaries with German names; secrets (password, keys) are left out."""
    return {
        _("Erstellt am"): timezone.localtime().isoformat(),
        "Verantwortlich": f"{settings.PUBLIC_BASE_URL}/datenschutz/",
        "Konto": _row(user, leave_out={"password", "id"}),
        "Rollen": [
            _row(row) | {"Organisation": row.organization.name}
            for row in user.memberships.select_related("organization").order_by("pk")
        ],
        _("Einladungen an Ihre Adresse"): [
            _row(row, leave_out={"token_hash"}) | {"Organisation": row.organization.name}
            for row in Invitation.objects.filter(email=user.email).select_related("organization")
        ],
        _("Einladungen von Ihnen"): [
            _row(row, leave_out={"token_hash", "email"})
            for row in Invitation.objects.filter(invited_by=user).order_by("pk")
        ],
        "Zweiter Faktor": [
            _row(row, leave_out={"data"}) for row in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        _("Angemeldete Geräte"): [
            _row(row, leave_out={"session_key", "data"}) for row in UserSession.objects.filter(user=user).order_by("pk")
        ],
        _("E-Mails an Sie"): [
            _row(row, leave_out={"body", "message_id"})
            for row in OutgoingMail.objects.filter(to__iexact=user.email).order_by("pk")
        ],
        "Kursleitung": [_row(row) for row in Instructor.objects.filter(user=user).order_by("pk")],
        _("Nachweise als Kursleitung"): [
            _row(row) for row in InstructorCredential.objects.filter(instructor__user=user).order_by("pk")
        ],
        "Protokoll": [_row(row) for row in AuditEvent.objects.filter(actor=user).order_by("position")],
        _("Wo Ihr Konto außerdem vermerkt ist"): _mentions(user),
    }


def keys_to_people() -> list[tuple[type[Model], Field]]:
    """Every column of ours and of the sign-in library that points at an account."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=False)
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.model is User and not model._meta.proxy
    ]


def _mentions(user: User) -> dict[str, int]:
    """How many rows name the account as who made, changed or confirmed them; rows told in full are left out."""
    found = {}
    for model, field in keys_to_people():
        if model in TOLD_IN_FULL and field.name in {"user", "actor"}:
            continue
        count = model._base_manager.filter(**{field.name: user}).count()
        if count:
            found[f"{model._meta.verbose_name_plural}: {field.verbose_name}"] = count
    return found


def _row(row: Model, *, leave_out: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """The plain columns of one row under their German names; keys to other rows and empty values are left out."""
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if field.name in leave_out or field.remote_field or field.primary_key or value in (None, ""):
            continue
        display = getattr(row, f"get_{field.name}_display", None)
        told[str(field.verbose_name)] = str(display()) if display else value
    return told
