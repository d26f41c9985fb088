"""Steps of an agreement (domain 3.7.2), and of an amendment, which goes the same way while the agreement is in force.

Four rows go beyond domain 3.7.2, because people need them: ``reopen`` (a mistake in a text nobody has signed yet, or a
signature that never comes, leads to a new version), ``abandon`` also when only some have signed, ``withdraw`` (both
sides agree that a notice never was) and ``revive`` (the amendment that prolongs a fixed term was signed after its end:
``in_force`` says it counts from then on, and the state must not say otherwise). Who may take a step stands in
``permissions.STEP_ROLES``.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementState as S
from kit.workflow import Workflow, define_step

AGREEMENT = Workflow(
    "Vereinbarung",
    (
        define_step("negotiate", _("Zur Abstimmung geben"), S.DRAFT, S.IN_NEGOTIATION),
        define_step("redraft", _("Zurück zum Entwurf"), S.IN_NEGOTIATION, S.DRAFT),
        define_step("lock", _("Fassung sperren"), S.IN_NEGOTIATION, S.FINAL_TEXT),
        define_step(
            "reopen",
            _("Text noch einmal öffnen"),
            [S.FINAL_TEXT, S.PARTIALLY_SIGNED],
            S.IN_NEGOTIATION,
            needs_note=True,
        ),
        define_step("sign", _("Unterschrift eintragen"), [S.FINAL_TEXT, S.PARTIALLY_SIGNED], S.PARTIALLY_SIGNED),
        define_step(
            "complete", _("Alle haben unterschrieben"), [S.FINAL_TEXT, S.PARTIALLY_SIGNED], S.SIGNED, system=True
        ),
        define_step("begin", _("Tritt in Kraft"), S.SIGNED, S.IN_FORCE, system=True),
        define_step("renew", _("Verlängert sich"), S.IN_FORCE, S.IN_FORCE, system=True),
        define_step("give_notice", _("Kündigung eintragen"), [S.IN_FORCE, S.SIGNED], S.NOTICE_GIVEN),
        define_step("withdraw", _("Kündigung zurücknehmen"), S.NOTICE_GIVEN, S.IN_FORCE, needs_note=True),
        define_step("expire", _("Läuft aus"), S.IN_FORCE, S.EXPIRED, system=True),
        define_step("supersede", _("Wird abgelöst"), [S.IN_FORCE, S.NOTICE_GIVEN], S.SUPERSEDED, system=True),
        define_step("revive", _("Gilt wieder"), S.EXPIRED, S.IN_FORCE, system=True),
        define_step("end", _("Endet"), S.NOTICE_GIVEN, S.ENDED, system=True),
        define_step(
            "abandon",
            _("Nicht zustande gekommen"),
            [S.DRAFT, S.IN_NEGOTIATION, S.FINAL_TEXT, S.PARTIALLY_SIGNED],
            S.ABANDONED,
            needs_note=True,
        ),
        define_step(
            "archive", _("Archivieren"), [S.EXPIRED, S.ENDED, S.SUPERSEDED, S.ABANDONED], S.ARCHIVED, system=True
        ),
    ),
    translate=gettext,
)
AMENDMENT_VERBS = frozenset({"negotiate", "redraft", "lock", "reopen", "sign", "complete", "abandon"})
"""Steps an amendment takes on its own; everything after signing happens to the agreement."""
BEFORE_SIGNED = (S.DRAFT, S.IN_NEGOTIATION, S.FINAL_TEXT, S.PARTIALLY_SIGNED)
"""The agreement has no binding version yet; its state is the stage of its first text."""
ALIVE = (S.SIGNED, S.IN_FORCE, S.NOTICE_GIVEN)
OVER = (S.EXPIRED, S.ENDED, S.SUPERSEDED, S.ABANDONED, S.ARCHIVED)
