"""Turns a plan into files. The only room that knows Copier."""

from agentscaffold.engine.answers import answers_of
from agentscaffold.engine.releases import release, released_versions
from agentscaffold.engine.render import render
from agentscaffold.engine.staging import check_target, staged
from agentscaffold.engine.template import Template, read_template
from agentscaffold.engine.trace import GeneratedFile, trace

__all__ = [
    "GeneratedFile",
    "Template",
    "answers_of",
    "check_target",
    "read_template",
    "release",
    "released_versions",
    "render",
    "staged",
    "trace",
]
