"""Makes ``.venv`` from a lock file: ``python3 familynet/host/venv.py requirements.txt``. Standard library only.

Does nothing when the lock file is the one installed last. Two calls at once (``make run`` and ``make test``) wait for
each other. Called with the Python of the system, everything else uses ``.venv/bin/python``.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
NO_VENV = """Diesem Python fehlt das Modul „venv“ mit „ensurepip“. Bitte einmal nachinstallieren,
unter Debian und Ubuntu zum Beispiel mit:  apt-get install python3-venv"""


def print_line(text: str) -> None:
    """One line for the person at the terminal, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def environment_fingerprint(lock: Path) -> str:
    """What has to be equal for an environment to be reused."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {VENV}"


def is_environment_usable() -> bool:
    """``.venv`` is there, its Python still starts and is new enough."""
    check = [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return PYTHON.exists() and subprocess.run(check, capture_output=True).returncode == 0  # noqa: S603


def make_venv() -> None:
    """A new, empty environment; ends the program with a German text when Python cannot make one."""
    shutil.rmtree(VENV, ignore_errors=True)
    without_pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    if without_pip and not importlib.util.find_spec("pip"):
        sys.exit(NO_VENV)
    if subprocess.run([sys.executable, "-m", "venv", *without_pip, str(VENV)]).returncode:  # noqa: S603
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(NO_VENV)


def install_lock(lock: Path) -> None:
    """Install exactly what the lock file names, hashes checked; shows a line every few packages."""
    wanted = sum(1 for line in lock.read_text().splitlines() if re.match(r"[A-Za-z0-9]", line))
    pip = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True).returncode:  # noqa: S603
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    command = [*pip, "install", "--require-hashes", "--no-deps", "--progress-bar=off", "--disable-pip-version-check"]
    environment = os.environ | {"PIP_ROOT_USER_ACTION": "ignore", "PYTHONWARNINGS": "ignore", "LC_ALL": "C.UTF-8"}
    began = told = time.monotonic()
    seen = 0
    lines: list[str] = []
    with subprocess.Popen(  # noqa: S603 - pip of this environment
        [*command, "-r", str(lock)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the type checker
        for line in process.stdout:
            lines.append(line)
            seen += line.startswith(("Collecting ", "Requirement already satisfied"))
            if line.startswith("Installing collected"):
                print_line("  alles geladen, wird eingerichtet …")
            elif time.monotonic() - told > 5:
                told = time.monotonic()
                print_line(f"  {seen} von etwa {wanted} Paketen …")
    if process.returncode:
        sys.exit("".join(lines[-25:]) + "\nDie Pakete konnten nicht eingerichtet werden; warum, sagt pip darüber.")
    print_line(f"  fertig nach {time.monotonic() - began:.0f} Sekunden.")


def main(lock: Path) -> None:
    """Bring ``.venv`` to the state of ``lock``."""
    stamp = VENV / f"{lock.stem}.installed"

    def up_to_date() -> bool:
        return is_environment_usable() and stamp.exists() and stamp.read_text() == environment_fingerprint(lock)

    if up_to_date():
        return
    try:
        handle = (BASE / ".venv.lock").open("w")
    except OSError as error:
        sys.exit(f"In {BASE} darf dieses Konto nicht schreiben ({error.strerror}). Bitte selbst klonen.")
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if up_to_date():
            return  # somebody else has just done it
        print_line(f"Python-Pakete aus {lock.name} werden geladen, das dauert beim ersten Mal ein bis zwei Minuten …")
        if not is_environment_usable():
            make_venv()
        install_lock(lock)
        stamp.write_text(environment_fingerprint(lock))


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - this file meets the Python of the system
        sys.exit("Familiennetz braucht Python 3.11 oder neuer; gefunden: " + sys.version.split()[0])
    main(BASE / sys.argv[1])
