"""Sets of offers and rows of figures, and the way from one to the other."""

from array import array
from typing import Any, TypeAlias

import numpy as np
from pyroaring import BitMap

Numbers: TypeAlias = "np.ndarray[Any, Any]"


def document_numbers(bitmap: BitMap) -> Numbers:
    """The members of a set, ascending."""
    return np.frombuffer(bitmap.to_array(), dtype=np.uint32) if bitmap else np.empty(0, np.uint32)


def document_bitmap(found: Numbers) -> BitMap:
    """The set of these numbers."""
    values = array("I")
    values.frombytes(np.ascontiguousarray(found, dtype=np.uint32).tobytes())
    return BitMap(values)
