"""Requests at random, made from what an OpenAPI document describes: good ones, and ones that are not."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from urllib3 import encode_multipart_formdata

from .openapi import FORM, JSON, Document, Operation, Schema

# Half of a character, NUL, the ends of a line: what JSON can say and a database may not like.
ODD = st.sampled_from(["", " ", "\0", "\ud800", "a\r\nb", "\u202e", "'; drop table posts; --", "{{7*7}}", "x" * 30_000])
TEXT = ODD | st.text(st.characters(), max_size=40)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
ANY = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6
)
PNG = b"\x89PNG\r\n\x1a\n"
IN_PATH = ODD | st.sampled_from(["a/b", "...", "%", "%00", "me", "0", "[id]", "null"])


@dataclass(frozen=True)
class Attempt:
    """One request. `valid`: the document allows its input."""

    url: str
    data: bytes | None
    headers: Mapping[str, str]
    valid: bool


def drawn(strategy: st.SearchStrategy[Attempt], count: int) -> list[Attempt]:
    """`count` requests at random, the same ones every time."""
    found: list[Attempt] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(strategy)
    def keep(attempt: Attempt) -> None:
        found.append(attempt)

    keep()
    return found


def attempts(document: Document, operation: Operation, known: Sequence[str]) -> st.SearchStrategy[Attempt]:
    """Requests to `operation`; `known` are ids of things that exist."""

    @st.composite
    def draw_one(draw: st.DrawFn) -> Attempt:
        good = draw(st.sampled_from([True, True, False]))
        names = [name for name in operation.parameters if name in operation.required or draw(st.booleans())]
        if {"cursor", "page"} <= {*names}:
            names.remove(draw(st.sampled_from(["cursor", "page"])))
        values = {name: draw(_value(document, operation, name, known, good=good)) for name in names}
        valid = all(_is_valid(document, operation, name, value) for name, value in values.items())
        url = operation.url({name: _text(value) for name, value in values.items()})
        data: bytes | None = None
        headers: Mapping[str, str] = {}
        if operation.takes is not None:
            data, headers, valid_body = draw(_body(document, operation, good=good))
            valid = valid and valid_body
        return Attempt(url, data, headers, valid)

    return draw_one()


def described_by(document: Document, schema: Schema) -> st.SearchStrategy[object]:
    """Values that a schema allows, for the keywords that the service uses."""
    match schema:
        case {"$ref": str(reference)}:
            return described_by(document, document.raw["components"]["schemas"][reference.rsplit("/", 1)[1]])
        case {"anyOf": [*choices]}:
            return st.one_of([described_by(document, choice) for choice in choices])
        case {"const": only}:
            return st.just(only)
        case {"enum": [*values]}:
            return st.sampled_from(values)
        case {"type": [*types]}:
            return st.one_of([described_by(document, {**schema, "type": one}) for one in types])
    return _of_type(document, schema)


def _of_type(document: Document, schema: Schema) -> st.SearchStrategy[object]:
    match schema:
        case {"type": "null"}:
            return st.none()
        case {"type": "integer"}:
            return st.integers(schema.get("minimum"), schema.get("maximum"))
        case {"type": "string"}:
            return _string(document, schema)
        case {"type": "array", "items": items}:
            return st.lists(described_by(document, items), max_size=min(schema.get("maxItems", 3), 3))
        case {"type": "object"}:
            needed = {*schema.get("required", ())}
            fields = {name: described_by(document, one) for name, one in schema.get("properties", {}).items()}
            return st.fixed_dictionaries(
                {name: one for name, one in fields.items() if name in needed},
                optional={name: one for name, one in fields.items() if name not in needed},
            )
    raise NotImplementedError(f"no values for {schema}")


def _string(document: Document, schema: Schema) -> st.SearchStrategy[object]:
    smallest, largest = schema.get("minLength", 0), schema.get("maxLength", 100)
    if schema.get("format") == "uri":
        return st.sampled_from(["https://example.com/a.png", "https://example.com/?a=b#c", "https://[::1]:8443/é"])
    if "pattern" in schema:
        matching = st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True)
        return matching.filter(lambda text: document.accepts(schema, text))
    return st.text(st.characters(), min_size=smallest, max_size=min(largest, smallest + 30))


def _value(
    document: Document, operation: Operation, name: str, known: Sequence[str], *, good: bool
) -> st.SearchStrategy[object]:
    described = described_by(document, operation.parameters[name])
    if name in operation.in_path:
        ids = st.sampled_from(known)
        return ids if good else ids | described | IN_PATH.filter(bool)  # without one: another path
    return described if good else described | TEXT | st.integers()


def _is_valid(document: Document, operation: Operation, name: str, value: object) -> bool:
    """As a URL says it: all is text there, and a number may be written in more ways than one."""
    schema = operation.parameters[name]
    if schema.get("type") == "integer" and isinstance(value, str):
        return True
    return document.accepts(schema, value if schema.get("type") == "integer" else str(value))


def _body(
    document: Document, operation: Operation, *, good: bool
) -> st.SearchStrategy[tuple[bytes, Mapping[str, str], bool]]:
    if operation.takes == FORM:
        return _form(good=good)
    assert operation.body is not None
    schema = operation.body
    described = described_by(document, schema)
    typed = {"content-type": JSON}

    def encoded(value: object) -> tuple[bytes, Mapping[str, str], bool]:
        return json.dumps(value).encode(), typed, document.accepts(schema, value)

    if good:
        return described.map(encoded)
    broken = st.tuples(st.binary(max_size=50), st.just(typed), st.just(False))
    elsewise = st.tuples(
        described.map(lambda value: json.dumps(value).encode()),
        st.sampled_from(
            [{"content-type": "text/plain"}, {"content-type": "application/xml"}, {"content-type": "é/\xff"}]
        ),
        st.just(False),
    )
    return ANY.map(encoded) | _damaged(described).map(encoded) | _damaged(described).map(encoded) | broken | elsewise


def _form(*, good: bool) -> st.SearchStrategy[tuple[bytes, Mapping[str, str], bool]]:
    """A file with any content under any name, or bytes that are no form at all."""

    def encoded(field: str, file: str, content: bytes) -> tuple[bytes, Mapping[str, str], bool]:
        data, kind = encode_multipart_formdata({field: (file, content)}, boundary="boundary")
        return data, {"content-type": kind}, field == "file"

    picture = st.binary(max_size=200).map(lambda rest: PNG + rest)
    content = picture if good else picture | st.binary(max_size=200)
    names = st.sampled_from(["a.png", "../../etc/passwd", 'quo"te\r\n.png', "", "\u202egnp.exe", "n" * 300])
    forms = st.builds(encoded, st.just("file") if good else st.sampled_from(["file", "other"]), names, content)
    broken = st.tuples(st.binary(max_size=200), st.just({"content-type": f"{FORM}; boundary=x"}), st.just(False))
    return forms if good else forms | broken


def _damaged(described: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A good object of which one property is gone or anything at all."""

    @st.composite
    def draw_one(draw: st.DrawFn) -> object:
        value = draw(described)
        if not isinstance(value, dict) or not value:
            return draw(ANY)
        name = draw(st.sampled_from(sorted(value)))
        rest = {key: kept for key, kept in value.items() if key != name}
        return draw(st.just(rest) | ANY.map(lambda any_: {**rest, name: any_}))

    return draw_one()


def _text(value: object) -> str:
    """As it stands in a URL: half of a character has no encoding, and Node.js takes no line of more than 16 KiB."""
    return str(value)[:3000].encode("utf-8", "replace").decode()
