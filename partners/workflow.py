"""Steps of a partnership (domain 3.7.1)."""

from kit.workflow import Workflow, take_step
from partners.enums import PartnershipState as S

PARTNERSHIP = Workflow(
    "Kooperationsbeziehung",
    (
        take_step("talk", "Gespräche aufnehmen", [S.PROSPECT, S.DECLINED], S.IN_TALKS),
        take_step("activate", "Zusammenarbeit beginnen", S.IN_TALKS, S.ACTIVE),
        take_step("decline", "Nicht zustande gekommen", S.IN_TALKS, S.DECLINED, needs_note=True),
        take_step("rest", "Ruhen lassen", S.ACTIVE, S.DORMANT),
        take_step("resume", "Wieder aufnehmen", S.DORMANT, S.ACTIVE),
        take_step("end", "Beenden", [S.ACTIVE, S.DORMANT], S.ENDED, needs_note=True),
    ),
)
