"""The timed jobs of the worker, all in one place. Add yours to ``JOBS``."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from accounts.actions import forget_dead_sessions, lock_idle_accounts
from agreements.actions.life.advance_states import advance_agreements
from agreements.integrity import verify_agreement
from agreements.life.reminders import send_reminders
from agreements.models import Agreement
from agreements.negotiation import letters
from familynet.registry import retention_rules
from kit import audit, retention
from kit.jobs import Job, log
from kit.models import JobRun
from offers.actions.documents import prune_change_log
from offers.actions.scheduled import advance_runs, refresh_passed_documents


def erase_due() -> str:
    """Everything whose period is over goes (domain 7.3)."""
    return "; ".join(str(line) for line in retention.run_retention(retention_rules.RULES) if line.count)


def clear_sessions() -> str:
    """Expired sessions and what allauth remembers about them."""
    call_command("clearsessions")
    return ""


def log_audit_head() -> str:
    """The checksum of the access log leaves the database, so that rewriting it later shows."""
    position, checksum = audit.log_head()
    log.info("audit head", position=position, checksum=checksum)
    return f"{position} {checksum}"


def lock_idle() -> str:
    """Accounts nobody used for six months are locked; what is remembered about ended sessions goes (domain 7.3)."""
    return f"{lock_idle_accounts()} {forget_dead_sessions()}"


def forget_job_runs() -> str:
    """Reports of jobs older than 90 days; the demo network's own entry stays, it says that it was loaded."""
    old = JobRun.objects.filter(started_at__lt=timezone.now() - timedelta(days=90)).exclude(name__startswith="demo-")
    return str(old.delete()[0])


def verify_agreements() -> str:
    """Every locked version, signature and file once a day; what was changed is an error in the log (T52)."""
    rows = Agreement.objects.select_related("center").order_by("pk")
    checked = list(verify_agreement(rows.iterator(chunk_size=50)))
    bad = [one for one in checked if one.problems]
    for one in bad:
        log.error("agreement changed", reference=one.reference, version=one.number, problems=one.problems)
    return f"{len(checked)} {len(bad)}"


def move_offers_on() -> str:
    """Search documents whose next date is over, and runs whose registration opens, closes or which begin."""
    return f"{refresh_passed_documents()} {advance_runs()}"


def move_agreements_on() -> str:
    """Agreements that begin, renew, run out, end, are taken over or put away (domain 3.7.2)."""
    return str(advance_agreements())


def remind_of_agreements() -> str:
    """Notice deadlines, ends and reviews 180, 90 and 30 days ahead, and those that have passed."""
    return str(send_reminders())


def shorten_search_diary() -> str:
    """Old entries of what changed in the search documents."""
    return str(prune_change_log())


JOBS = (
    Job("move-offers-on", timedelta(minutes=1), move_offers_on),
    Job(letters.JOB, letters.EVERY, letters.send_due_news),
    Job("move-agreements-on", timedelta(hours=1), move_agreements_on),
    Job("remind-of-agreements", timedelta(hours=24), remind_of_agreements),
    Job("shorten-search-diary", timedelta(hours=1), shorten_search_diary),
    Job("erase-due", timedelta(hours=24), erase_due),
    Job("lock-idle-accounts", timedelta(hours=24), lock_idle),
    Job("clear-sessions", timedelta(hours=24), clear_sessions),
    Job("audit-head", timedelta(hours=24), log_audit_head),
    Job("verify-agreements", timedelta(hours=24), verify_agreements),
    Job("forget-job-runs", timedelta(hours=24), forget_job_runs),
)
