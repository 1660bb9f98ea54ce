"""Edits a TOML document with tomlkit, which writes back what it read."""

from collections.abc import MutableMapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from agentscaffold.manifests.by_key import ABSENT, Edit


def read_toml(text: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """The document as plain data. Raises `ValueError`."""
    try:
        return tomlkit.parse(text).unwrap()
    except TOMLKitError as error:
        raise ValueError(str(error)) from error


def edit_toml(text: str, edit: Edit) -> str:
    """`text` with one edit; the table around the key must be there. Raises `ValueError`."""
    try:
        document = tomlkit.parse(text)
        here: Any = document
        for key in edit.keys[:-1]:
            here = here[key]
        if not isinstance(here, MutableMapping):
            raise ValueError(f"{edit.keys[-2]} is no table")
        if edit.value is ABSENT:
            here.pop(edit.keys[-1], None)
        else:
            here[edit.keys[-1]] = edit.value
        return tomlkit.dumps(document)
    except (TOMLKitError, KeyError) as error:
        raise ValueError(str(error)) from error
