"""What the reader's own process answers."""

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.core.refusals import Invalid
from dashboard.importers.incoming import Choices
from dashboard.importers.reading import Here, Task
from dashboard.importers.wire import written

LOCK = threading.Lock()  # signs of life come from a thread of their own


def say(answer: Any) -> None:
    """One line."""
    with LOCK:
        sys.stdout.buffer.write(written(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def answer(order: Mapping[str, Any], reasons: Mapping[int, str]) -> None:
    """Do what was ordered; what cannot be read is told in its sentence."""
    path = Path(order["path"])
    try:
        if order["task"] == "recognise":
            say({"source": Here().recognise(path, order["kind"])})
            return
        if order["task"] == "products":
            say({"products": Here().products(path)})
            return
        if order["task"] == "order_sheet":
            say({"rows": Here().order_sheet(path)})
            return
        task = Task(order["source"], path, Choices(**order["choices"]), order["skip"])
        if order["task"] == "refused":
            give_back(task, reasons)
        else:
            read_out(task)
    except Invalid as refusal:
        say({"refused": refusal.sentence})


def read_out(task: Task) -> None:
    """What was found in the file, then its items."""
    with Here().opened(task, lambda: None) as reading:
        say({"looked": {name: getattr(reading.looked, name) for name in type(reading.looked).__slots__}})
        for item in reading.items:
            say({"item": item})
    say({"end": True})


def give_back(task: Task, reasons: Mapping[int, str]) -> None:
    """The rows that were asked for, as pieces of a file in UTF-8."""
    for piece in Here().refused(task, reasons):
        say({"piece": piece.decode()})
    say({"end": True})
