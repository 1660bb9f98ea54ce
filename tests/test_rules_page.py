from rules_page import PAGE, page

from agentscaffold.checks import RULES, Rule


def test_it_is_up_to_date(accept: bool) -> None:
    if accept:
        PAGE.write_text(page(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_rule_is_a_section() -> None:
    assert page([Rule("some-rule", "note", "A thing is there", "Take it away.")]).endswith(
        "\n## some-rule (note)\n\nA thing is there.\n\nTake it away.\n"
    )


def test_every_rule_says_what_it_is_about() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert [rule.id for rule in RULES if not rule.help.endswith(".") or rule.summary.endswith(".")] == []
