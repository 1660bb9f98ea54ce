"""Understanding one agent file: passages, mentions, roles, slots, directories, in this order."""

from collections.abc import Sequence

from agentscaffold.catalogue import Catalogue
from agentscaffold.inference.directories import find_directories
from agentscaffold.inference.layout import read_layout
from agentscaffold.inference.model import Reading
from agentscaffold.inference.outline import exceeds_limits, outline
from agentscaffold.inference.packages import find_package_scope
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.recognise import Mention, Recogniser
from agentscaffold.inference.rivals import settle_lists, settle_rivals
from agentscaffold.inference.roles import Finding, judge
from agentscaffold.inference.scope import read_scope
from agentscaffold.inference.slots import evidence, read_slots
from agentscaffold.inference.superseded import find_superseded
from agentscaffold.spec import AgentSpec


def infer(spec: AgentSpec, catalogue: Catalogue) -> Reading:
    """Everything the agent file says about the repository it describes. Never fails: less text, less said."""
    passages = outline(spec)
    findings = judge_all(passages, catalogue)
    slots = read_slots(findings, catalogue)
    directories = find_directories(passages)
    layout = read_layout(directories, passages)
    return Reading(
        scope=read_scope(spec, passages, slots),
        layout=layout,
        slots=slots,
        directories=directories,
        package_scope=find_package_scope(passages, catalogue, directories, layout),
        excluded=tuple(evidence(finding) for finding in findings if finding.role == "excluded"),
        superseded=find_superseded(passages, catalogue, findings),
        notes=_notes(spec),
    )


def judge_all(passages: Sequence[Passage], catalogue: Catalogue) -> list[Finding]:
    """Every technology that the passages name, with the role it has there, in the order of the file."""
    recogniser = Recogniser(catalogue)
    mentions = [recogniser.mentions(passage) for passage in passages]
    return _findings(passages, _in_company(mentions))


def _notes(spec: AgentSpec) -> tuple[str, ...]:
    if not exceeds_limits(spec):
        return ()
    return ("The file or a line of it is so long that only its beginning was read for technologies.",)


def _findings(passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]]) -> list[Finding]:
    judged = [settle_rivals(judge(passage, found)) for passage, found in zip(passages, mentions, strict=True)]
    return settle_lists(finding for findings in judged for finding in findings)


def _in_company(mentions: Sequence[Sequence[Mention]]) -> list[list[Mention]]:
    """Without the names that are common words unless a related technology is named too (Gin beside Go)."""
    named = {mention.technology.id for found in mentions for mention in found}
    return [[mention for mention in found if _accompanied(mention, named)] for found in mentions]


def _accompanied(mention: Mention, named: set[str]) -> bool:
    company = mention.technology.company
    return not company or mention.kind not in ("name", "hint", "command") or any(other in named for other in company)
