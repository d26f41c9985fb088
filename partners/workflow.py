"""Steps of a partnership (domain 3.7.1)."""

from kit.workflow import Workflow, step
from partners.enums import PartnershipState as S

PARTNERSHIP = Workflow(
    "Kooperationsbeziehung",
    (
        step("talk", "Gespräche aufnehmen", [S.PROSPECT, S.DECLINED], S.IN_TALKS),
        step("activate", "Zusammenarbeit beginnen", S.IN_TALKS, S.ACTIVE),
        step("decline", "Nicht zustande gekommen", S.IN_TALKS, S.DECLINED, needs_note=True),
        step("rest", "Ruhen lassen", S.ACTIVE, S.DORMANT),
        step("resume", "Wieder aufnehmen", S.DORMANT, S.ACTIVE),
        step("end", "Beenden", [S.ACTIVE, S.DORMANT], S.ENDED, needs_note=True),
    ),
)
