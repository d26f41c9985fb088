"""A child process that tells what it was given; used by ``test_signed_pdf``."""

import os
import sys

if __name__ == "__main__":
    sys.stdout.write(f"{sorted(os.environ.items())} {os.listdir()}")
