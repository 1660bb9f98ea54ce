"""`list` and `doctor` for a terminal."""

from collections.abc import Sequence

from agentscaffold.blueprints import NONE, Blueprint, LayersSetting, Setting, setting_word
from agentscaffold.commands.inventory import TechnologyRow
from agentscaffold.environment import Tool
from agentscaffold.report.columns import aligned


def blueprints_text(blueprints: Sequence[Blueprint]) -> str:
    """A line for each blueprint; below it one for each setting, as `--set` takes its default, and what it is."""
    names = aligned([(b.name, b.summary) for b in blueprints], indent=0)
    return "\n".join(
        line for b, name in zip(blueprints, names, strict=True) for line in (name, *aligned(_settings(b), indent=2))
    )


def _settings(blueprint: Blueprint) -> list[tuple[str, str]]:
    return [(f"--set {name}={setting_word(each.default)}", _help(each)) for name, each in blueprint.settings.items()]


def _help(setting: Setting) -> str:
    if isinstance(setting, LayersSetting):
        return f"{setting.help} Of {', '.join(setting.layers)}{f'; or {NONE}' if setting.optional else ''}."
    return setting.help


def technologies_text(rows: Sequence[TechnologyRow]) -> str:
    """Two lines a slot: what is generated, and what is only recognised."""
    lines: list[str] = []
    for slot in dict.fromkeys(row.slot for row in rows):
        of_slot = [row for row in rows if row.slot == slot]
        generated = [row.id for row in of_slot if row.generated]
        recognised = [row.id for row in of_slot if not row.generated]
        lines.append(slot)
        if generated:
            lines += _wrapped("generated", generated)
        if recognised:
            lines += _wrapped("recognised", recognised)
    return "\n".join(lines)


def doctor_text(tools: Sequence[Tool]) -> str:
    rows = [(_mark(tool), tool.name, tool.version or "not found", _purpose(tool)) for tool in tools]
    return "\n".join(aligned(rows, indent=0))


def _mark(tool: Tool) -> str:
    if tool.version is not None and tool.problem is None:
        return "ok"
    return "MISSING" if tool.required else "-"


def _purpose(tool: Tool) -> str:
    return f"{tool.needed_for} ({tool.problem})" if tool.problem else tool.needed_for


def _wrapped(label: str, words: Sequence[str], width: int = 80) -> list[str]:
    lines = [f"  {label:<12}"]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append(" " * 14)
        lines[-1] += f"{word} "
    return [line.rstrip() for line in lines]
