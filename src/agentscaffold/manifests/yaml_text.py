"""Edits the text of a YAML document of block mappings, by the places that the parser tells; comments stay."""

import re
from typing import Any

import yaml

from agentscaffold.manifests.by_key import ABSENT, Edit, anchor

_EMPTY = re.compile(r"[ \t]*(#.*)?")


def read_yaml(text: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """The document as plain data; an empty one is an empty table. Raises `ValueError`, also for aliases.

    A few bytes of aliases can stand for gigabytes, and an edit behind one would change two places.
    """
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise ValueError("it uses YAML aliases")
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    return {} if found is None else found


def edit_yaml(text: str, edit: Edit) -> str:
    """`text` with one edit; the table around the key must be there, in block style. Raises `ValueError`."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return _joined(text, _written(edit.keys[-1], edit.value, 0))
    here = _block(root)
    for key in edit.keys[:-1]:
        here = _block(_pair(here, key)[1])
    lines = text.splitlines(keepends=True)
    present = [each.value for each, _ in here.value]
    key = edit.keys[-1]
    indent = here.value[0][0].start_mark.column
    if key not in present:
        behind = anchor(present, key, edit.order)
        line = here.value[0][0].start_mark.line if behind is None else _last_line(_pair(here, behind)[1]) + 1
        if line == len(lines) and not text.endswith("\n"):
            lines.append("\n")
        return "".join([*lines[:line], *_written(key, edit.value, indent), *lines[line:]])
    name, value = _pair(here, key)
    first, last = name.start_mark.line, _last_line(value)
    if edit.value is ABSENT:
        return "".join([*lines[:first], *lines[last + 1 :]])
    if isinstance(value, yaml.ScalarNode) and not isinstance(edit.value, dict | list) and value.style not in ("|", ">"):
        # In place, so that a comment behind the value stays.
        return text[: value.start_mark.index] + _scalar(edit.value) + text[value.end_mark.index :]
    if isinstance(value, yaml.SequenceNode) and isinstance(edit.value, list) and edit.value:
        return _list(text, lines, value, edit.value)
    return "".join([*lines[:first], *_written(key, edit.value, indent), *lines[last + 1 :]])


def _list(text: str, lines: list[str], node: yaml.SequenceNode, items: list[object]) -> str:
    """With other items in a list of plain values: those that stay keep their lines, the new ones come behind."""
    start, end = node.start_mark, node.end_mark
    if node.flow_style:
        if "#" in text[start.index : end.index]:
            raise ValueError("there are comments in a list of one line")
        flow = yaml.safe_dump(items, default_flow_style=True, allow_unicode=True, width=10_000)
        return text[: start.index] + flow.removesuffix("\n") + text[end.index :]
    if not all(isinstance(each, yaml.ScalarNode) and each.style not in ("|", ">") for each in node.value):
        raise ValueError("a list holds more than plain values")
    values = yaml.safe_load(yaml.serialize(node))
    gone = {each.start_mark.line for each, value in zip(node.value, values, strict=True) if value not in items}
    newline = "\r\n" if lines[start.line].endswith("\r\n") else "\n"
    more = [f"{' ' * start.column}- {_scalar(item)}{newline}" for item in items if item not in values]
    last = _last_line(node) + 1
    if last == len(lines) and not text.endswith("\n"):
        lines[-1] += newline
    return "".join([line for at, line in enumerate(lines[:last]) if at not in gone] + more + lines[last:])


def _block(node: yaml.Node) -> yaml.MappingNode:
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
        raise ValueError("it is no table in block style")
    return node


def _pair(here: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node]:
    for name, value in here.value:
        if name.value == key:
            return name, value
    raise ValueError(f"{key} is missing")


def _last_line(node: yaml.Node) -> int:
    """The last line with something of the node: a block ends for the parser where the next token begins."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        text = node.end_mark.buffer
        if text is None:
            raise ValueError("it holds a block of text")
        return int(node.end_mark.line) - 1
    return int(node.end_mark.line)


def _written(key: str, value: object, indent: int) -> list[str]:
    text = yaml.safe_dump({key: value}, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=False)
    return [" " * indent + line for line in text.splitlines(keepends=True)]


def _scalar(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, width=10_000).removesuffix("\n").removesuffix("\n...")


def _joined(text: str, lines: list[str]) -> str:
    return text + ("\n" if text and not text.endswith("\n") else "") + "".join(lines)
