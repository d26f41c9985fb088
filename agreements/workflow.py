"""Steps of an agreement (domain 3.7.2), and of an amendment, which goes the same way while the agreement is in force.

Four rows go beyond domain 3.7.2, because people need them: ``reopen`` (a mistake in a text nobody has signed yet, or a
signature that never comes, leads to a new version), ``abandon`` also when only some have signed, ``withdraw`` (both
sides agree that a notice never was) and ``revive`` (the amendment that prolongs a fixed term was signed after its end:
``in_force`` says it counts from then on, and the state must not say otherwise). Who may take a step stands in
``permissions.STEP_ROLES``.
"""

from agreements.enums import AgreementState as S
from kit.workflow import Workflow, take_step

AGREEMENT = Workflow(
    "Vereinbarung",
    (
        take_step("negotiate", "Zur Abstimmung geben", S.DRAFT, S.IN_NEGOTIATION),
        take_step("redraft", "Zurück zum Entwurf", S.IN_NEGOTIATION, S.DRAFT),
        take_step("lock", "Fassung sperren", S.IN_NEGOTIATION, S.FINAL_TEXT),
        take_step(
            "reopen", "Text noch einmal öffnen", [S.FINAL_TEXT, S.PARTIALLY_SIGNED], S.IN_NEGOTIATION, needs_note=True
        ),
        take_step("sign", "Unterschrift eintragen", [S.FINAL_TEXT, S.PARTIALLY_SIGNED], S.PARTIALLY_SIGNED),
        take_step("complete", "Alle haben unterschrieben", [S.FINAL_TEXT, S.PARTIALLY_SIGNED], S.SIGNED, system=True),
        take_step("begin", "Tritt in Kraft", S.SIGNED, S.IN_FORCE, system=True),
        take_step("renew", "Verlängert sich", S.IN_FORCE, S.IN_FORCE, system=True),
        take_step("give_notice", "Kündigung eintragen", [S.IN_FORCE, S.SIGNED], S.NOTICE_GIVEN),
        take_step("withdraw", "Kündigung zurücknehmen", S.NOTICE_GIVEN, S.IN_FORCE, needs_note=True),
        take_step("expire", "Läuft aus", S.IN_FORCE, S.EXPIRED, system=True),
        take_step("supersede", "Wird abgelöst", [S.IN_FORCE, S.NOTICE_GIVEN], S.SUPERSEDED, system=True),
        take_step("revive", "Gilt wieder", S.EXPIRED, S.IN_FORCE, system=True),
        take_step("end", "Endet", S.NOTICE_GIVEN, S.ENDED, system=True),
        take_step(
            "abandon",
            "Nicht zustande gekommen",
            [S.DRAFT, S.IN_NEGOTIATION, S.FINAL_TEXT, S.PARTIALLY_SIGNED],
            S.ABANDONED,
            needs_note=True,
        ),
        take_step("archive", "Archivieren", [S.EXPIRED, S.ENDED, S.SUPERSEDED, S.ABANDONED], S.ARCHIVED, system=True),
    ),
)
AMENDMENT_VERBS = frozenset({"negotiate", "redraft", "lock", "reopen", "sign", "complete", "abandon"})
"""Steps an amendment takes on its own; everything after signing happens to the agreement."""
BEFORE_SIGNED = (S.DRAFT, S.IN_NEGOTIATION, S.FINAL_TEXT, S.PARTIALLY_SIGNED)
"""The agreement has no binding version yet; its state is the stage of its first text."""
ALIVE = (S.SIGNED, S.IN_FORCE, S.NOTICE_GIVEN)
OVER = (S.EXPIRED, S.ENDED, S.SUPERSEDED, S.ABANDONED, S.ARCHIVED)
