"""A browser's name in words, from what it says about itself."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """``Firefox auf Windows``; what is not known is called „Unbekannter Browser"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("Unbekannter Browser"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return _("%(browser)s auf %(system)s") % {"browser": browser, "system": system} if system else browser


@dataclass(frozen=True, slots=True)
class Device:
    """One line of the list of signed-in devices."""

    name: str
    since: datetime
    address: str
    is_current: bool

    @classmethod
    def of(cls, session: UserSession) -> "Device":
        return cls(device_words(session.user_agent), session.created_at, session.ip, session.is_current())
