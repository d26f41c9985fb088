"""The vocabulary for sets of people."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Greatest

if TYPE_CHECKING:
    from accounts.models import User  # noqa: F401


class UserQuerySet(models.QuerySet["User"]):
    def without_second_factor(self) -> Self:
        """People who sign in with a password alone."""
        return self.filter(authenticator=None)

    def unseen_since(self, day: date) -> Self:
        """People who last signed in, were created or unlocked before ``day``; erased and demo accounts are left out."""
        return self.with_seen_at().filter(erased_at=None, is_demo=False, seen_at__date__lt=day)

    def with_seen_at(self) -> Self:
        """``seen_at``: the latest of sign-in, creation and unlocking; retention periods count from it."""
        return self.annotate(seen_at=Greatest(F("last_login"), F("date_joined"), F("unlocked_at")))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates people by e-mail address; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new person; without a password the account cannot sign in by password."""
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a person with every right; for the command line of the operator only."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
