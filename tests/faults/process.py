"""A process of its own that works on what waits, to be killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import desk


@contextmanager
def process(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """The module of tests.faults as a process, ready; it is gone afterwards."""
    command = [sys.executable, "-m", f"tests.faults.{module}", *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = subprocess.Popen(command, cwd=desk.ROOT, **pipes)
    try:
        assert running.stdout.readline() == "ready\n"
        yield running
    finally:
        running.kill()
        running.wait()
