"""What the sheet ``agreements.toml`` says of one agreement."""

from dataclasses import dataclass, field
from typing import Any

from agreements.enums import TermKind


@dataclass(frozen=True)
class AgreementRow:
    """One agreement of the sheet; days count from T."""

    no: int
    kind: str
    center: str
    title: str
    purpose: str
    state: str
    parties: list[list]
    topics: list[str]
    start_months: int | None = None
    start_in: int | None = None
    ends_in: int | None = None
    notice_deadline_in: int | None = None
    notice_received: int | None = None
    term: str = TermKind.OPEN_ENDED
    renewal: int | None = None
    notice_to: str = "half_year"
    model: str = ""
    tasks: list[list] = field(default_factory=list)
    commitments: list[list] = field(default_factory=list)
    excluded: list[list] = field(default_factory=list)
    rooms: list[list] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    deliveries: list[list] = field(default_factory=list)
    comments: list[list] = field(default_factory=list)
    signed_by: list[str] | None = None
    joined: list[list] = field(default_factory=list)
    amendment: dict[str, Any] | None = None
    extra: list[str] = field(default_factory=list)
    accession: bool = False
    concept: bool | None = True
    dp_role: str = "separate"
    meetings: int | None = None
    public: str = ""
    note: str = ""
    reply_in: int | None = None
    review_in: int | None = None

    @property
    def key(self) -> str:
        return f"A-{self.no:02}"
