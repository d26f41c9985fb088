"""Reading small tables in tests: rows of dictionaries in, a result out."""

from kit.imports.engine import run_import
from kit.imports.tables import Table


def table(*rows):
    """A table whose columns are the keys of the first row, in its order; missing cells are empty."""
    header = list(dict.fromkeys(key for row in rows for key in row))
    return Table(header, [(number, [row.get(key) for key in header]) for number, row in enumerate(rows, start=2)])


def take_over(importer, *rows, apply=True, skip_errors=False, **options):
    """Run an import of ``rows``."""
    return run_import(importer, table(*rows), apply=apply, skip_errors=skip_errors, **options)


def outcomes(result):
    return [str(row.outcome) for row in result.rows]


def reasons(result):
    """``Spalte: Grund`` of every problem."""
    return [f"{problem.column}: {problem.reason}" for row in result.rows for problem in row.problems]
