"""Steps of a partnership (domain 3.7.1)."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.workflow import Workflow, define_step
from partners.enums import PartnershipState as S

PARTNERSHIP = Workflow(
    "Kooperationsbeziehung",
    (
        define_step("talk", _("Gespräche aufnehmen"), [S.PROSPECT, S.DECLINED], S.IN_TALKS),
        define_step("activate", _("Zusammenarbeit beginnen"), S.IN_TALKS, S.ACTIVE),
        define_step("decline", _("Nicht zustande gekommen"), S.IN_TALKS, S.DECLINED, needs_note=True),
        define_step("rest", _("Ruhen lassen"), S.ACTIVE, S.DORMANT),
        define_step("resume", _("Wieder aufnehmen"), S.DORMANT, S.ACTIVE),
        define_step("end", _("Beenden"), [S.ACTIVE, S.DORMANT], S.ENDED, needs_note=True),
    ),
    translate=gettext,
)
