"""Ctrl-C while the solver runs: the best block so far is kept."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

from constraints.audit import audit
from planner.exports.json import from_json
from tests.planner.cli.running import LONGEST_WAIT, environment


def test_ctrl_c_keeps_the_best_block(tmp_path: Path) -> None:
    name = "intermediate_3day_barbell"
    command = [sys.executable, "-m", "planner", "plan", name, "--out", str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        watchdog = threading.Timer(LONGEST_WAIT, process.kill)
        watchdog.start()
        try:
            assert process.stderr is not None
            first = process.stderr.readline()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate()
        finally:
            watchdog.cancel()
    assert "best so far" in first
    assert process.returncode == 130, err
    assert "not proved" in err
    assert "Traceback" not in err
    assert "Best found, not proved" in out
    block = from_json((tmp_path / f"{name}.block.json").read_bytes())
    assert audit(block).broken == ()
    assert (tmp_path / f"{name}.ics").read_bytes().endswith(b"END:VCALENDAR\r\n")
