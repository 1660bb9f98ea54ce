"""The ways in which an update can lose work, by name; `python -m tests.engine.merge.cases` lists them with their tests.

All were tried with Copier's own update, which failed in most. A test says with `@case("za")` what it covers, and
`pytest -m 'case(id="za")'` runs it.
"""

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

CASES = {
    "a": "The user edited a file that git ignores, and the blueprint changes it.",
    "b": "The user has a file that git ignores, and the blueprint adds one of that name.",
    "c": "The user edited a file that git ignores, and the blueprint drops it.",
    "d": "The user edited a file that the blueprint drops.",
    "e": "The user edited a file that an answer switches off.",
    "f": "The user edited a file that the blueprint renames.",
    "g": "The user replaced a binary file, the blueprint did not.",
    "g2": "Both replaced a binary file.",
    "h": "Both added a file with a name that git quotes.",
    "i": "git is set to refuse trailing blanks, and the user wrote some.",
    "i2": "git is set to remove trailing blanks, and the user wrote some.",
    "j": "git is set not to show untracked files, and one is in the way.",
    "k": "The user edited a file that git assumes unchanged.",
    "k2": "The user edited a file that git was told to skip.",
    "l": "Another folder of the repository holds uncommitted work and a reject file.",
    "m": "The blueprint makes a folder of a file that the user edited.",
    "n": "The user made a folder of a file that the blueprint changes.",
    "o": "A file of the new version cannot be rendered.",
    "p": "The user made a file executable that the blueprint changes.",
    "q": "The user deleted a file that the blueprint changes.",
    "r": "The user renamed a file that the blueprint changes.",
    "s": "Both added a file.",
    "t": "Both changed the same line.",
    "u": "git converts the line endings of the work tree.",
    "u2": "The user changed all line endings.",
    "v": "The user's last line, where the blueprint adds one, has no line break.",
    "w": "The blueprint adds blocks equal to the one that the user edited.",
    "x": "The user deleted a block in which the blueprint changes a line.",
    "y": "The user made a symbolic link of a file that the blueprint changes.",
    "z": "The project holds an untracked file that is in nobody's way.",
    "za": "A folder that git ignores holds a file that the blueprint adds.",
    "zb": "The user keeps reject files, which git ignores.",
    "zc": "The blueprint drops a folder in which the user edited and added files.",
    "zd": "The blueprint drops a folder that git ignores, with files of the user.",
    "ze": "The update is only to be shown.",
    "zf": "The blueprint drops a folder with a name that other tools ignore.",
    "zg": "The project is a partial clone with a sparse checkout.",
    "zh": "The repository uses SHA-256.",
    "zi": "The project is a shallow clone.",
    "zj": "The project is a worktree.",
    "zk": "The project is in no git repository.",
    "zl": "The wanted version is older than that of the project.",
    "zm": "The repository has hooks.",
    "zn": "The user's template for repositories has hooks.",
    "zo": "An answer that is not stored would be another one in the render of the old version.",
    "zp": "A value that no question asks for would be forgotten by the next update.",
}
TESTS = Path(__file__).resolve().parents[2]


def case(name: str) -> pytest.MarkDecorator:
    """Marks a test that covers one of `CASES`."""
    if name not in CASES:
        raise ValueError(f"no such case: {name}")
    return pytest.mark.case(id=name)


class Coverage:
    """A plugin for pytest that notes which of the collected tests cover a case."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {case: [] for case in CASES}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for marker in item.iter_markers("case"):
                self.found.setdefault(marker.kwargs["id"], []).append(item.nodeid)


def main(folder: Path = TESTS) -> int:
    """Print a line for each case and each of its tests below `folder`; 1 if a case has none, or a test has none."""
    coverage = Coverage()
    options = ["--collect-only", "-p", "no:cacheprovider", "-c", str(TESTS.parent / "pyproject.toml")]
    with redirect_stdout(io.StringIO()) as said:
        code = pytest.main([*options, str(folder)], plugins=[coverage])
    if code:
        sys.stdout.write(said.getvalue())
    for case, tests in coverage.found.items():
        sys.stdout.write(f"{case:<4}{CASES.get(case, 'NO SUCH CASE')}\n")
        sys.stdout.writelines(f"      {test}\n" for test in tests or ["NO TEST"])
    return int(code) or int(
        any(not tests for tests in coverage.found.values()) or coverage.found.keys() != CASES.keys()
    )


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
