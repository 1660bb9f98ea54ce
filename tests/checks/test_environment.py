from pathlib import Path

import pytest

from agentscaffold.checks import check_repository
from agentscaffold.survey import survey

from .support import write


def findings(root: Path, files: dict[str, str]) -> list[tuple[str, str, int, str]]:
    write(root, files)
    return [(each.severity, each.path, each.line, each.message) for each in check_repository(survey(root)).findings]


def test_a_variable_that_is_read_and_not_listed_is_found_where_it_is_read(tmp_path: Path) -> None:
    files = {".env.example": "KNOWN=\n# ALSO=1\n", "src/a.ts": "const a = 1;\nconst b = process.env.SECRET_KEY;\n"}

    assert findings(tmp_path, files) == [
        ("warning", "src/a.ts", 2, "`SECRET_KEY` is read here, and `.env.example` does not list it")
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("src/a.ts", "process.env['NEW_KEY']"),
        ("src/a.ts", "const { KNOWN, NEW_KEY: renamed } = process.env;"),
        ("src/a.ts", "import.meta.env.NEW_KEY"),
        ("src/env.ts", "createEnv({ server: {\n  NEW_KEY: z.string(),\n}})"),
        ("app/main.py", "os.environ['NEW_KEY']"),
        ("app/main.py", "os.getenv('NEW_KEY', '')"),
        ("app/main.py", "os.environ.get('NEW_KEY')"),
        ("app/main.py", "print(f\"{os.environ['NEW_KEY']}\")"),
        ("src/a.ts", "throw new Error(`no ${process.env.NEW_KEY} here`)"),
        ("src/a.tsx", "<p>don't {process.env.NEW_KEY}</p>"),
        ("vite.config.ts", "define: { 'process.env.NEW_KEY': JSON.stringify(process.env.NEW_KEY) }"),
    ],
)
def test_every_way_to_read_a_variable(tmp_path: Path, path: str, line: str) -> None:
    (finding,) = findings(tmp_path, {".env.example": "KNOWN=\n", path: f"{line}\n"})

    assert "`NEW_KEY`" in finding[3]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/a.ts", "process.env.KNOWN; process.env.ALSO"),
        ("src/a.ts", "process.env.NODE_ENV; process.env.VERCEL_URL"),
        ("src/a.ts", "process.env.WRITTEN = 'x';"),
        ("src/a.ts", "// process.env.COMMENTED"),
        ("src/a.ts", "throw new Error('set process.env.NAMED first')"),
        ("src/a.ts", "const text = `set process.env.NAMED for ${name}`;"),
        ("src/a.ts", "delete process.env.CLEARED;"),
        ("src/a.ts", "process.env.AWS_REGION; process.env.AWS_DEFAULT_REGION"),
        ("tests/a.ts", "process.env.ONLY_TESTS"),
        ("src/a.test.ts", "process.env.ONLY_TESTS"),
        ("playwright.config.ts", "process.env.ONLY_TESTS"),
        ("src/a.ts", "process.env.FROM_DOCKER"),
        ("src/a.ts", "process.env.FROM_CI"),
    ],
)
def test_what_needs_no_line_in_the_example(tmp_path: Path, path: str, text: str) -> None:
    files = {
        ".env.example": "KNOWN=\n# ALSO=1\n",
        "Dockerfile": "FROM node\nENV FROM_DOCKER=1\n",
        ".github/workflows/ci.yml": "env:\n  FROM_CI: 1\n",
        path: f"{text}\n",
    }

    assert findings(tmp_path, files) == []


def test_a_finding_marks_the_name(tmp_path: Path) -> None:
    text = "const {\n  KNOWN,\n  NEW_KEY,\n} = process.env;\nconst b = process.env.OTHER_KEY;\n"
    write(tmp_path, {".env.example": "KNOWN=\n", "src/a.ts": text})

    places = [(each.line, each.column, each.end_column) for each in check_repository(survey(tmp_path)).findings]

    assert places == [(3, 3, 10), (5, 23, 32)]


def test_without_an_example_file_one_note_tells_so(tmp_path: Path) -> None:
    files = {"src/a.ts": "process.env.ONE; process.env.TWO\n"}

    assert findings(tmp_path, files) == [
        ("note", "src/a.ts", 1, "the code reads 2 environment variables, and there is no `.env.example`")
    ]


def test_a_manifest_that_cannot_be_read_is_found_at_its_line(tmp_path: Path) -> None:
    ((severity, path, line, message),) = findings(tmp_path, {"package.json": '{\n  "name": "x",\n  broken\n}\n'})

    assert (severity, path, line) == ("warning", "package.json", 3)
    assert message.startswith("`package.json` is no valid JSON")


@pytest.mark.parametrize("key", ["scripts", "dependencies", "devDependencies"])
def test_a_manifest_of_the_wrong_shape_is_told_and_defines_nothing(tmp_path: Path, key: str) -> None:
    ((severity, path, line, message),) = findings(
        tmp_path, {"package.json": f'{{\n  "name": "x",\n  "{key}": [1]\n}}\n'}
    )

    assert (severity, path, line) == ("warning", "package.json", 3)
    assert message == f"`package.json` has `{key}` that is no JSON object"
