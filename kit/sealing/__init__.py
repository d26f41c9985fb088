"""The seal of an organisation: shows that a document or a row has not changed since it was locked.

A seal is evidence of integrity, never the signature of a person (domain 5.4). Keys: ``keys.py``; PDFs:
``documents.py``; rows: ``records.py``. Choice and files: docs/adr/0012-seals-and-foreign-pdfs.md.
"""

from kit.sealing.documents import SealReport, check_pdf, seal_pdf
from kit.sealing.keys import SealUnavailable, key_fingerprint
from kit.sealing.records import RecordState, is_record_intact, record_state, sign_record

__all__ = [
    "RecordState",
    "SealReport",
    "SealUnavailable",
    "check_pdf",
    "is_record_intact",
    "key_fingerprint",
    "record_state",
    "seal_pdf",
    "sign_record",
]
