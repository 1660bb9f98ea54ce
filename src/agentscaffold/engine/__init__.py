"""Turns a plan into files. The only room that knows Copier."""

from agentscaffold.engine.adopted import Adopted, new_names
from agentscaffold.engine.answers import Recorded, answers_of, is_generated, read_answers
from agentscaffold.engine.merge import Compared, FileChange, Merge, apply_merge, check_ready, compare, plan_merge
from agentscaffold.engine.outputs import ANSWERS_FILE, outputs
from agentscaffold.engine.releases import release, released_versions
from agentscaffold.engine.render import render
from agentscaffold.engine.staging import check_target, staged
from agentscaffold.engine.template import Template, read_template
from agentscaffold.engine.trace import GeneratedFile, trace

__all__ = [
    "ANSWERS_FILE",
    "Adopted",
    "Compared",
    "FileChange",
    "GeneratedFile",
    "Merge",
    "Recorded",
    "Template",
    "answers_of",
    "apply_merge",
    "check_ready",
    "check_target",
    "compare",
    "is_generated",
    "new_names",
    "outputs",
    "plan_merge",
    "read_answers",
    "read_template",
    "release",
    "released_versions",
    "render",
    "staged",
    "trace",
]
