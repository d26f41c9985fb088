"""Settings of the web server, used by ``make run`` and by the service in deploy/familiennetz.service."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from familynet.host import (
    env,
    logs,  # noqa: E402 - found through the line above
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familynet.settings")
os.environ.setdefault("FAMILYNET_PROCESS", "web")

host = env.text("HOST", "127.0.0.1")
bind = f"[{host}]:{env.number('PORT', 8000)}" if ":" in host else f"{host}:{env.number('PORT', 8000)}"
worker_class = "gthread"
workers = env.number("WEB_WORKERS", 2, least=1, most=64)
threads = env.WEB_THREADS
timeout = 180  # also for the start: a million offers are read for a minute before the first answer
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8190
limit_request_fields = 60
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - heartbeat file of gunicorn
control_socket_disable = True
forwarded_allow_ips = "127.0.0.1,::1"
logconfig_dict = logs.logging_configuration()
