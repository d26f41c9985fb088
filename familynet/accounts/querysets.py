"""The vocabulary for sets of people."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from familynet.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new person; without a password the account cannot sign in by password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a person with every right; for the command line of the operator only."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
