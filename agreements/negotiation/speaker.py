"""Who speaks to a text in negotiation, and for whom: one value for actions and pages."""

from dataclasses import dataclass

from accounts.models import User
from agreements.models import AgreementInvitation
from partners.models import Organization


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks for ``organization``: a ``person`` who signed in, or whoever holds an ``invitation``'s link.

    The value says who it is, not what he may do: the actions check that under their lock (``negotiating``).
    """

    organization: Organization
    person: User | None = None
    invitation: AgreementInvitation | None = None
