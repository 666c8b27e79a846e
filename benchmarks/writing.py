"""Issues into a form, against zlib alone over the same XML and against other writers of the same styled table.

    python benchmarks/writing.py [ROWS] [ROUNDS] [--peers PYTHON]

The peers (XlsxWriter, openpyxl) want an environment of their own. Each is a whole process; the ratios are CPU inside
a round. `--child KIND ROWS` is what a process does.
"""

import io
import os
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
SURROUNDINGS = {**os.environ, "PYTHONPATH": str(HERE.parent)}
KINDS = ("ledger", "xlsxwriter", "xlsxwriter lean", "openpyxl", "openpyxl lean")
COLUMNS = (
    "number", "source", "source_no", "reported_on", "subdistrict", "community", "estate", "building", "company",
    "category", "description", "lead_unit", "person", "measures", "due_on", "progress", "done_on", "status",
    "verifier", "verified_on", "closed_on", "callback_on", "satisfaction", "remarks",
)  # fmt: skip


def child(kind: str, rows: int) -> None:
    """Write the table once; print the seconds of CPU, of zlib over the XML (ours alone), and the MB taken."""
    from ledgers import values

    told = list(values(rows))
    write = ours(told) if kind == "ledger" else theirs(kind, told)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    data = write()
    spent = time.process_time() - start
    taken = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    packed = 0.0
    if kind == "ledger":
        import zipfile

        xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
        start = time.process_time()
        zlib.compress(xml, 6)
        packed = time.process_time() - start
    print(spent, packed, taken)


def ours(told: list[dict]) -> Callable[[], bytes]:
    from datetime import date

    from ledger import catalogue
    from ledger.intake import reading
    from ledger.intake.context import Context
    from ledger.models import Issue
    from ledger.sheets.fill import fill
    from ledger.sheets.form import compose
    from ledger.sheets.read import read_content

    path = catalogue.path("forms", "问题台账.xlsx")
    issues = [Issue(uid=str(n), number=f"2024-{n:05}", **fact) for n, fact in enumerate(told)]

    def write() -> bytes:
        form = path.read_bytes()
        book = read_content(form, path.name)
        read = reading.read(book, catalogue.vocabulary(), Context(today=date(2024, 1, 15)))
        filling = compose(read, book, issues)
        return fill(form, filling.sheets, filling.edits)

    return write


def theirs(kind: str, told: list[dict]) -> Callable[[], bytes]:
    name, _, lean = kind.partition(" ")
    rows = [
        [
            n,
            *(
                str(v) if (v := fact.get(c)) is not None and not hasattr(v, "year") else v
                for c in COLUMNS
            ),
        ]
        for n, fact in enumerate(told, 1)
    ]
    return lambda: (_xlsxwriter if name == "xlsxwriter" else _openpyxl)(rows, lean=bool(lean))


def _xlsxwriter(rows: list[list], *, lean: bool) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": lean, "in_memory": not lean})
    sheet = book.add_worksheet()
    plain = {
        "font_name": "仿宋_GB2312",
        "font_size": 11,
        "border": 1,
        "text_wrap": True,
        "valign": "vcenter",
    }
    text, day = book.add_format(plain), book.add_format(plain | {"num_format": "yyyy-mm-dd"})
    for r, row in enumerate(rows, 3):
        sheet.set_row(r, 34)
        for c, value in enumerate(row):
            if value is None:
                sheet.write_blank(r, c, None, text)
            elif hasattr(value, "year"):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, int):
                sheet.write_number(r, c, value, text)
            else:
                sheet.write_string(r, c, value, text)
    book.close()
    return out.getvalue()


def _openpyxl(rows: list[list], *, lean: bool) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side

    book = Workbook(write_only=lean)
    side = Side(style="thin")
    looks = {"font": Font(name="仿宋_GB2312", size=11), "border": Border(side, side, side, side)}
    looks["alignment"] = Alignment(wrap_text=True, vertical="center")
    text, day = NamedStyle("text", **looks), NamedStyle("day", number_format="yyyy-mm-dd", **looks)
    for style in (text, day):
        book.add_named_style(style)
    sheet = book.create_sheet() if lean else book.active
    for r, row in enumerate(rows, 1):
        if lean:
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value)
                cell.style = "day" if hasattr(value, "year") else "text"
                cells.append(cell)
            sheet.append(cells)
            continue
        for c, value in enumerate(row, 1):
            cell = sheet.cell(r, c, value)
            cell.style = "day" if hasattr(value, "year") else "text"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def main(rows: int, rounds: int, peers: str | None) -> None:
    """Everything in turn, round after round; the median of the ratios inside a round."""
    kinds = KINDS if peers else KINDS[:1]
    taken: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind in kinds:
            python = sys.executable if kind == "ledger" else peers
            words = [str(python), __file__, "--child", kind, str(rows)]
            done = subprocess.run(
                words, capture_output=True, text=True, check=True, env=SURROUNDINGS
            )
            spent, packed, memory = map(float, done.stdout.split())
            taken[kind].append((spent, packed, memory))
    base = taken["ledger"]
    print(f"{rows} rows of 25 columns, {rounds} rounds; MB beside the rows themselves")
    print(f"ledger: {median(s / p for s, p, _ in base):.2f} x zlib, {base[0][2]:.0f} MB")
    for kind in kinds[1:]:
        ratio = median(other[0] / own[0] for other, own in zip(taken[kind], base, strict=True))
        print(f"{kind}: {ratio:.2f} x ledger, {taken[kind][0][2]:.0f} MB")


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--child"]:
        child(words[1], int(words[2]))
    else:
        python = words[words.index("--peers") + 1] if "--peers" in words else None
        rows, rounds, *_ = [
            *map(int, filter(str.isdigit, words)),
            *(10_000, 3)[sum(map(str.isdigit, words)) :],
        ]
        main(rows, rounds, python)
