"""A CalDAV server of one's own: Radicale on this machine, for as long as a test needs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caldav.davclient import DAVClient

START_UP = 30  # seconds until a server that does not come up fails the test


@dataclass
class Server:
    """A running Radicale."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/"

    def stop(self) -> None:
        """End it; what it stored stays."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def client(self, password: str = "none") -> Any:
        """A client of a lifter."""
        return DAVClient(url=self.url, username="lifter", password=password, timeout=30)


@contextmanager
def running(folder: Path, password: str | None = None) -> Iterator[Server]:
    """A Radicale that keeps its collections in a folder.

    Args:
        folder: where.
        password: of the user `lifter`; without one everybody may do everything.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "radicale.ini"  # so that no configuration of this machine is read
    users = folder / "users"
    users.write_text(f"lifter:{password}\n")
    config.write_text(
        "" if password is None else
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {users}\nhtpasswd_encryption = plain\n"
        "delay = 0\n"
    )  # fmt: skip
    command = [
        sys.executable, "-m", "radicale", "--config", str(config),
        "--server-hosts", f"127.0.0.1:{port}",
        "--storage-filesystem-folder", str(folder / "collections"),
        *(["--auth-type", "none"] if password is None else []),
    ]  # fmt: skip
    log = folder / "radicale.log"
    environment = {**os.environ, "NO_PROXY": "127.0.0.1"}
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment)
        server = Server(port, process)
        try:
            _wait(server, log)
            yield server
        finally:
            server.stop()


def _wait(server: Server, log: Path) -> None:
    until = time.monotonic() + START_UP
    while True:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
            return
        except OSError:
            assert server.process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)
