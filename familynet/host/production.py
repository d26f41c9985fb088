"""What production mode refuses to start with: every default that is only right for a demo on one's own machine."""

from collections.abc import Mapping
from urllib.parse import urlsplit


def production_problems(environment: Mapping[str, str]) -> list[str]:
    """German sentences, one for each variable that is missing or still has the value of a demo."""
    found = []

    def value(name: str) -> str:
        return environment.get(name, "").strip()

    if len(value("SECRET_KEY")) < 50:
        found.append("SECRET_KEY: ein eigener geheimer Schlüssel mit mindestens 50 Zeichen")
    hosts = {host.strip() for host in value("ALLOWED_HOSTS").split(",") if host.strip()}
    if not hosts or "*" in hosts or hosts <= {"localhost", "127.0.0.1", "[::1]"}:
        found.append("ALLOWED_HOSTS: die Rechnernamen, unter denen das Portal erreichbar ist, durch Komma getrennt")
    base = urlsplit(value("PUBLIC_BASE_URL"))
    if base.scheme != "https" or base.hostname in {None, "localhost", "127.0.0.1", "::1"}:
        found.append("PUBLIC_BASE_URL: die öffentliche Adresse, beginnend mit https://")
    if not value("DATABASE_URL"):
        found.append("DATABASE_URL: postgresql://name:kennwort@rechner/datenbank, die eingebaute ist für Demos")
    if value("EMAIL_URL") in {"", "demo"}:
        found.append("EMAIL_URL: der Mailserver, smtp://name:kennwort@rechner:587 oder smtps://...")
    if not value("MAIL_FROM") or ".example" in value("MAIL_FROM"):
        found.append("MAIL_FROM: der Absender, zum Beispiel Familiennetz Gera <netz@ihre-domain.de>")
    if not value("FAMILYNET_DATA"):
        found.append("FAMILYNET_DATA: der Ordner für hochgeladene Dateien, außerhalb des Programmordners")
    if value("DEBUG").lower() in {"1", "true", "yes", "on", "ja"}:
        found.append("DEBUG: muss leer oder 0 sein")
    return found
