"""What `adopt` says of values that stayed, from plain data."""

import pytest

from agentscaffold.commands.managed import KeptValue
from agentscaffold.report.adopt_text import other_majors


@pytest.mark.parametrize(
    ("key", "yours", "blueprint", "expected"),
    [
        ("dependencies.next", "^15.1.0", "16.0.5", ("next",)),
        ("catalog.@types/node", "20.1.0", "24.0.0", ("@types/node",)),
        ("devDependencies.zod", "~4.0.0", "4.1.0", ()),
        ("dependencies.next", "catalog:", "16.0.5", ()),
        ("dependencies.next", "15.0.0", None, ()),
        ("scripts.dev", "x1", "x2", ()),
        (None, None, "package.json cannot be read", ()),
    ],
)
def test_packages_of_another_major_version(
    key: str | None, yours: str | None, blueprint: str | None, expected: tuple[str, ...]
) -> None:
    assert other_majors([KeptValue("package.json", key, yours, blueprint)]) == expected
