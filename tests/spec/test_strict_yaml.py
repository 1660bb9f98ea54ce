import pytest

from agentscaffold.spec.strict_yaml import RefusedYamlError, StrictYamlError, read_strict


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("2020-01-01", "2020-01-01"),
        ("12:30", "12:30"),
        ("true", True),
        ("False", False),
        ("7", 7),
        ("-1", -1),
        ("007", 7),
        ("1.5", 1.5),
        ("~", None),
        ("", None),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("!custom text", "text"),
        ("!!python/object:os.system ls", "ls"),
        ("!!timestamp nonsense", "nonsense"),
        ("!thing {a: 1}", {"a": 1}),
        ("!thing [1, 2]", [1, 2]),
        ("9" * 5000, "9" * 5000),
        ("[a, b]", ["a", "b"]),
        ('"a\\tb"', "a\tb"),
    ],
)
def test_reads_the_core_schema(value: str, expected: object) -> None:
    assert read_strict(f"key: {value}\n") == {"key": expected}


def test_the_last_of_two_equal_keys_wins() -> None:
    assert read_strict("a: 1\na: 2\n") == {"a": 2}


def test_control_characters_do_not_stop_it() -> None:
    assert read_strict("a: x\x1by\n") == {"a": "x\ufffdy"}


def test_an_empty_header_has_no_keys() -> None:
    assert read_strict("") == {}
    assert read_strict("# nothing\n") == {}


@pytest.mark.parametrize(
    ("header", "line"),
    [
        pytest.param("a: b\nc: d: e\n", 2, id="colon in a plain value"),
        pytest.param("a: [x] y\n", 1, id="text after a list"),
        pytest.param("a: `x`\n", 1, id="backtick"),
        pytest.param("a: *x\n", 1, id="undefined alias"),
        pytest.param("a: 'don't'\n", 1, id="quote in quotes"),
        pytest.param("a:\n\tb: c\n", 2, id="tab"),
    ],
)
def test_says_on_which_line_it_is_no_yaml(header: str, line: int) -> None:
    with pytest.raises(StrictYamlError) as error:
        read_strict(header)

    assert error.value.line == line


@pytest.mark.parametrize("header", ["- a\n- b\n", "just text\n"])
def test_a_header_must_be_keys_and_values(header: str) -> None:
    with pytest.raises(StrictYamlError, match="not a list of keys"):
        read_strict(header)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        pytest.param("a: &x [1]\nb: *x\n", "alias", id="alias"),
        pytest.param("a: &x {b: *x}\n", "alias", id="recursive alias"),
        pytest.param("<<: {a: 1}\n", "merge key", id="merge key"),
        pytest.param("a:\n  b:\n    '<<': {c: 1}\n", "merge key", id="merge key further down"),
        pytest.param("a: " + "[" * 40 + "]" * 40 + "\n", "nested deeper", id="depth"),
    ],
)
def test_refuses_yaml_that_can_explode(header: str, message: str) -> None:
    with pytest.raises(RefusedYamlError, match=message):
        read_strict(header)


def test_a_merge_bomb_is_refused_at_once() -> None:
    levels = "\n".join(f"k{n}: &k{n} {{<<: [{', '.join([f'*k{n - 1}'] * 9)}]}}" for n in range(1, 12))

    with pytest.raises(RefusedYamlError):
        read_strict(f"k0: &k0 {{x: 1}}\n{levels}\n")
