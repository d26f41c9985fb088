"""``python -m benchmarks.statements``: reads addresses as JSON, writes how many SQL statements each page cost."""

import json
import sys

import django

django.setup()

from django.db import connections  # noqa: E402 - after the set-up
from django.test import Client  # noqa: E402


def main() -> None:
    """Every page is asked twice; the second time counts, as in a process that has been running for a while.

    A page that is not answered with 200 has -1.
    """
    client = Client(raise_request_exception=False)
    counted: dict[str, int] = {}
    seen = 0

    def count(execute, statement, values, many, context):  # noqa: ANN001, ANN202 - Django's signature
        nonlocal seen
        seen += 1
        return execute(statement, values, many, context)

    for path in json.load(sys.stdin):
        for _ in range(2):
            seen = 0
            with connections["default"].execute_wrapper(count):
                response = client.get(path, secure=True, headers={"host": "netz.example"})
        counted[path] = seen if response.status_code == 200 else -1
    json.dump(counted, sys.stdout)


if __name__ == "__main__":
    main()
