"""Which file of the template becomes which file of the project, known before anything is rendered."""

import re
from functools import cache
from itertools import product
from pathlib import PurePosixPath
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from agentscaffold.engine.template import Answers, Template, TemplateFile, computed, layer_list
from agentscaffold.errors import EngineError

ANSWERS_FILE = ".copier-answers.yml"
_SUFFIX = ".jinja"
_LOOP = re.compile(r"\{% yield (?P<variable>\w+) from (?P<list>\w+) %\}(?P<each>.*?)\{% endyield %\}")
"""Copier's tag in the name of a file or folder, which then appears once for each value of the list."""


def outputs(template: Template, answers: Answers) -> dict[str, TemplateFile]:
    """Output path → template file, for all files of the active layers.

    Raises `EngineError` when two layers write the same path: Copier would let the order of the file system decide.
    """
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    context: dict[str, Any] = {**answers, **computed(template, answers), "_copier_conf": {"answers_file": ANSWERS_FILE}}

    @cache  # folders repeat in many paths
    def rendered(part: str) -> tuple[str, ...]:
        loop = _LOOP.search(part)
        if loop is None:
            return (environment.from_string(part).render(context),)
        each = environment.from_string(part.replace(loop.group(), loop["each"]))
        return tuple(each.render(context, **{loop["variable"]: value}) for value in context[loop["list"]])

    found: dict[str, TemplateFile] = {}
    switches = template.switches(layer_list(answers))
    for file in template.files:
        if not all(switches[layer] for layer in file.layers):
            continue  # its folders may be named after roles that only other blueprints have
        try:
            variants = [rendered(part) for part in file.path.parts]
        except TemplateError as error:
            raise EngineError(f"rendering failed: {file.path}: {type(error).__name__}: {error}") from error
        for parts in product(*variants):
            if not all(parts):
                continue
            output = PurePosixPath(*parts)
            name = (output.with_suffix("") if output.suffix == _SUFFIX else output).as_posix()
            if name in found:
                raise EngineError(f"two layers write {name}: {found[name].path} and {file.path}")
            found[name] = file
    return found
