"""Reading tables people send: files, cells as they are written here, rows that are created, changed or refused.

Knows no app. An app describes its columns (``columns``), says what a row means (``engine.Importer``) and gets files
(``tables``), batches, savepoints and a report (``engine``, ``results``) for it.
"""
