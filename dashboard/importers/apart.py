"""Reading a file in a process of its own, which a malicious or broken file can bring down alone."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dashboard.core.refusals import Invalid
from dashboard.importers.reading import Looked, Reading, Task
from dashboard.importers.wire import understood

SCRIPT = Path(__file__).with_name("alone.py")
MEMORY = 512_000_000  # bytes of address space
SECONDS = 900  # of the processor, for a whole file
TIME_IS_UP = getattr(signal, "SIGXCPU", 24)
GLANCE = 5  # seconds, by the clock too, for a file's beginning
SMALL = 4  # glances that a file takes which is read whole at once
AHEAD = 1 << 20  # bytes that it may read ahead, where the system can: the next chunk, while one is written


@dataclass(frozen=True, slots=True)
class Apart:
    """Reads each file in a process of its own, within these bounds."""

    memory: int = MEMORY
    seconds: int = SECONDS
    glance: int = GLANCE
    script: Path = SCRIPT

    def recognise(self, path: Path, kind: str | None) -> str:
        """The source of the file, by its beginning."""
        order = {"task": "recognise", "path": str(path), "kind": kind, "seconds": self.glance, "memory": self.memory}
        return str(self.glanced(order, path, self.glance)["source"])

    def products(self, path: Path) -> list[dict[str, Any]]:
        """The rows of a list of products, which is small."""
        bound = self.glance * SMALL
        order = {"task": "products", "path": str(path), "seconds": bound, "memory": self.memory}
        return list(self.glanced(order, path, bound)["products"])

    def order_sheet(self, path: Path) -> list[dict[str, Any]]:
        """The rows of an order sheet, which is small."""
        bound = self.glance * SMALL
        order = {"task": "order_sheet", "path": str(path), "seconds": bound, "memory": self.memory}
        return list(self.glanced(order, path, bound)["rows"])

    def glanced(self, order: dict[str, Any], path: Path, seconds: int) -> Any:
        """The one answer to this, within so many seconds by the clock."""
        with process(self.script) as reader:
            clock = threading.Timer(seconds, reader.kill)
            clock.start()
            tell(reader, line(order))
            said = stdout(reader).readline()
            late = not clock.is_alive()
            clock.cancel()
            if late:
                raise Invalid(f"{path.name} takes too long to look at, so it is no export.")
            return answered(said, reader, path)

    @contextmanager
    def opened(self, task: Task, alive: Callable[[], None]) -> Iterator[Reading]:
        """The file, looked over. The process ends with the block."""
        with process(self.script) as reader:
            tell(reader, line(self.order("items", task)))
            answers = self.answers(reader, task.path, alive)
            first = next(answers)
            yield Reading(looked(first["looked"]), (answer["item"] for answer in answers))

    def answers(self, reader: subprocess.Popen[bytes], path: Path, alive: Callable[[], None]) -> Iterator[Any]:
        """What it says, up to its end. Raises Invalid for a refusal, and where it breaks down."""
        for said in iter(stdout(reader).readline, b""):
            answer = answered(said, reader, path)
            if "end" in answer:
                return
            if "busy" in answer:
                alive()
            else:
                yield answer
        raise Invalid(broke_down(reader, path))

    def refused(self, task: Task, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """Only these rows."""
        with process(self.script) as reader:
            tell(reader, line(self.order("refused", task)))
            for row, reason in reasons.items():
                tell(reader, line([row, reason]), flush=False)
            tell(reader, b"\n")
            for answer in self.answers(reader, task.path, lambda: None):
                yield answer["piece"].encode()

    def order(self, what: str, task: Task) -> dict[str, Any]:
        """The first line for the process."""
        choices = {**asdict(task.choices), "mapping": dict(task.choices.mapping) if task.choices.mapping else None}
        file = {"source": task.source, "path": str(task.path), "choices": choices, "skip": task.skip}
        return {"task": what, **file, "memory": self.memory, "seconds": self.seconds}


@contextmanager
def process(script: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A reader that waits to be told what to do; it is gone afterwards."""
    pipe = subprocess.PIPE
    reader = subprocess.Popen([sys.executable, "-P", str(script)], stdin=pipe, stdout=pipe, pipesize=AHEAD)
    try:
        yield reader
    finally:
        reader.kill()
        reader.communicate()


def line(said: Any) -> bytes:
    """One line for the process."""
    return json.dumps(said).encode() + b"\n"


def tell(reader: subprocess.Popen[bytes], said: bytes, flush: bool = True) -> None:
    """Write to the process; one that broke down meanwhile is told of when its answer is read."""
    if reader.stdin is None:
        raise ValueError("the reader takes no input")
    try:
        reader.stdin.write(said)
        if flush:
            reader.stdin.flush()
    except BrokenPipeError:
        return


def stdout(reader: subprocess.Popen[bytes]) -> Any:
    """Where its answers are read."""
    return reader.stdout


def answered(said: bytes, reader: subprocess.Popen[bytes], path: Path) -> Any:
    """An answer. Raises Invalid for a refusal, and for one that was cut off."""
    try:
        answer = understood(said.decode())
    except ValueError:
        raise Invalid(broke_down(reader, path)) from None
    if "refused" in answer:
        raise Invalid(answer["refused"])
    return answer


def broke_down(reader: subprocess.Popen[bytes], path: Path) -> str:
    """Why it said nothing more, in a sentence."""
    code = reader.wait()
    if -code == TIME_IS_UP:
        return f"{path.name} takes too long to read. Export it in parts."
    return f"{path.name} could not be read to its end: it broke its reader. Export it once more, or in parts."


def looked(said: Mapping[str, Any]) -> Looked:
    """What was found, as it was sent."""
    several = ("open_choices", "needed", "columns", "unknown_columns", "samples")
    return Looked(**{**said, **{name: tuple(said[name]) for name in several}})
