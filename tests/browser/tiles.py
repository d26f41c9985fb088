"""A map server on this machine: one grey picture for every tile, and a note of what was asked.

It speaks TLS with a certificate made on the spot, because the portal takes no other map server (``env.hosts``).
"""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PIL import Image

HOST = "127.0.0.1"


class TileServer:
    """``with TileServer(folder) as tiles:``; ``tiles.asked`` are the paths of the tiles browsers wanted.

    ``broken`` makes it answer 503, like a server that is down.
    """

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.broken = False
        buffer = BytesIO()
        Image.new("RGB", (256, 256), "#dfe5e2").save(buffer, "PNG")
        outer, picture = self, buffer.getvalue()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                self.send_response(503 if outer.broken else 200)
                self.send_header("Content-Type", "image/png")
                self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
                self.end_headers()
                self.wfile.write(b"" if outer.broken else picture)

            def log_message(self, *args: object) -> None:
                """Quiet: a test that fails says enough."""

        self.server = ThreadingHTTPServer((HOST, 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(folder))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.host = f"{HOST}:{self.server.server_port}"
        self.url = f"https://{self.host}/{{z}}/{{x}}/{{y}}.png"

    def __enter__(self) -> "TileServer":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "kartenserver.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file
