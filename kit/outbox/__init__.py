"""Mail that leaves only when the transaction that caused it is committed.

``queue_mail`` writes the row, ``delivery`` sends it from the worker, ``backend`` brings Django's own mails here.
"""

from kit.outbox.queue import queue_mail, render_letter

__all__ = [
    "queue_mail",
    "render_letter",
]
