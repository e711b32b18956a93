"""A file is read in a process of its own: it says the same, and what breaks it is told in a sentence."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.core.refusals import Invalid
from dashboard.importers import apart
from dashboard.importers.apart import Apart
from dashboard.importers.incoming import Choices
from dashboard.importers.reading import Here, Task
from tests.imports import HEADER, row, rows

SAMPLES = Path(__file__).parent.parent / "samples"
CHOICES = Choices("DE", "Europe/Berlin")
# The reader's script with sources beside the real ones that break it, each in its way.
BREAKING = """
import importlib.util, os, sys
spec = importlib.util.spec_from_file_location("alone", {alone!r})
alone = importlib.util.module_from_spec(spec)
spec.loader.exec_module(alone)
alone.without_the_application()
alone.without_the_application = lambda: None
from dashboard.importers import SOURCES
class Hungry:
    def __init__(self, path, choices): self.all = bytearray(10**11)
class Endless:
    def __init__(self, path, choices):
        while True: pass
class Crashing:
    def __init__(self, path, choices): os._exit(3)
class Lying:
    def __init__(self, path, choices): sys.stdout.write('{{"\\u0000":"Popen","args":"date"}}\\n'); sys.stdout.flush()
SOURCES |= dict(hungry=Hungry, endless=Endless, crashing=Crashing, lying=Lying)
for source in (Hungry, Endless, Crashing, Lying):
    source.kind = "orders"
    source.write_refused = classmethod(lambda cls, path, choices, reasons: cls(path, choices))
    source.accepts = classmethod(lambda cls, path: cls is Endless and cls(path, None))
alone.main()
"""


def task(file, source="shopify", skip=0):
    return Task(source, file, CHOICES, skip)


@pytest.fixture
def breaking(tmp_path):
    """A reader whose process has sources that break it."""
    script = tmp_path / "breaking.py"
    script.write_text(BREAKING.format(alone=str(apart.SCRIPT)))
    return Apart(seconds=1, glance=1, script=script)


def all_of(reader, given):
    with reader.opened(given, lambda: None) as reading:
        return reading.looked, list(reading.items)


@pytest.mark.parametrize("file", ["money.csv", "problems.csv", "before.csv"])
def test_it_says_what_would_be_said_here(file):
    given = task(SAMPLES / file)
    there, here = all_of(Apart(), given), all_of(Here(), given)
    assert there[1] == here[1]
    assert there[0] == replace(here[0], samples=there[0].samples)
    assert [list(cells) for _, cells in there[0].samples] == [list(cells) for _, cells in here[0].samples]
    assert all_of(Apart(), replace(given, skip=3))[1] == here[1][3:]


def test_it_recognises_and_gives_back_what_was_refused(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(rows(1, 2, 3))
    assert Apart().recognise(file, None) == Apart().recognise(file, "orders") == "shopify"
    reasons = {3: "Mend “this”."}
    assert b"".join(Apart().refused(task(file), reasons)) == b"".join(Here().refused(task(file), reasons))


def test_a_table_that_nobody_knows_is_one_of_ones_own(tmp_path):
    for text, source in (("Ref;Who\n1;2\n", "table"), ("Summer sale\nRef;Who\n1;2\n", "table")):
        file = tmp_path / "till.csv"
        file.write_text(text)
        assert Apart().recognise(file, None) == source
    for text in ("Ref\n1\n2\n", "<html>\n<p>One, two\n</html>\n", '[{"a": 1}]', "Dear all, hello\n\nAnn\n"):
        file.write_text(text)
        with pytest.raises(Invalid, match=r"till\.csv "):
            Apart().recognise(file, None)


def test_what_is_no_export_is_refused_in_the_same_words(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("Name,Email\n")
    for attempt in (lambda: Apart().recognise(file, None), lambda: all_of(Apart(), task(file))):
        with pytest.raises(Invalid, match=r"people\.csv is no "):
            attempt()


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("hungry", "needs more memory"),
        ("endless", "takes too long to read"),
        ("crashing", "broke its reader"),
        ("lying", "broke its reader"),
    ],
)
def test_what_breaks_the_reader_is_told_in_a_sentence(breaking, tmp_path, source, says):
    with pytest.raises(Invalid, match=says):
        all_of(breaking, task(tmp_path / "orders.csv", source))


@pytest.mark.parametrize(("source", "says"), [("hungry", "needs more memory"), ("crashing", "broke its reader")])
def test_what_breaks_it_is_no_file_of_refused_rows(breaking, tmp_path, source, says):
    with pytest.raises(Invalid, match=rf"orders\.csv .*{says}"):
        b"".join(breaking.refused(task(tmp_path / "orders.csv", source), {2: "Mend it."}))


def test_a_beginning_that_takes_too_long_is_not_waited_for(breaking, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("x,y\n")
    with pytest.raises(Invalid, match="takes too long"):
        breaking.recognise(file, "orders")


def test_it_ends_with_whoever_asked(breaking, tmp_path):
    order = Apart(script=breaking.script, seconds=60).order("items", task(tmp_path / "x", "endless"))
    reader = subprocess.Popen([sys.executable, "-P", str(breaking.script)], stdin=subprocess.PIPE)
    reader.stdin.write(apart.line(order))
    reader.stdin.close()
    assert reader.wait(timeout=60) == 0


def test_it_is_gone_once_nobody_reads_on(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + "".join(map(row, range(1, 3_000))))
    with Apart().opened(task(file), lambda: None) as reading:
        first = next(reading.items)
    assert first.number == "1"
