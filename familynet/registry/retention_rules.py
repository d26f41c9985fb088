"""Which rows fall due, and how they go: the rules of all apps in one tuple (domain 7.3). Add yours to ``RULES``.

A test compares this with the models: whoever holds names, addresses or numbers of people needs a rule here.
"""

from datetime import date

from django.db import connection
from django.db.models import Model, Q, QuerySet

from accounts.actions import due_for_erasure
from accounts.models import User
from agreements import retention as agreements
from agreements.models import Accession, AgreementInvitation, Signature
from kit.models import AuditEvent, ImportJob, MailState, OutgoingMail
from kit.retention import Rule, delete_rows
from offers import retention as offers
from offers.models import EventProgramItem, Instructor, InstructorCredential, MediaAsset, SearchDemand
from partners import retention as partners
from partners.actions.memberships import retire_account
from partners.models import ContactPoint, Invitation, JoinRequest, PersonConsent


def finished_mail(limit: date) -> QuerySet[OutgoingMail]:
    """Mails that left, or never will."""
    return OutgoingMail.objects.filter(state__in=[MailState.SENT, MailState.FAILED], created_at__date__lt=limit)


def old_audit_events(limit: date) -> QuerySet[AuditEvent]:
    """Entries of the access log, oldest first in the chain, so the rest stays verifiable."""
    return AuditEvent.objects.filter(at__date__lt=limit)


def retire_accounts(rows: QuerySet[User]) -> int:
    """One after the other: each ends its roles, its sessions and its second factors."""
    return len([retire_account(user) for user in rows])


def finished_invitations(limit: date) -> QuerySet[Invitation]:
    """Invitations that were accepted, withdrawn or ran out before ``limit``."""
    over = Q(accepted_at__date__lt=limit) | Q(revoked_at__date__lt=limit) | Q(expires_at__date__lt=limit)
    return Invitation.objects.filter(over)


def old_imports(limit: date) -> QuerySet[ImportJob]:
    """Uploaded files with their reports; that they were taken over stays in the access log."""
    return ImportJob.objects.filter(uploaded_at__date__lt=limit)


def delete_audit_events(rows: QuerySet[Model]) -> int:
    """The log refuses deletion, except inside this transaction setting."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL familynet.erasing = 'on'")
        count = rows.delete()[0]
        cursor.execute("SET LOCAL familynet.erasing = 'off'")
    return count


RULES: tuple[Rule, ...] = (
    Rule(User, "account", due_for_erasure, retire_accounts),  # type: ignore[arg-type]  # people are rows
    Rule(Invitation, "invitation", finished_invitations, delete_rows),
    Rule(OutgoingMail, "mail", finished_mail, delete_rows),
    Rule(ImportJob, "import_file", old_imports, delete_rows),
    Rule(ContactPoint, "contact_left", partners.contacts_of_people_who_left, partners.erase_contacts),
    Rule(EventProgramItem, "contact_left", offers.speakers_without_consent, offers.erase_speaker_names),
    Rule(MediaAsset, "contact_left", offers.pictures_without_consent, offers.delete_pictures),
    Rule(PersonConsent, "contact_left", offers.withdrawn_consents, delete_rows),
    Rule(JoinRequest, "join_request", partners.finished_join_requests, delete_rows),
    Rule(InstructorCredential, "credential", offers.credentials_to_erase, delete_rows),
    Rule(Instructor, "instructor", offers.instructors_who_left, offers.anonymise_instructors),
    Rule(SearchDemand, "search_demand", offers.old_demand, delete_rows),
    Rule(SearchDemand, "search_words", offers.rare_words, offers.take_words_out),
    Rule(Signature, "agreement", agreements.old_signatures, agreements.erase_agreements),
    Rule(Accession, "agreement", agreements.old_accessions, agreements.erase_agreements),
    Rule(AgreementInvitation, "agreement_invitation", agreements.old_addresses, agreements.forget_addresses),
    Rule(AuditEvent, "audit", old_audit_events, delete_audit_events),
)
