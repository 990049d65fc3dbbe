"""What the journal tells of the work: how much there is, when each coder coded last, and what others have changed since.

Asked whenever a study is opened, so every question is answered from an index, or from one pass over the codings that reads no
text: the rows of a journal of years are counted, not read.
"""

from __future__ import annotations

from dataclasses import dataclass

from coder.study.engine import Connection, read

RULES = ("name", "brief", "definition", "include", "exclude", "examples", "status", "codable", "merged_into", "removed")
"""The fields of a code that say when it is to be used; its place and colour do not."""
_CODED_SQL = """
SELECT p.uid, j.lamport, coalesce(json_extract(j.body, '$.at'), '') FROM (
  SELECT coder, max(added) AS newest FROM coding WHERE origin IN ('manual', 'auto') GROUP BY coder
) last JOIN coder p ON p.id = last.coder JOIN journal j ON j.id = last.newest"""
_BY_ANOTHER = "j.lamport > ?1 AND coalesce(json_extract(j.body, '$.actor'), '') <> ?2"
_CHANGED_SQL = f"""
SELECT s.uid FROM stamp s JOIN journal j ON j.device = s.device AND j.seq = s.seq
WHERE s.kind = 'code' AND s.field IN ({", ".join(f"'{field}'" for field in RULES)}) AND s.lamport > ?1 AND {_BY_ANOTHER}
UNION SELECT c.uid FROM code c JOIN journal j ON j.id = c.added WHERE c.known AND {_BY_ANOTHER}"""
_NEW_SQL = f"""
SELECT s.uid FROM source s JOIN journal j ON j.id = s.added WHERE s.known AND s.removed IS NOT 1 AND {_BY_ANOTHER}"""
_MEMOS_SQL = """
SELECT source, count(*) FROM (
  SELECT m.target AS source FROM memo m WHERE m.target_kind = 'source' AND m.coder = ?1 AND m.known AND m.removed IS NOT 1
  UNION ALL
  SELECT s.uid FROM memo m JOIN coding g ON g.uid = m.target JOIN source s ON s.id = g.source
  WHERE m.target_kind = 'coding' AND m.coder = ?1 AND m.known AND m.removed IS NOT 1 AND g.removed IS NOT 1
) GROUP BY source"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much a journal holds."""

    entries: int
    devices: int
    changed_at: str
    """When the entry that came last was made: ISO 8601, UTC; empty if that is not known here."""


@dataclass(frozen=True, slots=True)
class Coded:
    """When somebody coded last, by hand."""

    at: str
    """ISO 8601, UTC."""
    lamport: int
    """What has a higher one came later, whatever the clocks said."""


class Ledger:
    """Answers from the journal and its stamps."""

    def __init__(self, connection: Connection) -> None:
        """Read through `connection`."""
        self._db = connection

    def size(self) -> Size:
        """Count the journal's entries and the devices that wrote them."""
        ((entries, devices),) = read(self._db, "SELECT count(*), count(DISTINCT device) FROM journal")
        last = list(read(self._db, "SELECT json_extract(body, '$.at') FROM journal ORDER BY id DESC LIMIT 1"))
        return Size(entries, devices, str(last[0][0] or "") if last else "")

    def coded(self) -> dict[str, Coded]:
        """Say when each coder (a uid) coded last; who never did, or only had codings imported, is not in it."""
        return {coder: Coded(at, lamport) for coder, lamport, at in read(self._db, _CODED_SQL)}

    def changed_codes(self, since: Coded, coder: str) -> set[str]:
        """List the codes (uids) that others than `coder` have made, or whose rules they have changed, since she coded."""
        return {uid for (uid,) in read(self._db, _CHANGED_SQL, (since.lamport, coder))}

    def new_sources(self, since: Coded, coder: str) -> set[str]:
        """List the sources (uids) that others than `coder` have brought in since she coded."""
        return {uid for (uid,) in read(self._db, _NEW_SQL, (since.lamport, coder))}

    def memos_by(self, coder: str) -> dict[str, int]:
        """Count the memos that a coder has written on each source (a uid) and on codings in it."""
        return dict(read(self._db, _MEMOS_SQL, (coder,)))
