"""Logging: readable lines in the demo, JSON in production, and no personal data in either (T54).

Plain Python on purpose: the web server reads it before Django is set up.
"""

import logging
import os
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from familynet.host import env

# Their messages carry addresses, host names or query strings; we keep the words and drop what was filled in.
TALKATIVE = ("django.request", "django.security", "django.server", "django.db", "whitenoise", "gunicorn.error")


def without_values(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Messages of talkative libraries without their arguments: the record's pattern instead of the finished text."""
    filled_in = event.pop("positional_args", None)
    record = event.get("_record")
    if not isinstance(record, logging.LogRecord) or not record.name.startswith(TALKATIVE):
        return event
    if not record.name.startswith("gunicorn") or "request" in str(record.msg):  # its own news are harmless
        # Django writes "%s: %s" of reason and path; the reason may stay
        event["event"] = str(filled_in[0] if record.msg == "%s: %s" and filled_in else record.msg)
    return event


def frames_only(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """An exception as its kind and the places it passed; its message may quote a row ("Key (email)=(...)")."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        event["exception"] = f"{info[0].__module__}.{info[0].__qualname__}"
        event["frames"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(info[2])[-12:]]
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_configuration() -> dict[str, Any]:
    """``logging.config.dictConfig`` for this process, from ``FAMILYNET_MODE`` and ``LOG_LEVEL``.

    Side effect: configures structlog, so that our own loggers end in the same place.
    """
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    production = os.environ.get("FAMILYNET_MODE") == "production"
    end: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if production:
        end = [frames_only, *end, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        end = [*end, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [without_values, *end],
                "foreign_pre_chain": SHARED,
                "pass_foreign_args": True,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO" if production else "WARNING").upper()},
        "loggers": {
            "django": {"level": "WARNING"},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"level": "INFO" if production else "WARNING", "handlers": [], "propagate": True},
            "gunicorn.http.wsgi": {"level": "ERROR"},  # warns at every HEAD that the server drops the body
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            "django.request": {"level": "ERROR"},  # 4xx are in the access log, without the address
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }
