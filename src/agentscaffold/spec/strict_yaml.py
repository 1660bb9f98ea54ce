"""The first reader: python-frontmatter with a YAML handler that cannot be made to run, grow or guess."""

import re
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from agentscaffold.errors import AgentFileError

MAX_DEPTH = 32

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAG = "tag:yaml.org,2002:"


class RefusedYamlError(AgentFileError):
    """YAML that can blow up while it is read: an alias, a merge key or bottomless nesting."""


class StrictYamlError(ValueError):
    """The header is no YAML. `line` counts from 1 inside the header, 0 when unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class _CoreLoader(yaml.SafeLoader):
    """YAML 1.2 core schema: `yes`, `on`, dates and `12:30` stay text, unknown tags are ignored.

    Aliases and `<<` are refused: a merge bomb of 500 bytes keeps PyYAML busy for minutes, and none of 2,087
    public agent files uses either.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            if event.anchor in self.anchors:
                raise RefusedYamlError(
                    f"The frontmatter uses a YAML alias (*{event.anchor[:40]}).",
                    hint="Write the value out; aliases are not read, because they can be made to explode.",
                )
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RefusedYamlError(
                f"The frontmatter is nested deeper than {MAX_DEPTH} levels.",
                hint="Flatten the frontmatter; an agent needs two or three levels.",
            )
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Called for every mapping before it is built; merge keys end here."""
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == "<<":
                raise RefusedYamlError(
                    "The frontmatter uses a YAML merge key (<<).",
                    hint="Write the keys out; merge keys are not read, because they can be made to explode.",
                )

    def construct_number(self, node: yaml.ScalarNode) -> int | float | str:
        """A decimal number; one that Python refuses to convert (thousands of digits) stays text."""
        try:
            return float(node.value) if node.tag.endswith("float") else int(node.value)
        except ValueError:
            return str(node.value)

    def construct_unknown(self, node: yaml.Node) -> Any:  # noqa: ANN401
        """What an unknown tag stands in front of, as if the tag were not there."""
        if isinstance(node, yaml.MappingNode):
            return self.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return self.construct_sequence(node, deep=True)
        return node.value


_CoreLoader.yaml_constructors = {
    f"{_TAG}null": yaml.SafeLoader.construct_yaml_null,
    f"{_TAG}bool": yaml.SafeLoader.construct_yaml_bool,
    f"{_TAG}int": _CoreLoader.construct_number,
    f"{_TAG}float": _CoreLoader.construct_number,
    f"{_TAG}str": yaml.SafeLoader.construct_yaml_str,
    f"{_TAG}seq": yaml.SafeLoader.construct_yaml_seq,
    f"{_TAG}map": yaml.SafeLoader.construct_yaml_map,
    None: _CoreLoader.construct_unknown,
}
for _name, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", list("-+.0123456789")),
):
    _CoreLoader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(_pattern), _first)


class _StrictHandler(BaseHandler):  # type: ignore[misc]
    """Splits at the boundaries found before; loads with the loader above."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"

    def load(self, fm: str) -> dict[str, Any]:
        loader = _CoreLoader(_CONTROLS.sub("\ufffd", fm))
        try:
            loaded = loader.get_single_data()
        finally:
            loader.dispose()
        if loaded is None:
            return {}
        if not isinstance(loaded, dict):
            raise StrictYamlError("The frontmatter is not a list of keys and values.")
        return {str(key): value for key, value in loaded.items()}


_HANDLER = _StrictHandler()


def read_strict(header: str) -> dict[str, object]:
    """The keys and values of a header, given without its `---` lines.

    Raises `StrictYamlError` when it is no YAML, `RefusedYamlError` when it is dangerous YAML.
    """
    text = header.replace("\r\n", "\n").replace("\r", "\n")
    try:
        values: dict[str, object] = frontmatter.parse(f"---\n{text}\n---\n", handler=_HANDLER)[0]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        # python-frontmatter hands over the line break after `---`, so the header begins on mark line 1.
        raise StrictYamlError(str(error.problem or error.context), mark.line if mark else 0) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, StrictYamlError):
            raise
        raise StrictYamlError(str(error).splitlines()[0] if str(error) else "unreadable") from None
    return values
