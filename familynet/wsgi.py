"""WSGI entry: ``gunicorn --config deploy/gunicorn.conf.py familynet.wsgi``."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from familynet.host import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familynet.settings")
os.environ.setdefault("FAMILYNET_PROCESS", "web")
embedded.ensure_database()
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django is set up by the line above
from django.core import checks  # noqa: E402

if settings.PRODUCTION:
    wrong = [m for m in checks.run_checks(databases=["default"]) if m.is_serious(checks.ERROR)]
    if wrong:
        sys.exit("\n".join(str(message) for message in wrong))

from offers.search.index import warm_up  # noqa: E402 - Django is set up above

warm_up()
