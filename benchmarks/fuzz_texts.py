"""Texts for the finder and words for the search box, made from a ``random.Random``."""

from __future__ import annotations

from random import Random

_NAMES = (
    *(
        "Anna Holt",
        "Carl Roe",
        "Holt",
        "Mr. Roe",
        "the mayor",
        "she",
        "he",
        "they",
        "police",
        "who",
    ),
    *(
        "Zoë O’Neil-Smith",
        "ANNA HOLT",
        "Dr. J. R. van den Berg Jr.",
        "the Newton Herald",
        "it",
        "I",
    ),
    *("Ана Петрова", "王芳", "محمد علي"),
    *("a spokesman for the council", "X", "@anna_holt", "U.N."),
)
_VERBS = (
    *(
        "said",
        "says",
        "told reporters",
        "wrote",
        "asked",
        "added",
        "did not say",
        "would say",
        "tweeted",
    ),
    *(
        "according to",
        "denied that",
        "said that",
        "believes",
        "has said",
        "was quoted as saying",
        "SAID",
    ),
)
_WORDS = (
    *(
        "the",
        "bridge",
        "was",
        "not",
        "open",
        "and",
        "nobody",
        "knew",
        "why",
        "it",
        "closed",
        "a",
        "year",
    ),
    *(
        "of",
        "that",
        "harbour",
        "2021",
        "$5",
        "U.S.",
        "don’t",
        "rock ’n’ roll",
        "’tis",
        "5'10\"",
        "co-op",
    ),
    *(
        "e.g.",
        "https://example.org/a?b=“c”",
        "#flood",
        "—",
        "...",
        "…",
        "naïve",
        "ﬁne",
        "Straße",
        "İ",
    ),
)
_PAIRS = (
    *("“”", '""', "‘’", "''", "«»", "„“", "``"),
    *("‹›", "「」", "”“", "’’", "‚‘", "““", "””", "❝❞"),
    *("“\n", "\n”", "“'", "'”", "(“", "”)", "[]"),
)
_MARKS = "“”\"‘’'«»„‚`´‹›"
_ODD = (
    *"\0\x01\x1b\x7f\x85\xa0\xad\u0301\u200b\u200d\u200e\u200f\u2028\u2029\u202d\u202e\u2066\u2069",
    *"\u3000\ufe0f\ufeff\ufffc\ufffd\ufffe\U000e0041\U0001f600\U0010ffff\u0345\u0e33\ufb01\u1e9e",
    *(
        "\r",
        "\r\n",
        "\t",
        "\n\n",
        "\n \n",
        "\f",
        "\v",
        "👩‍👩‍👧",
        "e\u0301\u0327\u0323",
        "שָׁלוֹם",
        "العربية",
        "ไทย",
    ),
)
_BLANKS = (" ", " ", " ", " ", "  ", "\n", "\u00a0", "", "\u2009", "\t")


def _sentence(random: Random, depth: int = 0) -> str:
    name, verb = random.choice(_NAMES), random.choice(_VERBS)
    words = " ".join(random.choices(_WORDS, k=random.randint(0, 14)))
    if depth < 4 and random.random() < 0.3:
        words = f"{words} {_sentence(random, depth + 1)}"
    pair = random.choice(_PAIRS) if random.random() < 0.4 else _PAIRS[0]
    chance = random.random()
    opening = pair[0] if chance < 0.93 else ""
    closing = pair[1] if chance > 0.07 else ""
    stop = random.choice((",", ".", "?", "!", "", "…", ":"))
    said = f"{opening}{words}{stop}{closing}"
    return random.choice(
        (
            f"{said} {name} {verb}.",
            f"{said} {verb} {name}.",
            f"{name} {verb}: {said}",
            f"{name} {verb}, {said}",
            f"{name} {verb} {words}.",
            f"{name.upper()}: {words}",
            f"Q: {words}? A: {said}",
            f"According to {name}, {words}.",
            f"{said} {name} {verb}, {said}",
            said,
            f"— {words}, {verb} {name}.",
        )
    )


def _article(random: Random, sentences: int) -> str:
    parts: list[str] = []
    for _ in range(sentences):
        parts += (_sentence(random), random.choice((" ", " ", " ", "\n", "\n\n", "\n\n\n\n", "")))
    return "".join(parts)


def _marks(random: Random) -> str:
    """Many marks with little between them."""
    count = random.choice((5, 50, 400))
    marks = random.choice((_MARKS, _MARKS[:2], '"', "“", "”", "'"))
    between = random.choice(("", " ", " a ", "\n", "a", "\n\n"))
    return between.join(random.choices(marks, k=count))


def _long(random: Random) -> str:
    """A word, a line or a paragraph without end."""
    unit = random.choice(
        ("a", "a-", "Ab", "a.b", "ha ha ", "no, ", "said Holt ", "1,", "“a” ", "\u0301", "x/")
    )
    return unit * (random.choice((200, 1000, 4000)) // len(unit))


def _spoilt(text: str, random: Random) -> str:
    for _ in range(random.choice((0, 1, 2, 5, 20))):
        at = random.randrange(len(text) + 1)
        end = min(len(text), at + random.choice((0, 0, 1, 5, 60)))
        new = random.choice(
            (
                random.choice(_ODD),
                random.choice(_MARKS),
                text[at:end] * 2,
                "",
                random.choice(_BLANKS),
            )
        )
        text = text[:at] + new + text[end:]
    return text


def any_text(random: Random) -> str:
    """A text with quotations, most of them short, few of them in order."""
    kind = random.random()
    if kind < 0.03:
        return "".join(random.choices((*_ODD, *_MARKS, *_BLANKS), k=random.randrange(60)))
    sentences = 60 if random.random() < 0.03 else random.randint(1, 7)
    text = _article(random, sentences)
    if kind < 0.12:
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice((_marks, _long))(random) + text[at:]
    return _spoilt(text, random)


_TYPED = (
    *(
        "time",
        "Nobody",
        "harbour",
        "café",
        "cafe",
        "κόσμος",
        "北京",
        "שלום",
        "AND",
        "OR",
        "NOT",
        "NEAR",
    ),
    *(
        "NEAR(a b, 2)",
        "text:",
        "quotes_fts",
        "rank",
        "*",
        '"',
        '""',
        '"a',
        'a"b',
        "'",
        "^",
        "-",
        "+",
        "(",
    ),
    *(
        ")",
        "{a b}:c",
        "\\",
        "%",
        "_",
        ";",
        "--",
        "/*",
        "\0",
        "\ud800",
        "\udcff",
        "\U0001f600",
        "\u0301",
    ),
    *(
        "\u200b",
        "\u202e",
        "\x1b[31m",
        "\n",
        "\r",
        "\t",
        "Anna Holt",
        "holt",
        "Roe",
        "1",
        "0",
        "-1",
        "7d",
    ),
    *(
        "2021-03-04",
        "2021-13",
        "nan",
        "inf",
        "1e999",
        "99999999999999999999",
        "９",
        "a" * 2000,
        "it*",
    ),
    *(
        '"it was"',
        '"it wa"*',
        "İ",
        "ß",
        "ﬁ",
        "ǅ",
        "\ufffe",
        "today",
        "direct",
        "name",
        "date",
        "-date",
        "",
    ),
)


def any_typed(random: Random) -> str:
    """What somebody may type into a box."""
    if random.random() < 0.15:
        return random.choice(_TYPED)
    parts: list[str] = []
    for _ in range(random.randint(1, 6)):
        if random.random() < 0.15:
            parts.append(chr(random.randrange(0x110000)))
        parts += (random.choice(_TYPED), random.choice((" ", " ", "", '"', "*")))
    return "".join(parts)
