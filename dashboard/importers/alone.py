"""The reader's own process: started by apart.py as a script, with bounds on memory and time, it reads one file.

It is told what to do by a line on standard input, answers in lines on standard output, and ends as soon as standard
input does: nobody waits for the answer then.
"""

import json
import os
import sys
import threading
import types
from pathlib import Path
from typing import Any

BEAT = 5.0  # seconds between two signs of life while a file is looked over
TOO_LARGE = "{name} needs more memory to read than there is for one file. Export it in parts."


def main() -> None:
    """Do what the first line says."""
    order = json.loads(sys.stdin.buffer.readline())
    bound(order["memory"], order["seconds"])
    without_the_application()
    import dashboard.importers.answering as answering

    reasons = read_reasons() if order["task"] == "refused" else {}
    threading.Thread(target=end_with_the_asker, daemon=True).start()
    threading.Thread(target=beat, daemon=True).start() if order["task"] == "items" else None
    try:
        answering.answer(order, reasons)
    except MemoryError:
        answering.say({"refused": TOO_LARGE.format(name=Path(order["path"]).name)})
    except BrokenPipeError:
        os._exit(0)


def bound(memory: int, seconds: int) -> None:
    """Never more than so many bytes, and so many seconds of the processor; where the system can."""
    if os.name != "posix":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":  # which knows the limit and does not keep it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def without_the_application() -> None:
    """Make `dashboard` the bare folder: web, database and all would take a second and 100 MB to load."""
    package: Any = types.ModuleType("dashboard")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["dashboard"] = package


def read_reasons() -> dict[int, str]:
    """The rows wanted, each with its reason, up to an empty line."""
    return dict(json.loads(line) for line in iter(sys.stdin.buffer.readline, b"\n") if line)


def end_with_the_asker() -> None:
    """Wait for the end of standard input."""
    while os.read(0, 1024):  # not by sys.stdin, whose lock would be missed at the end
        pass
    os._exit(0)


def beat() -> None:
    """Say now and then that the work goes on."""
    from dashboard.importers.answering import say

    while not threading.Event().wait(BEAT):
        say({"busy": True})


if __name__ == "__main__":
    main()
