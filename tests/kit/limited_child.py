"""A child process that does what its argument says; used by ``test_limited_process``."""

import os
import sys

from kit.limited_process import LARGEST_FILE, hold_limits


def main(what: str) -> int:
    hold_limits(memory=300_000_000, seconds=1)
    if what == "tell":
        sys.stdout.write(f"{sorted(os.environ.items())} {os.listdir()}")
    elif what == "loop":
        while True:
            pass
    elif what == "eat":
        sys.stdout.write(str(len(bytearray(400_000_000))))
    elif what == "write":
        with open("large", "wb") as target:
            target.write(bytes(LARGEST_FILE + 1))
    elif what == "echo":
        sys.stdout.buffer.write(sys.stdin.buffer.read())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
