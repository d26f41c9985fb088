"""The shipped nginx configuration, made to run on this machine: used by its tests and by ``make bench``."""

import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email.message import Message
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from familynet.host.env import BASE_DIR

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
MISSING = "kein nginx gefunden; unter Debian und Ubuntu: apt-get install nginx-light"
SHIPPED = BASE_DIR / "deploy" / "nginx.conf"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """``text`` with every pattern replaced; a pattern that is not in there fails, since then the file has moved on."""
    for pattern, replacement in pairs:
        text, count = re.subn(pattern, replacement, text)
        assert count, pattern
    return text


def adapted(text: str, folder: Path, port: int, upstream: int) -> str:
    """The shipped file with our ports and folders, and without TLS; everything else as it is."""
    text = changed(
        text,
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r"\n    ssl_\w+ .*;", ""),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{upstream}"),
        (r"/var/cache/nginx/|/var/log/nginx/|/srv/familiennetz/", f"{folder}/"),
        (r"allow 127\.0\.0\.1;", ""),
    )
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;"
        f"events {{}} http {{ {places} {text} }}"
    )


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def upstream(application: Callable) -> Iterator[int]:
    """A small web server for a WSGI application, in a thread; gives its port."""
    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def get(port: int, address: str, *, data: bytes | None = None, **headers: str) -> tuple[int, str, Message]:
    """Status, text and headers; no redirect is followed. With ``data`` it is a POST. ``X_Name`` becomes ``X-Name``."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{address}",
        data=data,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay).open(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


@contextmanager
def running(folder: Path, upstream: int, *changes: tuple[str, str]) -> Iterator[tuple[int, int]]:
    """nginx in front of ``upstream`` with ``changes`` to the shipped file; gives its port and its process number."""
    assert NGINX, MISSING
    port = free_port()
    (folder / "nginx.conf").write_text(adapted(changed(SHIPPED.read_text(), *changes), folder, port, upstream))
    with subprocess.Popen(
        [NGINX, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.PIPE, text=True
    ) as nginx:
        try:
            for _ in range(100):
                with closing(socket.socket()) as probe:
                    if nginx.poll() is not None or probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            assert nginx.poll() is None, nginx.stderr and nginx.stderr.read()
            yield port, nginx.pid
        finally:
            nginx.terminate()
            nginx.communicate(timeout=10)
