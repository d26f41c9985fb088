"""The address of a person's own calendar: whoever knows it reads the calendar, so nobody can guess it.

The token names the account and is signed with the server's secret key; nothing but a number is stored, and a new
number (``renew``) makes every earlier address useless. So does locking or erasing the account, or the end of its roles.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from agreements.models import CalendarLink
from kit import audit
from kit.secret_links import computed_token, is_same_token, secret_link
from partners.rights.held import roles_of

SALT = "agreements.calendar_links"


def token_of(user: User) -> str:
    """``<account>-<signature>``: 32 and 64 hexadecimal digits."""
    row = CalendarLink.objects.filter(user=user).first()
    return f"{user.uuid.hex}-{_signature(user, row.number if row else 1)}"


def link_of(user: User) -> str:
    """The absolute address for the calendar program."""
    return secret_link("agreements:calendar_feed", token_of(user))


def person_of(token: str) -> User | None:
    """Whose calendar the token opens; ``None`` when it opens none (any more)."""
    name, _, signature = token.partition("-")
    try:
        user = (
            User.objects.filter(uuid=UUID(hex=name), is_active=True).select_related("agreement_calendar_link").first()
        )
    except ValueError:
        return None
    if user is None:
        return None
    row = getattr(user, "agreement_calendar_link", None)
    if not is_same_token(signature, _signature(user, row.number if row else 1)) or not roles_of(user):
        return None
    return user


@transaction.atomic
def renew_calendar_link(user: User) -> None:
    """Make every address given out so far useless."""
    row, is_new = CalendarLink.objects.get_or_create(user=user, defaults={"number": 2})
    if not is_new:
        row.number = F("number") + 1
        row.save()
    audit.record_event(verb="agreement-calendar-renew", by=user, about=user)


def _signature(user: User, number: int) -> str:
    return computed_token(SALT, f"{user.uuid}:{number}")
