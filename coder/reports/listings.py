"""Lists of what a study holds: sources, turns, respondents, coders, codes, the journal, and how far everybody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from coder.model.codebook import Codebook
from coder.model.respondent import Respondent, Variable
from coder.model.round import Coder, Progress
from coder.model.source import Source, Turn
from coder.reports.table import Cell, Column, Table
from coder.study.backup import KEPT, Backup
from coder.study.store import Store
from coder.study.study import Entry

_ROLES = {"I": "interviewer", "R": "respondent", "T": "interpreter", "": ""}


def sources_table(store: Store) -> Table:
    """List the sources with kind, length, turns and each coder's progress."""
    coders, progress = store.coders(), store.progress()
    columns = [Column("source"), Column("kind"), Column("respondent"), Column("language"), Column("characters", "number")]
    columns += [Column("turns", "number"), *(Column(coder.name) for coder in coders)]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            *(one.name, one.kind, one.respondent or "", one.language, one.characters, one.n_turns),
            *(_progress(progress.get((one.uid, coder.uid))) for coder in coders),
        )
        for one in store.sources()
    )
    notes = ("Under each coder: codings made, and finished, open or to do.",) if coders else ()
    return Table("Sources", tuple(columns), rows, notes)


def status(store: Store) -> dict[str, object]:
    """Say how a study stands, in the shape of `coder status --json`."""
    coders, progress = store.coders(), store.progress()
    codebook = store.codebook()
    stale = sum(coding.stale for coding in store.codings())
    return {
        "sources": [
            {
                "name": one.name,
                "kind": one.kind,
                "characters": one.characters,
                "turns": one.n_turns,
                "coders": {
                    coder.name: {"codings": found.codings, "state": found.state}
                    for coder in coders
                    if (found := progress.get((one.uid, coder.uid)))
                },
            }
            for one in store.sources()
        ],
        "codes": sum(code.codable for code in codebook.codes),
        "codings": sum(found.codings for found in progress.values()),
        "coders": [{"name": coder.name, "role": coder.role} for coder in coders],
        "rounds": [{"name": one.name, "blind": one.blind} for one in store.rounds()],
        "respondents": len(store.respondents()),
        "memos": len(store.memos()),
        "stale": stale,
    }


def status_table(store: Store) -> Table:
    """Say how a study stands as a table of sources with the totals under it."""
    said = status(store)
    notes = [f"{said['codes']} codes, {said['codings']} codings, {said['respondents']} respondents, {said['memos']} memos."]
    if said["stale"]:
        notes.append(f"{said['stale']} codings were made on an earlier text of their source; they are kept and not counted.")
    table = sources_table(store)
    return Table("Status", table.columns, table.rows, (*notes, *table.notes))


def turns_table(source: Source, text: str, turns: Sequence[Turn]) -> Table:
    """List the turns of a source with the first words of each."""
    columns = (Column("turn", "number"), Column("speaker"), Column("role"), Column("time"), Column("start", "number"))
    rows = tuple(
        (number, turn.speaker, _ROLES[turn.role], clock(turn.time_start), turn.start, turn.end, text[turn.start : turn.end][:60])
        for number, turn in enumerate(turns, start=1)
    )
    return Table(f"Turns of {source.name}", (*columns, Column("end", "number"), Column("begins")), rows)


def clock(milliseconds: int | None) -> str:
    """Write a time of a recording.

    >>> clock(105_000), clock(None)
    ('0:01:45', '')
    """
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def respondents_table(respondents: Iterable[Respondent], variables: Iterable[Variable]) -> Table:
    """List the respondents with their sources and values."""
    names = [variable.name for variable in variables if variable.of == "respondent"]
    rows = tuple((one.label, ", ".join(one.sources), *(one.values.get(name, "") for name in names)) for one in respondents)
    return Table("Respondents", (Column("respondent"), Column("sources"), *(Column(name) for name in names)), rows)


def coders_table(coders: Iterable[Coder], progress: Mapping[tuple[str, str], Progress]) -> Table:
    """List the coders with what they have done."""
    rows = []
    for coder in coders:
        hers = [found for (_, uid), found in progress.items() if uid == coder.uid]
        finished = sum(found.state == "finished" for found in hers)
        rows.append((coder.name, coder.role, sum(found.codings for found in hers), finished, len(hers) - finished))
    columns = (
        Column("coder"),
        Column("role"),
        Column("codings", "number"),
        Column("finished", "number"),
        Column("open", "number"),
    )
    return Table("Coders", columns, tuple(rows), ("finished, open: sources.",))


def codebook_table(codebook: Codebook, counts: Mapping[str, int]) -> Table:
    """List the codes as a tree with brief rules and the codings of each."""
    rows = tuple(
        (
            "  " * codebook.depth(code.uid) + code.name,
            counts.get(code.uid, 0) if code.codable else None,
            code.status if code.status != "active" else "",
            code.brief,
            code.include,
            code.exclude,
        )
        for code in codebook.codes
    )
    columns = (Column("code"), Column("codings", "number"), Column("status"), Column("what"), Column("use when"))
    notes = ("Codings of all coders; codes that only group others have none of their own.",)
    return Table(codebook.title or "Codebook", (*columns, Column("not when")), rows, notes)


def code_counts(store: Store) -> dict[str, int]:
    """Count the codings of each code, of all coders."""
    ids = store.ids("code")
    return Counter(ids[code] for _, code, *_ in store.spans())


def log_table(entries: Iterable[Entry], coders: Mapping[str, str]) -> Table:
    """List journal rows, oldest first, by what they are about; words are left out."""
    columns = (Column("at"), Column("coder"), Column("action"), Column("what"), Column("of"), Column("undone"))
    rows = tuple(
        (
            entry.at,
            coders.get(entry.actor, ""),
            f"{entry.device[:6]}-{entry.action}",
            entry.op,
            f"{entry.payload.get('kind', '')} {entry.payload.get('field', '')}".strip(),
            "undone" if entry.undone else "",
        )
        for entry in entries
    )
    return Table("Journal", columns, rows)


def without_words(payload: Mapping[str, object]) -> dict[str, object]:
    """Leave out of a payload what people have written in a codebook: examples are quotations, and categories can be remarks."""
    fields = payload.get("fields")
    shown = dict(payload)
    if isinstance(fields, dict):
        shown["fields"] = {name: _LEFT_OUT if name in _QUOTING and value else value for name, value in fields.items()}
    if payload.get("field") in _QUOTING:
        shown |= {name: _LEFT_OUT for name in ("value", "was") if payload.get(name)}
    return shown


_QUOTING = frozenset({"examples", "categories"})
_LEFT_OUT = "left out: see the codebook"


def _progress(found: Progress | None) -> str:
    return "" if found is None else f"{found.codings} {found.state}"


_WHY = {
    "asked": "asked for",
    "import": "before an import",
    "migration": "before an update of the format",
    "restore": "before a restore",
}


def backups_table(backups: Iterable[Backup]) -> Table:
    """List the backups of a study."""
    rows = tuple((one.path.name, f"{one.made.astimezone():%Y-%m-%d %H:%M}", one.size, _WHY[one.why]) for one in backups)
    columns = (Column("backup"), Column("made"), Column("bytes", "number"), Column("why"))
    return Table("Backups", columns, rows, (f"The last {KEPT} that were asked for are kept, and the last {KEPT} of the others.",))
