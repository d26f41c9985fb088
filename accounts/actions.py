"""Verbs about accounts: make, lock, unlock, erase; retention of domain 7.3 (locked after 6 months, erased after 12)."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from dateutil.relativedelta import relativedelta
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from kit import audit

LOCK_AFTER = relativedelta(months=6)
ERASED_DOMAIN = "geloescht.invalid"


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """Sign ``user`` out everywhere, except from the session with the key ``keep``; how many sessions ended."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep or "")
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


@transaction.atomic
def lock_account(user: User, *, by: User | None) -> User:
    """Nobody can sign in with this account any more, from this moment; ``by`` is empty when the period ran out."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if locked.is_active:
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        audit.record_event(verb="lock", by=by, about=locked)
    end_sessions(locked)
    return locked


@transaction.atomic
def unlock_account(user: User, *, by: User) -> User:
    """Give a locked account back; the period before locking starts anew. An erased account stays erased."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if locked.erased_at is None and not locked.is_active:
        locked.is_active, locked.unlocked_at = True, timezone.now()
        locked.save(update_fields=["is_active", "unlocked_at"])
        audit.record_event(verb="unlock", by=by, about=locked)
    return locked


@transaction.atomic
def erase_account(user: User) -> User:
    """Remove everything personal from an account; the row stays as a pseudonym, because history points at it.

    Its sessions, second factors and mail addresses of the sign-in library go as well. Memberships are history without
    personal data; ``partners.actions.end_all_memberships`` ends them.
    """
    erased = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    erased.email, erased.display_name = f"{erased.uuid}@{ERASED_DOMAIN}", ""
    erased.is_active = erased.is_staff = erased.is_superuser = False
    erased.last_login, erased.erased_at = None, timezone.now()
    erased.set_unusable_password()
    erased.save()
    end_sessions(erased)
    Authenticator.objects.filter(user=erased).delete()
    erased.emailaddress_set.all().delete()
    return erased


def due_for_locking(today: date) -> QuerySet[User]:
    """Active accounts nobody signed in to for six months."""
    return User.objects.unseen_since(today - LOCK_AFTER).filter(is_active=True, is_superuser=False)


def due_for_erasure(limit: date) -> QuerySet[User]:
    """Accounts nobody signed in to since ``limit`` (a day twelve months ago)."""
    return User.objects.unseen_since(limit).filter(is_superuser=False)


def lock_idle_accounts(*, today: date | None = None) -> int:
    """Lock what is due; how many. Running twice locks nothing twice."""
    idle = list(due_for_locking(today or timezone.localdate()))
    for user in idle:
        lock_account(user, by=None)
    return len(idle)


def forget_dead_sessions() -> int:
    """Remove what is remembered (network address, browser) about sessions that are over; how many."""
    living = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.exclude(session_key__in=living).delete()[0]
