"""All settings, in a fixed order. Defaults suit a demo on loopback; production is switched on by environment."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from familynet.host import embedded, env, logs, production

# --- environment ---------------------------------------------------------------------------------------------------
BASE_DIR = embedded.BASE_DIR
DATA_DIR = embedded.data_dir()
MODE = env.text("FAMILYNET_MODE", "demo")
PRODUCTION = MODE == "production"
PROCESS = env.text("FAMILYNET_PROCESS", "command")  # web, worker or command
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65535)
TILE_URL = env.text("FAMILYNET_TILE_URL")  # map pictures, https://…/{z}/{x}/{y}.png; empty: a drawing of our own
TILE_CREDIT = env.text("FAMILYNET_TILE_CREDIT", "© OpenStreetMap-Mitwirkende")
PUBLIC_BASE_URL = env.text("PUBLIC_BASE_URL", f"http://{HOST}:{PORT}").rstrip("/")
if MODE not in {"demo", "production"}:
    raise ImproperlyConfigured(f"FAMILYNET_MODE={MODE} gibt es nicht; möglich sind demo und production")
if PRODUCTION and (missing := production.production_problems(os.environ)):
    raise ImproperlyConfigured("FAMILYNET_MODE=production braucht diese Angaben:\n  " + "\n  ".join(missing))

# --- security ------------------------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY") or env.kept_secret(DATA_DIR / "secret_key")
DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = [h for h in env.text("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{HOST}").split(",") if h]
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]
SECURE_HSTS_SECONDS = 63072000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "familynet.views.errors.csrf_failure"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60 if PRODUCTION else SESSION_COOKIE_AGE  # what was typed is kept (views/kept_form.py)
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # admin pages with many inlines; the web server limits size before that
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *env.hosts(TILE_URL)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}

# --- apps and middleware -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "kit",
    "accounts",
    "texts",
    "partners",
    "offers",
    "agreements",
    "familynet",
    "familynet.admin_config.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "kit.static_files.PublishedFiles",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_include_bootstrap",
    "lucide",
    "pgtrigger",
    "pghistory",
]
MIDDLEWARE = [
    "kit.middleware.request_log.RequestLog",
    "kit.middleware.headers.ResponseHeaders",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kit.middleware.request_guard.InputGuard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "kit.middleware.caching.CacheRules",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.session_limits.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "familynet.views.account.kept_form.KeepForm",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "familynet.views.account.second_factor.SecondFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "kit.middleware.failures.DatabaseFailures",
]
ROOT_URLCONF = "familynet.urls"
WSGI_APPLICATION = "familynet.wsgi.application"

# --- templates -----------------------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "kit.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "familynet.navigation.navigation_context",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "jinja2"],
        "OPTIONS": {"environment": "kit.jinja.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database ------------------------------------------------------------------------------------------------------
WEB_WORKERS = env.number("WEB_WORKERS", 2, least=1, most=64)
_pool = env.WEB_THREADS if PROCESS == "web" else 0
DATABASES = {"default": env.database(env.text("DATABASE_URL") or embedded.database_url(), web_threads=_pool)}
if env.text("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = env.database(env.text("DATABASE_REPLICA_URL"), web_threads=_pool)
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["kit.replica.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kit_cache",  # shared by all processes, because rate limits count in it
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- accounts ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.validators.GuessedFirstValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
REQUIRE_MFA = env.flag("FAMILYNET_REQUIRE_MFA", default=PRODUCTION)  # for roles that see personal data of others
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"  # no open sign-up, mail through the outbox
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address; the account's address is the only one
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a path
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers whose address somebody typed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # password or second factor changed
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, at the latest after SESSION_COOKIE_AGE
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Familiennetz"
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is half a minute off
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.second_factor_forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.second_factor_forms.EditWebAuthnForm",
    "login_webauthn": "accounts.second_factor_forms.LoginWebAuthnForm",
    "authenticate_webauthn": "accounts.second_factor_forms.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "accounts.second_factor_forms.ReauthenticateWebAuthnForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1 if PRODUCTION else 0)  # nginx in front: 1

# --- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = USE_TZ = True

# --- files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# django-leaflet as an app needs GDAL; we only serve the files its wheel brings (docs/adr/0004).
_LEAFLET = next(Path(str(spec.origin)).parent for spec in [find_spec("leaflet")] if spec)
STATICFILES_DIRS = [BASE_DIR / "static", _LEAFLET / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "jpg", "webp", "gif", "ico", "woff2")
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "medien/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- ours ----------------------------------------------------------------------------------------------------------
SEARCH_SECONDS_BEHIND = 0.5  # how far the search of one process may be behind the database
FRESH_MONTHS = env.number("FAMILYNET_FRESH_MONTHS", 12)  # how long a confirmation counts (I-07)

# --- mail and logs -------------------------------------------------------------------------------------------------
# Django's mail functions write into the outbox; the worker sends from there, or delivers to /demo/post/ in the demo.
EMAIL_BACKEND = "kit.outbox.backend.OutboxBackend"
EMAIL_URL = env.text("EMAIL_URL", "demo")
DEMO_POST = EMAIL_URL == "demo"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "Familiennetz <netz@familiennetz.example>")
OUTGOING_MAIL: dict[str, Any] = {} if DEMO_POST else env.mail(EMAIL_URL)
LOGGING = logs.logging_configuration()
