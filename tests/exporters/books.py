"""What a workbook holds, read by a library that is not the one that wrote it."""

import re
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook


def sheets(file):
    """Each sheet by name: its rows as dictionaries by head."""
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    found = {}
    for name in book.sheet_names:
        head, *rows = book.get_sheet_by_name(name).to_python()
        found[name] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def acting(file):
    """What of it could act: formulas, links, macros, other files."""
    with ZipFile(BytesIO(file)) as parts:
        names = [name for name in parts.namelist() if re.search(r"vba|externalLinks|embeddings|connections", name)]
        texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))]
    return names + [found for text in texts for found in re.findall(r"<f[ >]|<hyperlink|TargetMode=\"External\"", text)]


def cell_texts(file, sheet):
    """The text of each number cell of a sheet, as it is written in the file."""
    with ZipFile(BytesIO(file)) as parts:
        return re.findall(
            r"<c r=\"([A-Z]+[0-9]+)\"[^>]*><v>([^<]*)</v>", parts.read(f"xl/worksheets/{sheet}.xml").decode()
        )
