"""What speaks for two spans belonging together, in statements that a reader can check.

The linker chooses the cue of each content and the source of each cue, or none.
Every candidate is described by a handful of statements about the text: on which
side it stands, how many words, sentence ends and lines are between, what hangs
on what, which other spans are in the way. What each statement is worth is
learnt (``linking.json``, by ``training.linking``).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from quotes import lexicon
from quotes.quotation.passage import Passage
from quotes.quotation.roles import RoleSpan

_PRONOUNS = lexicon.words("PERSONAL")
#: What a cue ends with when the topic follows: ``he said of the plan``.
_TOPIC = (" of", " about", " on", " for")
_MARKS = "\"“”‘’'»« "
#: Farther than this the content on a cue's other side is no rival.
_RIVAL = 12
#: How small numbers of words are named.
_GRADES = ("0", "1", "2", "3", *["up to 6"] * 3, *["up to 12"] * 6, *["up to 25"] * 13)
_OBJECTS = ("dobj", "attr", "oprd", "nsubjpass", "pobj")


def statements_on_cue(passage: Passage, content: RoleSpan, cue: RoleSpan) -> list[str]:
    """About ``cue`` as that of ``content``."""
    side = _side(content, cue)
    if side == "inside":
        return ["inside"]
    text = passage.text
    gap = passage.between(cue, content)
    form = _form(passage, content)
    contents, sentences = _few(gap.contents), _few(gap.sentences)
    relation = _relation(passage, content, cue)
    out = [
        f"{side} {form}",
        f"{side} {form} words {_grade(gap.words)}",
        f"{side} {form} sentences {sentences}",
        f"{side} contents {contents}",
        f"{side} cues {_few(gap.cues)}",
        f"{side} sources {_few(gap.sources)}",
        f"{side} {passage.kind(cue)}",
        f"{form} lines {_few(gap.lines)}",
        f"{side} {relation}",
    ]
    if not gap.sentences and not gap.lines:
        out.append(f"near {side} {relation} contents {contents}")
    if side == "after":
        if passage.leads_to(content, cue):
            out += ["leads to", f"leads to a clause that {_rest(passage, cue)}"]
        if form == "quoted":
            out.append(f"quoted ends {_last(text, content)} {sentences}")
        elif text[content.end : cue.start].strip().startswith(",") or text[content.end - 1] == ",":
            out.append("comma before clause")
    else:
        words = text[cue.end : content.start]
        first = passage.contents.after(cue.end) if gap.contents else None
        if first is not None:
            out.append(f"{form} behind {_form(passage, first)} {_few(gap.sentences)}")
        if passage.introduces(cue, content):
            out.append(f"introduces {form} {_few(gap.sentences)}")
        elif words.rstrip(_MARKS).endswith(","):
            out.append(f"comma before {form}")
        if text[cue.start : cue.end].endswith(_TOPIC):
            out.append(f"topic {form} {contents}")
        if form == "quoted" and not gap.contents and not words.strip(_MARKS):
            out.append("runs into")
        led = passage.cues.after(content.end)
        if form == "quoted" and led is not None and passage.leads_to(content, led):
            out.append(f"another is led to, whose clause {_rest(passage, led)}")
    out += _on_rival(passage, content, cue, side, form, sentences)
    return out


def _on_rival(
    passage: Passage, content: RoleSpan, cue: RoleSpan, side: str, form: str, sentences: str
) -> Iterator[str]:
    """About the content on the other side of the cue, which may be the one it reports.

    ``sentences`` are those between cue and content.
    """
    after = side == "after"
    other = passage.contents.after(cue.end) if after else passage.contents.before(cue.start)
    if other is None:
        return
    gap = passage.between(cue, other)
    if gap.lines or gap.words > _RIVAL:
        return
    rival = _form(passage, other)
    yield f"{side} {form} rival {rival} words {_grade(gap.words)} {_few(gap.sentences)}"
    relation = _relation(passage, other, cue)
    if relation in ("reported", "object"):
        yield f"{side} {form} rival {relation}"
    if after and form == "quoted":
        yield f"quoted ends {_last(passage.text, content)} before rival {rival}"
    if not after and rival == "quoted":
        yield f"{form} resumes after {_last(passage.text, other)} {sentences}"


def statements_on_no_cue(passage: Passage, content: RoleSpan) -> list[str]:
    """About ``content`` as one that no cue introduces."""
    text, form = passage.text, _form(passage, content)
    length = _grade(len(text[content.start : content.end].split()))
    out = ["none", f"none {form}", f"none {form} length {length}"]
    if content.start < 2 or "\n" in text[content.start - 2 : content.start]:
        ends = content.end >= len(text) or "\n" in text[content.end : content.end + 3]
        out.append(f"none {form} {'paragraph' if ends else 'opens paragraph'}")
    return out


def statements_on_source(
    passage: Passage, cue: RoleSpan, source: RoleSpan, subject: Token | None
) -> list[str]:
    """About ``source`` as that of ``cue``, whose verb has this ``subject``."""
    gap = passage.between(cue, source)
    side, kind, words = _side(cue, source), passage.kind(cue), _grade(gap.words)
    pronoun = passage.text[source.start : source.end].lower() in _PRONOUNS
    contents, cues = _few(gap.contents), _few(gap.cues)
    out = [
        f"{side} {kind}",
        f"{side} words {words}",
        f"{side} {kind} words {words}",
        f"{side} sentences {_few(gap.sentences)}",
        f"lines {_few(gap.lines)}",
        f"{side} cues {cues}",
        f"{side} contents {contents}",
        f"{side} sources {_few(gap.sources)}",
        f"{side} {'pronoun' if pronoun else 'noun'}",
    ]
    if passage.contents.holding(source.start):
        out.append(f"{side} in a content")
    if subject is not None:
        mine = source.start <= subject.idx < source.end
        out += ["subject", f"subject {side} {cues}"] if mine else ["another is the subject"]
    if not gap.sources and not gap.sentences and side != "inside":
        out.append(f"nearest {side} {contents} {cues}")
    return out


def statements_on_no_source(passage: Passage, cue: RoleSpan, subject: Token | None) -> list[str]:
    """About ``cue``, whose verb has this ``subject``, as one that nobody is the source of."""
    out = ["none", f"none {passage.kind(cue)}"]
    verb = passage.verb(cue)
    if verb is not None and any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        out.append("none passive")
    if subject is None:
        out.append("none no subject")
    elif passage.sources.holding(subject.idx):
        out.append("none subject is a source")
    else:
        out.append(f"none subject {subject.pos_}")
    return out


# ---------------------------------------------------------------- in words


def _grade(words: int) -> str:
    """A number of words, the coarser the larger it is."""
    return _GRADES[words] if words < len(_GRADES) else "many"


def _few(number: int) -> str:
    return _GRADES[number] if number < 3 else "more"


def _side(span: RoleSpan, other: RoleSpan) -> str:
    """Where ``other`` stands."""
    if other.start >= span.end:
        return "after"
    return "before" if other.end <= span.start else "inside"


def _form(passage: Passage, content: RoleSpan) -> str:
    return "quoted" if passage.stretch_of(content) else "plain"


def _last(text: str, content: RoleSpan) -> str:
    """The punctuation mark that ends a quoted content."""
    last = text[content.start : content.end].rstrip(_MARKS)[-1:]
    return last if last and last in ",.?!—-" else "without"


def _rest(passage: Passage, cue: RoleSpan) -> str:
    """Does anything follow the cue, and the source behind it, in their clause?"""
    return "ends" if passage.ends_with(cue) else "goes on"


def _relation(passage: Passage, content: RoleSpan, cue: RoleSpan) -> str:
    """How the content hangs on the cue in the dependency tree."""
    verb, root = passage.verb(cue) or passage.root(cue), passage.root(content)
    if verb is None or root is None:
        return "unread"
    if not passage.in_one_sentence(root, verb):
        return "other sentence"
    if root.head.i == verb.i and root.i != verb.i:
        if root.dep_ in ("ccomp", "xcomp"):
            return "reported"
        return "object" if root.dep_ in _OBJECTS else "child"
    if content.start <= verb.head.idx < content.end:
        return "carries it"
    return "grandchild" if root.head.head.i == verb.i else "same sentence"
