"""A step runs when something it depends on changed, and only then."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tools.steps import ROOT, Step, StepError, call, run_steps


class Workshop:
    """A folder with one input file and one step that counts how often it ran."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.runs = 0
        self.said = ""
        (root / "in").mkdir()
        (root / "in" / "a.txt").write_text("a")
        self.step = Step("copy", "copies", ("in/**/*",), (Path("out.txt"),), self.work)

    def work(self) -> None:
        self.runs += 1
        (self.root / "out.txt").write_text("done")

    def build(self, **changes: object) -> str:
        """Run the step; gives what was said."""
        said: list[str] = []
        try:
            run_steps([replace(self.step, **changes)], self.root, said.append)  # type: ignore[arg-type]  # any field
        finally:
            self.said = "".join(said)
        return self.said

    @property
    def stamp(self) -> Path:
        return self.root / "build" / ".stamps" / "copy"


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_a_step_says_what_it_does_and_how_long_it_took(shop: Workshop) -> None:
    assert shop.build() == "copy  copies … 0.0 s\n"


def test_nothing_changed_nothing_runs(shop: Workshop) -> None:
    shop.build()
    assert shop.build() == "copy  unchanged\n"
    os.utime(shop.root / "in" / "a.txt", (1, 1))  # touched is not changed
    shop.build()
    assert shop.runs == 1


def change(path: str, text: str) -> Callable[[Workshop], object]:
    return lambda shop: (shop.root / path).write_text(text)


@pytest.mark.parametrize(
    "changed",
    [
        change("in/a.txt", "b"),
        change("in/new.txt", ""),
        lambda shop: (shop.root / "in" / "a.txt").rename(shop.root / "in" / "b.txt"),
        lambda shop: (shop.root / "out.txt").unlink(),
        lambda shop: shop.stamp.unlink(),
    ],
    ids=["content", "new file", "renamed", "output gone", "stamp gone"],
)
def test_a_change_runs_the_step_again(shop: Workshop, changed: Callable[[Workshop], object]) -> None:
    shop.build()
    changed(shop)
    shop.build()
    assert shop.runs == 2


def test_facts_are_inputs_too(shop: Workshop) -> None:
    shop.build(facts=lambda: "address one")
    shop.build(facts=lambda: "address one")
    shop.build(facts=lambda: "address two")
    assert shop.runs == 2


def test_a_failure_leaves_no_stamp(shop: Workshop) -> None:
    shop.build()

    def fail() -> None:
        raise StepError("It rains.")

    (shop.root / "in" / "a.txt").write_text("b")
    with pytest.raises(StepError, match="It rains"):
        shop.build(run=fail)
    assert shop.said.endswith("failed\n")
    assert not shop.stamp.exists()
    (shop.root / "in" / "a.txt").write_text("a")  # as at the last success, and still not to be trusted
    shop.build()
    assert shop.runs == 2


def test_an_interruption_leaves_no_stamp(shop: Workshop) -> None:
    def interrupted() -> None:
        shop.work()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shop.build(run=interrupted)
    assert not shop.stamp.exists()


def test_a_step_without_its_output_has_failed(shop: Workshop) -> None:
    with pytest.raises(StepError, match=r"copy.*out\.txt"):
        shop.build(run=lambda: None)
    assert not shop.stamp.exists()


def test_a_second_build_waits_for_the_first_and_says_so(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from tools.steps import Step, run_steps
        root = Path(sys.argv[1])
        def work():
            (root / "working").touch()
            time.sleep(1)
        run_steps([Step("slow", "takes a while", (), (), work)], root)
    """)
    first = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 20
    while not (tmp_path / "working").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    second = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert first.wait() == 0
    assert f"Another build is at work in this folder (process {first.pid})." in second.stdout
    assert "slow  unchanged" in second.stdout


def test_a_failing_command_shows_what_it_printed(tmp_path: Path) -> None:
    with pytest.raises(StepError, match=r"exit code 3[\s\S]*why it failed"):
        call(sys.executable, "-c", "import sys; print('why it failed'); sys.exit(3)", cwd=tmp_path)
    with pytest.raises(StepError, match="is not there"):
        call("no-such-command-anywhere")
