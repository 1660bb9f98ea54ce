"""What the project uses in place of discontinued libraries that the agent file names."""

from collections.abc import Iterator, Sequence

from agentscaffold.blueprints.model import Decision, Replacement
from agentscaffold.catalogue import Catalogue
from agentscaffold.inference import Superseded


def replacements(
    superseded: Sequence[Superseded], decisions: Sequence[Decision], catalogue: Catalogue
) -> tuple[Replacement, ...]:
    """One for each library whose slot is decided, in the order of the file; what is not generated needs no stand-in.

    The catalogue's advice is true of a project that has the technology the library is part of. In any other, the
    technology that was chosen for the slot stands in.
    """
    return tuple(_replacements(superseded, decisions, catalogue))


def _replacements(
    superseded: Sequence[Superseded], decisions: Sequence[Decision], catalogue: Catalogue
) -> Iterator[Replacement]:
    libraries = {library.name: library for library in catalogue.superseded}
    chosen = {decision.slot: catalogue.get(decision.value) for decision in decisions}
    for found in superseded:
        library = libraries[found.name]
        technology = chosen.get(library.slot)
        if technology is not None and technology.id != library.technology:
            by = found.by if technology.id == library.part_of else technology.name
            yield Replacement(found.name, by, found.reason, found.line, found.column)
