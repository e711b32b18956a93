"""What a PDF says, read by a library that is not the one that wrote it."""

import re
import unicodedata
from io import BytesIO

from pypdf import PdfReader

UNSEEN = re.compile("[\\s\u200b\u200c\u200d]")


def printed(file: bytes) -> str:
    """The text of all its pages."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)


def squeezed(text: str) -> str:
    """A text without what no ink shows: spaces and joiners."""
    return UNSEEN.sub("", unicodedata.normalize("NFC", text))


def addresses_in(file: bytes) -> list[str]:
    """What a reader of the file could be made to do or to fetch: names of actions, links, scripts, files."""
    reader = PdfReader(BytesIO(file))
    found: list[str] = []

    def look(thing: object, depth: int = 0) -> None:
        thing = thing.get_object() if hasattr(thing, "get_object") else thing
        if isinstance(thing, dict) and depth < 12:
            found.extend(key for key in thing if key in DANGEROUS)
            for key, value in thing.items():
                if key != "/Parent":
                    look(value, depth + 1)
        elif isinstance(thing, list):
            for value in thing:
                look(value, depth + 1)

    look(reader.trailer)
    return found


DANGEROUS = {
    "/AA",
    "/A",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/Launch",
    "/URI",
    "/EmbeddedFiles",
    "/AcroForm",
    "/GoToR",
}
