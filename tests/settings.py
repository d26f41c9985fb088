"""Settings of the test run: production-like, on a database of its own."""

from familynet.settings import *  # noqa: F403

SECRET_KEY = "nur-fuer-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
