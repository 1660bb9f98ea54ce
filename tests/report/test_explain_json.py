import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from agentscaffold.commands.explain import explain, explain_one
from agentscaffold.inference import Reading
from agentscaffold.report.explain_json import SCHEMA, explain_json, explanation_object
from agentscaffold.spec.read import parse_agent

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((REPOSITORY / "examples").glob("*/agent.md"))
SCHEMA_FILE = REPOSITORY / "src" / "agentscaffold" / "report" / "schemas" / "explain-1.json"


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def portable(found: dict[str, Any]) -> dict[str, Any]:
    """The object without what differs between machines or says nothing about understanding."""
    agent = {key: value for key, value in found["agent"].items() if key not in ("path", "sha256", "bytes")}
    return {**found, "agent": agent}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_is_understood_as_written_down(path: Path, validator: Any, accept: bool) -> None:
    (explanation,) = explain([path])
    found = json.loads(explain_json(explanation))
    expected_file = path.with_name("explain.json")
    if accept:
        expected_file.write_text(json.dumps(portable(found), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    validator.validate(found)
    assert portable(found) == json.loads(expected_file.read_text(encoding="utf-8"))


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 8


def test_the_version_is_that_of_the_schema(validator: Any) -> None:
    assert validator.schema["properties"]["schema"]["const"] == SCHEMA


def test_every_part_of_a_reading_is_in_the_output() -> None:
    found = explanation_object(explain_one(parse_agent(b"Nothing.", "x.md")))

    assert set(Reading.__dataclass_fields__) <= set(found)


def test_one_object_is_one_line() -> None:
    agent = "---\nname: x\ndescription: |\n  one\n  two\n---\nWe use \x1b[31m Prisma\u2028.\n"

    text = explain_json(explain_one(parse_agent(agent.encode(), "a\nb.md")))

    assert text.splitlines() == [text]
    assert "\x1b" not in text


@pytest.mark.parametrize(
    "text", ["x", "---\nname: [a]\ndescription: 3\ntools: {a: true}\nmodel: [1]\n---\n", "\u202e\u200b"]
)
def test_odd_files_fit_the_schema_too(text: str, validator: Any) -> None:
    validator.validate(explanation_object(explain_one(parse_agent(text.encode(), "x.md"))))
