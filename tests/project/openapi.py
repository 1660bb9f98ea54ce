"""A client that knows nothing of a service but its OpenAPI document, and holds each answer against it."""

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from jsonschema import Draft202012Validator, FormatChecker
from proof import Answer
from urllib3 import encode_multipart_formdata

from .strangers import Visitor

Schema = Mapping[str, Any]
JSON = "application/json"
FORM = "multipart/form-data"


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    id: str
    method: str
    path: str
    secured: bool
    parameters: Mapping[str, Schema]
    required: frozenset[str]
    body: Schema | None
    """The schema of a JSON body."""
    takes: str | None
    """The media type of the body."""
    responses: Mapping[str, Schema]

    @property
    def in_path(self) -> frozenset[str]:
        return frozenset(re.findall(r"{(\w+)}", self.path))

    def url(self, values: Mapping[str, object]) -> str:
        """The path with these values, and those that are not in it as a query."""
        path = re.sub(r"{(\w+)}", lambda name: quote(str(values[name[1]]), safe=""), self.path)
        asked = {name: value for name, value in values.items() if name not in self.in_path}
        return f"{path}?{urlencode(asked)}" if asked else path


class Document:
    """What /api/openapi.json says."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        found = [_operation(path, method, one) for path, all_ in raw["paths"].items() for method, one in all_.items()]
        self.operations: Mapping[str, Operation] = {operation.id: operation for operation in found}

    @functools.cached_property
    def methods(self) -> Mapping[str, frozenset[str]]:
        """Path → what can be done with it."""
        return {path: frozenset(method.upper() for method in methods) for path, methods in self.raw["paths"].items()}

    def whole(self, schema: Schema) -> Schema:
        """A schema that can be read without the document."""
        return {**schema, "components": self.raw["components"]}

    def accepts(self, schema: Schema, value: object) -> bool:
        return not self._errors(schema, value)

    def disagreements(self, operation: Operation, answer: Answer) -> list[str]:
        """In what the answer is not as the document says."""
        described = operation.responses.get(str(answer.status))
        if described is None:
            return [f"the status {answer.status} is not described"]
        missing = [f"no header {name}" for name in described.get("headers", {}) if name not in answer.headers]
        return missing + self._wrong_body(described.get("content", {}), answer)

    def _wrong_body(self, content: Mapping[str, Schema], answer: Answer) -> list[str]:
        if not content:
            return ["a body where none is described"] if answer.body else []
        sent = answer.headers.get("content-type", "").split(";")[0]
        if sent not in content:
            return [] if "*/*" in content else [f"the type {sent!r} is not described"]
        return self._errors(content[sent]["schema"], json.loads(answer.body)) if sent == JSON else []

    def _errors(self, schema: Schema, value: object) -> list[str]:
        validator = Draft202012Validator(self.whole(schema), format_checker=FormatChecker())
        return [f"{error.json_path}: {error.message}"[:200] for error in validator.iter_errors(value)]


@dataclass
class Client:
    """Takes the names of operations, and refuses to send or to hear what the document does not say."""

    document: Document
    visitor: Visitor
    called: set[str] = field(default_factory=set)

    def __call__(self, name: str, body: object = None, **values: object) -> Any:
        """What the service answers; an error status is a failure."""
        answer = self.answer(name, body, **values)
        assert 200 <= answer.status < 300, (name, answer.status, answer.body)
        return answer.json() if answer.headers.get("content-type") == JSON else answer.body

    def answer(self, name: str, body: object = None, **values: object) -> Answer:
        operation = self.document.operations[name]
        assert operation.required <= values.keys() <= operation.parameters.keys(), name
        data, sent = None, {}
        if operation.takes == FORM:
            assert isinstance(body, bytes), name
            data, sent["content-type"] = encode_multipart_formdata({"file": ("file", body)})
        elif operation.takes == JSON:
            assert operation.body is not None
            assert self.document.accepts(operation.body, body), (name, body)
            data = json.dumps(body).encode()
        answer = self.visitor.ask(operation.method, operation.url(values), data, **sent)
        assert self.document.disagreements(operation, answer) == [], (name, answer)
        self.called.add(name)
        return answer


def _operation(path: str, method: str, described: Mapping[str, Any]) -> Operation:
    parameters = described.get("parameters", [])
    content = described.get("requestBody", {}).get("content", {})
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        secured="security" in described,
        parameters={parameter["name"]: parameter["schema"] for parameter in parameters},
        required=frozenset(parameter["name"] for parameter in parameters if parameter["required"]),
        body=content.get(JSON, {}).get("schema"),
        takes=next(iter(content), None),
        responses=described["responses"],
    )
