"""A production server of its own, with what it costs: CPU time and memory of all its processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_START = 60.0  # seconds


class Server:
    """gunicorn with two workers of four threads, stopped when the block ends."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.port = _free_port()
        self._command = [sys.executable, "-m", "gunicorn", *arguments]
        self._environment = os.environ | environment | {"PORT": str(self.port)}

    def __enter__(self) -> Self:
        self._start()
        return self

    def _start(self) -> None:
        bound = ["--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"]
        self._process = subprocess.Popen([*self._command, *bound], cwd=ROOT, env=self._environment)
        self._wait()

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.wait(30)

    def kill(self, *, whole: bool) -> None:
        """Kill a worker, or the whole server and start it again; each without warning."""
        master, *workers = self._family()
        killed = [master, *workers] if whole else workers[:1]
        for pid in killed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if whole:
            self._process.wait(30)
            self._start()

    def cpu(self) -> float:
        """Give the seconds of CPU used so far, by the master and every worker it ever had."""
        return sum(_cpu(pid) for pid in self._family())

    def memory(self) -> float:
        """Give the memory now in MiB; what processes share counts once (PSS)."""
        return sum(_pss(pid) for pid in self._family()) / 1024

    def _wait(self) -> None:
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end and self._process.poll() is None:
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/sign-in")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.1)
            else:
                return
        message = "the server did not start"
        raise RuntimeError(message)

    def _family(self) -> Iterator[int]:
        master = self._process.pid
        yield master
        for children in Path(f"/proc/{master}/task").glob("*/children"):
            yield from map(int, children.read_text().split())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _cpu(pid: int) -> float:
    """Add up user and system time, with that of workers that have ended."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, stat[11:15])) / TICKS


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
