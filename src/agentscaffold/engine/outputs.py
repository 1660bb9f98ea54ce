"""Which file of the template becomes which file of the project, known before anything is rendered."""

from functools import cache
from pathlib import PurePosixPath

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from agentscaffold.engine.template import Answers, Template, TemplateFile, layer_list
from agentscaffold.errors import EngineError

ANSWERS_FILE = ".copier-answers.yml"
_SUFFIX = ".jinja"
_YIELD = "{% yield "


def outputs(template: Template, answers: Answers) -> dict[str, TemplateFile]:
    """Output path → template file, for all files of the active layers except those that a list repeats (agents).

    Raises `EngineError` when two layers write the same path: Copier would let the order of the file system decide.
    """
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    context = {
        **answers,
        "L": template.switches(layer_list(answers)),
        "_copier_conf": {"answers_file": ANSWERS_FILE},
    }

    @cache  # folders repeat in many paths
    def rendered(part: str) -> str:
        return environment.from_string(part).render(context)

    found: dict[str, TemplateFile] = {}
    for file in template.files:
        if _YIELD in file.path.name:
            continue
        try:
            parts = [rendered(part) for part in file.path.parts]
        except TemplateError as error:
            raise EngineError(f"rendering failed: {file.path}: {type(error).__name__}: {error}") from error
        if not all(parts):
            continue
        output = PurePosixPath(*parts)
        name = (output.with_suffix("") if output.suffix == _SUFFIX else output).as_posix()
        if name in found:
            raise EngineError(f"two layers write {name}: {found[name].path} and {file.path}")
        found[name] = file
    return found
