import pytest

from tests.inference.support import reading


@pytest.mark.parametrize(
    ("name", "description", "body", "scope"),
    [
        ("api-developer", "Builds APIs.", "We use Express.", "backend"),
        ("fullstack-developer", "Builds features.", "Next.js and Prisma.", "fullstack"),
        ("frontend-developer", "Builds pages.", "Next.js and Tailwind.", "not_backend"),
        ("interface-designer", "Designs screens.", "TypeScript components.", "not_backend"),
        ("requirement-agent", "Turns wishes into specs.", "Ask questions.", "not_backend"),
        ("backend-architect", "Designs backends.", "Any stack.", "generic"),
    ],
)
def test_scope(name: str, description: str, body: str, scope: str) -> None:
    header = f"---\nname: {name}\ndescription: {description}\n---\n"

    assert reading(body, header=header).scope == scope
