"""The page as a file: valid, the same every time, alone in the world, safe."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from planner.exports import words
from planner.exports.json import to_json
from tests.planner.cli.running import ROOT, environment, run_without_solver
from tests.planner.exports.page import BLOCKS, HOSTILE, all_of, of_class, page, said, tree


@pytest.mark.parametrize("name", BLOCKS)
def test_valid_and_every_reference_has_its_place(name: str) -> None:
    root = tree(name)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in root.iter():
        named = (one.get("aria-labelledby") or "").split()
        link = one.get("href") or one.get("{http://www.w3.org/1999/xlink}href") or ""
        used = re.findall(r"url\(#([^)]+)\)", " ".join(one.attrib.values()))
        for reference in (*named, *([link[1:]] if link.startswith("#") else []), *used):
            assert reference in ids, reference


@pytest.mark.parametrize("name", BLOCKS)
def test_nothing_from_elsewhere_and_no_script(name: str) -> None:
    root, text = tree(name), page(name).decode()
    assert all_of(root, "script") == []
    for one in root.iter():
        assert not [key for key in one.attrib if key.startswith("on")]
        assert one.get("src") is None
        assert (one.get("href") or "#").startswith(("#", "data:,"))
    (style,) = all_of(root, "style")
    assert "@import" not in (style.text or "")
    assert "http:" not in text
    assert "https:" not in text
    assert set(re.findall(r"url\(.", text)) <= {"url(#"}
    (policy,) = all_of(root, "meta", **{"http-equiv": "Content-Security-Policy"})
    assert (policy.get("content") or "").startswith("default-src 'none'")


def test_the_same_bytes_whatever_the_settings_and_without_the_solver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, settings = tmp_path / "own.block.json", tmp_path / "matplotlibrc"
    file.write_bytes(to_json(BLOCKS["two weeks"]()))
    settings.write_text("font.size: 30\nsvg.fonttype: path\naxes.grid: True\n")
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    ran = run_without_solver("export", file, "--to", "html", "--out", tmp_path / "own.html")
    assert ran.code == 0, ran
    assert (tmp_path / "own.html").read_bytes() == page("two weeks")


def test_no_path_of_this_machine() -> None:
    text = page("two weeks").decode()
    assert str(ROOT) not in text
    assert str(Path.home()) not in text


def test_templates_and_charts_are_imported_for_the_page_only() -> None:
    code = (
        "import sys, planner.cli, planner.exports\n"
        "assert not {'jinja2', 'matplotlib'} & set(sys.modules), 'imported too early'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=environment())


def test_markup_in_texts_is_shown_as_it_is() -> None:
    root = tree("hostile")
    assert words.clean(HOSTILE) in said(root)
    assert said(all_of(root, "h1")[0]) == words.clean(HOSTILE)
    assert "{{ 7*7 }}" in said(root)
    assert "\u202e" not in said(root)
    assert "\x07" not in said(root)
    shown = " ".join(said(one) for one in of_class(root, "note"))
    assert "Away Fri 5 Feb to Sat 6 Feb: \u2039script\u203a" in shown
    assert "Tue 2 Feb 19:00: \u2039script\u203a" in shown
    assert all_of(root, "img") == []


def test_a_page_is_read_back_as_it_was_written() -> None:
    data = page("one session")
    assert data.startswith(b"<!DOCTYPE html>\n")
    assert data.endswith(b"</html>\n")
    assert b"\r" not in data
    assert said(all_of(tree("one session"), "title")[0]) == "Twelve weeks to a deadlift test"
