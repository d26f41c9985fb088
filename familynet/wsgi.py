"""WSGI entry: ``gunicorn familynet.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from familynet import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familynet.settings")
os.environ.setdefault("FAMILYNET_PROCESS", "web")
embedded.ensure_database()
application = get_wsgi_application()
