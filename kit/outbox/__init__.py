"""Mail that leaves only when the transaction that caused it is committed.

``queue_mail`` writes the row, ``delivery`` sends it from the worker, ``backend`` brings Django's own mails here.
"""

from kit.outbox.queue import letter, queue_mail

__all__ = ["letter", "queue_mail"]
