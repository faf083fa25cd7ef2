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

# More than two short evenings can carry: blocks are found soon, and the search goes on.
TOO_MUCH = """
extends = "beginner_2day_dumbbells"
[volume]
erectors    = { min = 2, target = [3, 7], max = 9 }
adductors   = { min = 0, target = [2, 5], max = 8 }
calves_foot = { min = 0, target = [2, 6], max = 10 }
"""


def test_ctrl_c_keeps_the_best_block(tmp_path: Path) -> None:
    name = "wishes"
    file = tmp_path / f"{name}.toml"
    file.write_text(TOO_MUCH, "utf-8")
    command = [sys.executable, "-m", "planner", "plan", str(file), "--out", str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        watchdog = threading.Timer(LONGEST_WAIT, process.kill)
        watchdog.start()
        try:
            assert process.stderr is not None
            stage = ""
            while "keeps every wish" not in stage:  # from then on there is a block
                stage = process.stderr.readline()
                assert stage, "it ended before anybody could stop it"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate()
        finally:
            watchdog.cancel()
    assert process.returncode == 130, err
    assert "not proved" in err
    assert "Traceback" not in err
    assert "Best found, not proved" in out
    block = from_json((tmp_path / f"{name}.block.json").read_bytes())
    assert audit(block).broken == ()
    assert (tmp_path / f"{name}.ics").read_bytes().endswith(b"END:VCALENDAR\r\n")
