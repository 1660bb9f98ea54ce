"""Foreign text made safe to print: nothing in an agent file may steer a terminal or hide from the reader."""

import unicodedata

DEFAULT_LIMIT = 200

_ZERO_WIDTH_JOINER = 0x200D
_INVISIBLE_LETTERS = frozenset({0x115F, 0x1160, 0x3164, 0xFFA0})
"""Hangul fillers: letters for Unicode, blank for the eye."""
_EMOJI_START = 0x2190


def safe(text: str, limit: int = DEFAULT_LIMIT) -> str:
    """One printable line: control, bidirectional, tag and zero-width characters become their code point.

    Line breaks and tabs become spaces. The result is cut at `limit` characters, with an ellipsis.
    Source of the rule: terminals and rich pass escape sequences and hyperlinks of an agent file through.
    """
    shown = "".join(_visible(text, index) for index in range(min(len(text), limit + 1)))
    if len(shown) <= limit and len(text) <= limit:
        return shown
    return shown[: max(limit - 1, 0)] + "…"


def _visible(text: str, index: int) -> str:
    character = text[index]
    if " " <= character <= "~":
        return character
    if character in "\t\n\r":
        return " "
    if is_hidden(text, index):
        return f"\\u{{{ord(character):x}}}"
    return character


def is_hidden(text: str, index: int) -> bool:
    """Whether the character at `index` cannot be seen: a control, a format character or a blank letter.

    A zero-width joiner between two emoji is part of one picture and stays.
    """
    character = text[index]
    point = ord(character)
    if point == _ZERO_WIDTH_JOINER:
        return not _joins_emoji(text, index)
    if point in _INVISIBLE_LETTERS or 0xE0000 <= point <= 0xE01EF:
        return True
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _joins_emoji(text: str, index: int) -> bool:
    neighbours = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
    return len(neighbours) == 2 and all(ord(each) >= _EMOJI_START for each in neighbours)
