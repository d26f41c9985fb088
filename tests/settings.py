"""Settings of the test run: the real ones on a database of their own, with what would only cost time switched off."""

import os

from familynet.host import embedded

if "FAMILYNET_TEST_DATA" not in os.environ:  # set once; the processes of a parallel run inherit it
    os.environ["FAMILYNET_TEST_DATA"] = str(embedded.data_dir() / "test")
os.environ["FAMILYNET_DATA"] = os.environ["FAMILYNET_TEST_DATA"]
for name in ("FAMILYNET_MODE", "EMAIL_URL", "DATABASE_REPLICA_URL", "PUBLIC_BASE_URL", "ALLOWED_HOSTS", "DEBUG"):
    os.environ.pop(name, None)

from familynet.settings import *  # noqa: E402, F403 - the environment first

SECRET_KEY = "nur-fuer-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Lets the clean-up after committing tests empty the access log, which otherwise refuses (kit/models/audit.py).
DATABASES["default"]["OPTIONS"]["options"] = "-c familynet.may_truncate=on"  # noqa: F405
SEARCH_SECONDS_BEHIND = 0  # what a test writes, its search sees
WHITENOISE_AUTOREFRESH = True  # no collected files, and no warning that there are none
