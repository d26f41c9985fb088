"""The structured parts of a version: who provides what, who answers for what, which rooms, whom to call."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import CommitmentKind, CommitmentUnit, ContactTopic, DueKind, Rhythm
from agreements.models import locking
from agreements.models.version import AgreementVersion, PartOfVersion
from kit.history import tracked
from kit.model_fields import ordered_check, paired_check
from offers.enums import Weekday
from partners.models import ContactPoint, Organization, Room


@tracked(
    "version",
    "key",
    "task",
    "organization",
    "function",
    "deputy_organization",
    "deputy_function",
    "consulted",
    "informed",
    "due_kind",
    "due_on",
    "due_day",
    "due_month",
    "due_days",
)
class Responsibility(PartOfVersion):
    """Zuständigkeit: a task, who answers for it, who stands in, who is asked and told, until when.

    Responsible and deputy are parties with a function, never a person's name. The rule for the deadline is
    ``due_kind`` with the columns it needs (``agreements.calendar.next_due``).
    """

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="responsibilities"
    )
    task = models.CharField(_("Aufgabe"), max_length=200)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("zuständig"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
    )
    function = models.CharField(_("Funktion"), max_length=120, blank=True)
    deputy_organization = models.ForeignKey(
        Organization, verbose_name=_("Vertretung"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy_function = models.CharField(_("Funktion der Vertretung"), max_length=120, blank=True)
    consulted = models.CharField(_("wird gefragt"), max_length=200, blank=True)
    informed = models.CharField(_("wird informiert"), max_length=200, blank=True)
    due_kind = models.CharField(_("Frist"), max_length=12, choices=DueKind, default=DueKind.NONE)
    due_on = models.DateField(_("am"), null=True, blank=True)
    due_day = models.PositiveSmallIntegerField(
        _("Tag"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    due_month = models.PositiveSmallIntegerField(
        _("Monat"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    due_days = models.PositiveSmallIntegerField(_("Tage"), null=True, blank=True, validators=[MaxValueValidator(366)])

    class Meta:
        verbose_name = _("Zuständigkeit")
        verbose_name_plural = _("Zuständigkeiten")
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="responsibility_key_once",
                violation_error_message=_("Diese Zuständigkeit gibt es in der Fassung schon."),
            ),
            models.CheckConstraint(
                condition=Q(due_kind=DueKind.NONE)
                | Q(due_kind=DueKind.ON_DATE, due_on__isnull=False)
                | Q(due_kind=DueKind.YEARLY, due_day__range=(1, 31), due_month__range=(1, 12))
                | Q(due_kind=DueKind.MONTHLY, due_day__range=(1, 31))
                | Q(
                    due_kind__in=[DueKind.BEFORE_START, DueKind.AFTER_END, DueKind.AFTER_EVENT],
                    due_days__range=(0, 366),
                ),
                name="responsibility_due_is_complete",
                violation_error_message=_("Zu dieser Frist fehlen Tag, Monat oder Anzahl der Tage."),
            ),
        ]

    def __str__(self) -> str:
        return self.task


@tracked(
    "version",
    "key",
    "organization",
    "kind",
    "description",
    "quantity",
    "unit",
    "rhythm",
    "place",
    "starts_on",
    "is_excluded",
)
class Commitment(PartOfVersion):
    """Leistung: what a party provides, how much, how often, where; ``is_excluded``: expressly not provided."""

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="commitments"
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("Partner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    kind = models.CharField(_("Art"), max_length=10, choices=CommitmentKind, default=CommitmentKind.OFFER)
    description = models.CharField(_("Leistung"), max_length=240)
    quantity = models.DecimalField(
        _("Menge"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    unit = models.CharField(_("Einheit"), max_length=10, choices=CommitmentUnit, blank=True)
    rhythm = models.CharField(_("Rhythmus"), max_length=12, choices=Rhythm, blank=True)
    place = models.CharField(_("Ort"), max_length=160, blank=True)
    starts_on = models.DateField(_("ab"), null=True, blank=True)
    is_excluded = models.BooleanField(_("ausdrücklich nicht"), default=False)

    class Meta:
        verbose_name = _("Leistung")
        verbose_name_plural = _("Leistungen")
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="commitment_key_once",
                violation_error_message=_("Diese Leistung gibt es in der Fassung schon."),
            ),
            models.CheckConstraint(
                condition=Q(quantity=None, unit="") | (Q(quantity__gte=0) & ~Q(unit="")),
                name="commitment_quantity_has_unit",
                violation_error_message=_("Zur Menge gehört eine Einheit, und umgekehrt."),
            ),
        ]

    def __str__(self) -> str:
        return self.description


@tracked(
    "version",
    "key",
    "room",
    "organization",
    "weekday",
    "start_time",
    "end_time",
    "key_holder_function",
    "fee",
    "cleaning",
    "house_rules_accepted",
)
class RoomUse(PartOfVersion):
    """Raumnutzung: which room, by whom, on which day and time, or on request."""

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="room_uses"
    )
    room = models.ForeignKey(Room, verbose_name=_("Raum"), on_delete=models.PROTECT, related_name="uses")
    organization = models.ForeignKey(
        Organization, verbose_name=_("nutzt"), null=True, blank=True, on_delete=models.PROTECT, related_name="room_uses"
    )
    weekday = models.CharField(_("Wochentag"), max_length=2, choices=Weekday, blank=True)
    start_time = models.TimeField(_("von"), null=True, blank=True)
    end_time = models.TimeField(_("bis"), null=True, blank=True)
    key_holder_function = models.CharField(_("Schlüssel hat"), max_length=120, blank=True)
    fee = models.CharField(_("Kosten"), max_length=120, blank=True)
    cleaning = models.CharField(_("Reinigung"), max_length=160, blank=True)
    house_rules_accepted = models.BooleanField(_("Hausordnung gilt"), default=True)

    class Meta:
        verbose_name = _("Raumnutzung")
        verbose_name_plural = _("Raumnutzungen")
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="roomuse_key_once",
                violation_error_message=_("Diese Raumnutzung gibt es in der Fassung schon."),
            ),
            paired_check(
                "start_time", "end_time", "roomuse_times_paired", _("Bitte geben Sie Beginn und Ende an, oder keines.")
            ),
            models.CheckConstraint(
                condition=Q(start_time=None) | Q(end_time__gt=F("start_time")),
                name="roomuse_times_ordered",
                violation_error_message=_("Das Ende liegt nicht nach dem Beginn."),
            ),
            models.CheckConstraint(
                condition=Q(weekday="", start_time=None) | (~Q(weekday="") & Q(start_time__isnull=False)),
                name="roomuse_day_has_times",
                violation_error_message=_("Zum Wochentag gehören Zeiten. Ohne beides heißt: auf Anfrage."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.room)


@tracked("version", "key", "organization", "topic", "function", "deputy_function", "contact_point")
class AgreementContact(PartOfVersion):
    """Ansprechperson by function, with deputy (domain 5.2 § 8). ``contact_point`` gives phone and e-mail of today."""

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="contacts"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("Partner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.CharField(_("Für"), max_length=16, choices=ContactTopic, default=ContactTopic.CONTENT)
    function = models.CharField(_("Funktion"), max_length=120)
    deputy_function = models.CharField(_("Vertretung"), max_length=120, blank=True)
    contact_point = models.ForeignKey(
        ContactPoint,
        verbose_name=_("Ansprechstelle"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_contacts",
    )

    class Meta:
        verbose_name = _("Ansprechperson der Vereinbarung")
        verbose_name_plural = _("Ansprechpersonen der Vereinbarung")
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="agreementcontact_key_once",
                violation_error_message=_("Diese Ansprechperson gibt es in der Fassung schon."),
            ),
        ]

    def __str__(self) -> str:
        return self.function


@tracked("version", "key", "text", "dated", "valid_to")
class Basis(PartOfVersion):
    """Grundlage the agreement rests on: a law, a funding notice, a resolution (domain 5.2 § 2)."""

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="bases"
    )
    text = models.CharField(_("Grundlage"), max_length=240)
    dated = models.DateField(_("vom"), null=True, blank=True)
    valid_to = models.DateField(_("gilt bis"), null=True, blank=True)

    class Meta:
        verbose_name = _("Grundlage")
        verbose_name_plural = _("Grundlagen")
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="basis_key_once",
                violation_error_message=_("Diese Grundlage gibt es in der Fassung schon."),
            ),
            ordered_check("dated", "valid_to", "basis_dates_ordered", _("Das Ende liegt vor dem Anfang.")),
        ]

    def __str__(self) -> str:
        return self.text
