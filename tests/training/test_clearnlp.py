"""The converter on sentences of our own, with ClearNLP trees worked out by hand.

Each row is: form, lemma, Penn tag, UD head, UD relation, then the ClearNLP head and label expected.
Heads count from 1; 0 is the root's. An eighth column, where there is one, is an enhanced edge.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.clearnlp import LABELS, ClearTree, ConversionError, convert
from training.conllu import Token

UPOS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "PRP": "PRON",
    "PRP$": "PRON",
    "WP": "PRON",
    "WDT": "PRON",
    "EX": "PRON",
    "JJ": "ADJ",
    "JJR": "ADJ",
    "RB": "ADV",
    "WRB": "ADV",
    "RP": "ADP",
    "IN": "ADP",
    "TO": "PART",
    "POS": "PART",
    "DT": "DET",
    "CD": "NUM",
    "CC": "CCONJ",
    "MD": "AUX",
    "$": "SYM",
    "UH": "INTJ",
}


def upos_of(xpos: str, relation: str) -> str:
    if relation in {"aux", "aux:pass", "cop"}:
        return "AUX"
    if xpos.startswith("VB"):
        return "VERB"
    return UPOS.get(xpos, "PUNCT")


CASES = {
    "copula with an adjective": """
        She     she    PRP  4 nsubj    2 nsubj
        is      be     VBZ  4 cop      0 ROOT
        very    very   RB   4 advmod   4 advmod
        happy   happy  JJ   0 root     2 acomp
        .       .      .    4 punct    2 punct
    """,
    "an adverb after the copula belongs to the clause": """
        It      it     PRP  4 nsubj    2 nsubj
        is      be     VBZ  4 cop      0 ROOT
        still   still  RB   4 advmod   2 advmod
        open    open   JJ   0 root     2 acomp
    """,
    "copula with a noun, negated": """
        He      he     PRP  5 nsubj    2 nsubj
        was     be     VBD  5 cop      0 ROOT
        not     not    RB   5 advmod   2 neg
        a       a      DT   5 det      5 det
        judge   judge  NN   0 root     2 attr
    """,
    "copula with a prepositional phrase": """
        They    they   PRP  4 nsubj    2 nsubj
        are     be     VBP  4 cop      0 ROOT
        in      in     IN   4 case     2 prep
        Oslo    Oslo   NNP  0 root     3 pobj
    """,
    "a clause as the predicate": """
        The     the    DT   2 det      2 det
        point   point  NN   6 nsubj:outer  3 nsubj
        is      be     VBZ  6 cop      0 ROOT
        that    that   IN   6 mark     6 mark
        he      he     PRP  6 nsubj    6 nsubj
        left    leave  VBD  0 root     3 ccomp
        .       .      .    6 punct    3 punct
    """,
    "a clause with its own copula as the predicate": """
        The     the    DT   2 det      2 det
        point   point  NN   7 nsubj:outer  3 nsubj
        is      be     VBZ  7 cop      0 ROOT
        that    that   IN   7 mark     6 mark
        she     she    PRP  7 nsubj    6 nsubj
        is      be     VBZ  7 cop      3 ccomp
        right   right  JJ   0 root     6 acomp
    """,
    "an adjective keeps its complement": """
        I       I      PRP  3 nsubj    2 nsubj
        am      be     VBP  3 cop      0 ROOT
        sure    sure   JJ   0 root     2 acomp
        they    they   PRP  5 nsubj    5 nsubj
        won     win    VBD  3 ccomp    3 ccomp
    """,
    "a prepositional phrase and the passive's agent": """
        The     the    DT   2 det      2 det
        bill    bill   NN   4 nsubj:pass   4 nsubjpass
        was     be     VBD  4 aux:pass 4 auxpass
        signed  sign   VBN  0 root     0 ROOT
        by      by     IN   7 case     4 agent
        the     the    DT   7 det      7 det
        mayor   mayor  NN   4 obl:agent    5 pobj
        in      in     IN   9 case     4 prep
        May     May    NNP  4 obl      8 pobj
    """,
    "an adverb goes with the preposition": """
        It      it     PRP  2 nsubj    2 nsubj
        works   work   VBZ  0 root     0 ROOT
        only    only   RB   5 advmod   4 advmod
        in      in     IN   5 case     2 prep
        Rome    Rome   NNP  2 obl      4 pobj
    """,
    "two prepositions": """
        He      he     PRP  2 nsubj    2 nsubj
        came    come   VBD  0 root     0 ROOT
        from    from   IN   6 case     2 prep
        under   under  IN   6 case     3 prep
        the     the    DT   6 det      6 det
        bed     bed    NN   2 obl      4 pobj
    """,
    "prepositional phrases joined": """
        They    they   PRP  2 nsubj    2 nsubj
        met     meet   VBD  0 root     0 ROOT
        in      in     IN   4 case     2 prep
        Oslo    Oslo   NNP  2 obl      3 pobj
        and     and    CC   7 cc       3 cc
        in      in     IN   7 case     3 conj
        Rome    Rome   NNP  4 conj     6 pobj
    """,
    "a preposition before a verb": """
        He      he     PRP  2 nsubj    2 nsubj
        rose    rise   VBD  0 root     0 ROOT
        after   after  IN   4 mark     2 prep
        hearing hear   VBG  2 advcl    3 pcomp
        her     she    PRP  4 obj      4 dobj
    """,
    "a subordinate clause keeps its mark": """
        He      he     PRP  2 nsubj    2 nsubj
        rose    rise   VBD  0 root     0 ROOT
        when    when   WRB  5 advmod   5 advmod
        she     she    PRP  5 nsubj    5 nsubj
        spoke   speak  VBD  2 advcl    2 advcl
        because because IN  8 mark     8 mark
        he      he     PRP  8 nsubj    8 nsubj
        agreed  agree  VBD  2 advcl    2 advcl
    """,
    "giving something to somebody": """
        She     she    PRP  2 nsubj    2 nsubj
        gave    give   VBD  0 root     0 ROOT
        it      it     PRP  2 obj      2 dobj
        to      to     IN   5 case     2 dative
        him     he     PRP  2 obl      4 pobj
    """,
    "giving somebody something": """
        She     she    PRP  2 nsubj    2 nsubj
        gave    give   VBD  0 root     0 ROOT
        him     he     PRP  2 iobj     2 dative
        hope    hope   NN   2 obj      2 dobj
    """,
    "a sole recipient is the direct object": """
        I       I      PRP  2 nsubj    2 nsubj
        told    tell   VBD  0 root     0 ROOT
        him     he     PRP  2 iobj     2 dobj
    """,
    "a name is headed by its last word, a title hangs on it": """
        Mayor   mayor  NNP  2 nmod:desc    3 compound
        Ana     Ana    NNP  4 nsubj    3 compound
        Lima    Lima   NNP  2 flat     4 nsubj
        spoke   speak  VBD  0 root     0 ROOT
    """,
    "a date is headed by its month": """
        It      it     PRP  2 nsubj    2 nsubj
        opened  open   VBD  0 root     0 ROOT
        on      on     IN   5 case     2 prep
        5       5      CD   5 nummod   5 nummod
        May     May    NNP  2 obl      3 pobj
        2019    2019   CD   5 nmod:unmarked    5 nummod
    """,
    "a date with the month in front": """
        It      it     PRP  2 nsubj    2 nsubj
        opened  open   VBD  0 root     0 ROOT
        May     May    NNP  2 obl:unmarked 2 npadvmod
        5       5      CD   3 flat     3 nummod
    """,
    "a sum of money": """
        It      it     PRP  2 nsubj    2 nsubj
        cost    cost   VBD  0 root     0 ROOT
        $       $      $    2 obj      5 quantmod
        5       5      CD   5 compound 5 compound
        million million CD  3 nummod   2 dobj
    """,
    "a possessor": """
        Lima    Lima   NNP  3 nmod:poss    3 poss
        's      's     POS  1 case     1 case
        aide    aide   NN   4 nsubj    4 nsubj
        left    leave  VBD  0 root     0 ROOT
    """,
    "speech before the verb of saying": """
        "       "      ``   5 punct    8 punct
        It      it     PRP  5 nsubj    3 nsubj
        is      be     VBZ  5 cop      8 ccomp
        too     too    RB   5 advmod   5 advmod
        late    late   JJ   0 root     3 acomp
        ,       ,      ,    5 punct    8 punct
        "       "      ''   5 punct    8 punct
        said    say    VBD  5 parataxis    0 ROOT
        Lima    Lima   NNP  8 nsubj    8 nsubj
        .       .      .    5 punct    8 punct
    """,
    "a verb of saying inside what is said": """
        Taxes   tax    NNS  6 nsubj    6 nsubj
        ,       ,      ,    4 punct    4 punct
        he      he     PRP  4 nsubj    4 nsubj
        said    say    VBD  6 parataxis    0 ROOT
        ,       ,      ,    4 punct    4 punct
        rose    rise   VBD  0 root     4 ccomp
        .       .      .    6 punct    4 punct
    """,
    "a parataxis of no verb of saying stays": """
        Go      go     VB   0 root     0 ROOT
        :       :      :    4 punct    4 punct
        they    they   PRP  4 nsubj    4 nsubj
        wait    wait   VBP  1 parataxis    1 parataxis
    """,
    "what was said after the verb": """
        He      he     PRP  2 nsubj    2 nsubj
        said    say    VBD  0 root     0 ROOT
        that    that   IN   5 mark     5 mark
        taxes   tax    NNS  5 nsubj    5 nsubj
        rose    rise   VBD  2 ccomp    2 ccomp
    """,
    "according to": """
        It      it     PRP  2 nsubj    2 nsubj
        works   work   VBZ  0 root     0 ROOT
        according accord VBG 5 case    2 prep
        to      to     IN   3 fixed    3 prep
        Lima    Lima   NNP  2 obl      4 pobj
    """,
    "because of": """
        It      it     PRP  2 nsubj    2 nsubj
        failed  fail   VBD  0 root     0 ROOT
        because because IN  5 case     2 prep
        of      of     IN   3 fixed    3 pcomp
        rain    rain   NN   2 obl      3 pobj
    """,
    "such as": """
        We      we     PRP  2 nsubj    2 nsubj
        grow    grow   VBP  0 root     0 ROOT
        crops   crop   NNS  2 obj      2 dobj
        such    such   JJ   6 case     5 amod
        as      as     IN   4 fixed    3 prep
        rice    rice   NN   3 nmod     5 pobj
    """,
    "instead of leaving": """
        He      he     PRP  2 nsubj    2 nsubj
        slept   sleep  VBD  0 root     0 ROOT
        instead instead RB  5 mark     2 prep
        of      of     IN   3 fixed    3 prep
        leaving leave  VBG  2 advcl    4 pcomp
    """,
    "in order to": """
        He      he     PRP  2 nsubj    2 nsubj
        ran     run    VBD  0 root     0 ROOT
        in      in     IN   6 mark     2 prep
        order   order  NN   3 fixed    3 pobj
        to      to     TO   6 mark     6 aux
        win     win    VB   2 advcl    4 acl
    """,
    "as well as": """
        Dogs    dog    NNS  6 nsubj    6 nsubj
        as      as     RB   5 cc       3 advmod
        well    well   RB   2 fixed    4 advmod
        as      as     IN   2 fixed    1 cc
        cats    cat    NNS  1 conj     1 conj
        sleep   sleep  VBP  0 root     0 ROOT
    """,
    "more than fifty": """
        More    more   JJR  3 advmod   3 amod
        than    than   IN   1 fixed    3 quantmod
        50      50     CD   4 nummod   4 nummod
        people  people NNS  5 nsubj    5 nsubj
        came    come   VBD  0 root     0 ROOT
    """,
    "at least fifty": """
        At      at     IN   3 advmod   2 advmod
        least   least  JJS  1 fixed    3 advmod
        50      50     CD   4 nummod   4 nummod
        people  people NNS  5 nsubj    5 nsubj
        came    come   VBD  0 root     0 ROOT
    """,
    "each other": """
        They    they   PRP  2 nsubj    2 nsubj
        know    know   VBP  0 root     0 ROOT
        each    each   DT   2 obj      4 det
        other   other  JJ   3 fixed    2 dobj
    """,
    "conjuncts in a chain": """
        Red     red    JJ   6 amod     6 amod
        ,       ,      ,    3 punct    1 punct
        white   white  JJ   1 conj     1 conj
        and     and    CC   5 cc       3 cc
        blue    blue   JJ   1 conj     3 conj
        flags   flag   NNS  7 nsubj    7 nsubj
        flew    fly    VBD  0 root     0 ROOT
    """,
    "a second clause with a copula": """
        He      he     PRP  2 nsubj    2 nsubj
        left    leave  VBD  0 root     0 ROOT
        and     and    CC   6 cc       2 cc
        she     she    PRP  6 nsubj    5 nsubj
        was     be     VBD  6 cop      2 conj
        sad     sad    JJ   2 conj     5 acomp
    """,
    "there is": """
        There   there  EX   2 expl     2 expl
        is      be     VBZ  0 root     0 ROOT
        hope    hope   NN   2 nsubj    2 attr
    """,
    "it announces an infinitive": """
        It      it     PRP  3 expl     2 nsubj
        is      be     VBZ  3 cop      0 ROOT
        good    good   JJ   0 root     2 acomp
        to      to     TO   5 mark     5 aux
        go      go     VB   3 csubj    2 xcomp
    """,
    "it announces a clause": """
        It      it     PRP  2 expl     2 nsubj
        hurts   hurt   VBZ  0 root     0 ROOT
        that    that   IN   5 mark     5 mark
        he      he     PRP  5 nsubj    5 nsubj
        went    go     VBD  2 csubj    2 ccomp
    """,
    "want somebody to do something": """
        They    they   PRP  2 nsubj    2 nsubj
        want    want   VBP  0 root     0 ROOT
        him     he     PRP  2 obj      5 nsubj
        to      to     TO   5 mark     5 aux
        leave   leave  VB   2 xcomp    2 ccomp
    """,
    "persuade somebody to do something": """
        They    they   PRP  2 nsubj    2 nsubj
        urged   urge   VBD  0 root     0 ROOT
        him     he     PRP  2 obj      2 dobj
        to      to     TO   5 mark     5 aux
        leave   leave  VB   2 xcomp    2 xcomp
    """,
    "an adjective after seem": """
        It      it     PRP  2 nsubj    2 nsubj
        seems   seem   VBZ  0 root     0 ROOT
        good    good   JJ   2 xcomp    2 acomp
    """,
    "a noun after become": """
        He      he     PRP  2 nsubj    2 nsubj
        became  become VBD  0 root     0 ROOT
        mayor   mayor  NN   2 xcomp    2 attr
    """,
    "a title somebody was given": """
        They    they   PRP  2 nsubj    2 nsubj
        elected elect  VBD  0 root     0 ROOT
        him     he     PRP  2 obj      2 dobj
        mayor   mayor  NN   2 xcomp    2 oprd
    """,
    "a small clause whose subject announces a clause": """
        She     she    PRP  2 nsubj    2 nsubj
        made    make   VBD  0 root     0 ROOT
        it      it     PRP  2 expl     4 nsubj
        clear   clear  JJ   2 xcomp    2 ccomp
        that    that   IN   7 mark     7 mark
        he      he     PRP  7 nsubj    7 nsubj
        lied    lie    VBD  4 ccomp    4 ccomp
    """,
    "a free relative as object": """
        I       I      PRP  2 nsubj    2 nsubj
        know    know   VBP  0 root     0 ROOT
        what    what   WP   2 obj      5 dobj
        he      he     PRP  5 nsubj    5 nsubj
        did     do     VBD  3 acl:relcl    2 ccomp
    """,
    "a free relative as subject, its role from the enhanced graph": """
        What    what   WP   3 nsubj    2 nsubj     2:nsubj
        happened happen VBD 1 acl:relcl    3 csubj
        hurts   hurt   VBZ  0 root     0 ROOT
    """,
    "a free relative after a preposition": """
        It      it     PRP  2 nsubj    2 nsubj
        came    come   VBD  0 root     0 ROOT
        from    from   IN   4 case     2 prep
        what    what   WP   2 obl      6 dobj
        he      he     PRP  6 nsubj    6 nsubj
        did     do     VBD  4 acl:relcl    3 pcomp
    """,
    "a free relative with a copula after a preposition": """
        It      it     PRP  2 nsubj    2 nsubj
        differs differ VBZ  0 root     0 ROOT
        from    from   IN   4 case     2 prep
        what    what   WP   2 obl      5 nsubj
        is      be     VBZ  6 cop      3 pcomp
        true    true   JJ   4 acl:relcl    5 acomp
    """,
    "a preposition stranded in a free relative": """
        I       I      PRP  2 nsubj    2 nsubj
        know    know   VBP  0 root     0 ROOT
        what    what   WP   2 obj      6 pobj      5:obl:about
        he      he     PRP  5 nsubj    5 nsubj
        meant   mean   VBD  3 acl:relcl    2 ccomp
        by      by     IN   3 case     5 prep
    """,
    "a preposition stranded in a question": """
        Who     who    WP   5 obl      6 pobj
        did     do     VBD  5 aux      5 aux
        you     you    PRP  5 nsubj    5 nsubj
        all     all    DT   3 det      3 det
        talk    talk   VB   0 root     0 ROOT
        to      to     IN   1 case     5 prep
        ?       ?      .    5 punct    5 punct
    """,
    "a preposition stranded without its noun": """
        A       a      DT   2 det      2 det
        friend  friend NN   0 root     0 ROOT
        to      to     TO   4 mark     4 aux
        rely    rely   VB   2 acl      2 acl
        on      on     IN   4 obl      4 prep
    """,
    "a relative clause": """
        People  people NNS  4 nsubj    4 nsubj
        who     who    WP   3 nsubj    3 nsubj
        vote    vote   VBP  1 acl:relcl    1 relcl
        win     win    VBP  0 root     0 ROOT
    """,
    "particle, adverbial noun and interjection": """
        Well    well   UH   5 discourse    5 intj
        ,       ,      ,    1 punct    5 punct
        prices  price  NNS  5 nsubj    5 nsubj
        never   never  RB   5 advmod   5 neg
        went    go     VBD  0 root     0 ROOT
        up      up     RP   5 compound:prt 5 prt
        last    last   JJ   8 amod     8 amod
        year    year   NN   5 obl:unmarked 5 npadvmod
    """,
    "an apposition": """
        Lima    Lima   NNP  6 nsubj    6 nsubj
        ,       ,      ,    4 punct    1 punct
        the     the    DT   4 det      4 det
        mayor   mayor  NN   1 appos    1 appos
        ,       ,      ,    4 punct    1 punct
        left    leave  VBD  0 root     0 ROOT
    """,
    "a hyphen": """
        A       a      DT   5 det      5 det
        five    five   CD   4 nummod   4 nummod
        -       -      HYPH 2 punct    4 punct
        year    year   NN   5 compound 5 compound
        term    term   NN   6 nsubj    6 nsubj
        began   begin  VBD  0 root     0 ROOT
    """,
    "commas around a prepositional phrase": """
        Lima    Lima   NNP  6 nsubj    6 nsubj
        ,       ,      ,    4 punct    1 punct
        of      of     IN   4 case     1 prep
        Oslo    Oslo   NNP  1 nmod     3 pobj
        ,       ,      ,    4 punct    1 punct
        left    leave  VBD  0 root     0 ROOT
    """,
    "a place within a place": """
        They    they   PRP  2 nsubj    2 nsubj
        left    leave  VBD  0 root     0 ROOT
        Lima    Lima   NNP  2 obj      2 dobj
        ,       ,      ,    5 punct    3 punct
        Peru    Peru   NNP  3 nmod:unmarked    3 appos
    """,
    "no longer": """
        It      it     PRP  5 nsubj    4 nsubj
        no      no     RB   3 advmod   3 neg
        longer  longer RB   5 advmod   4 advmod
        is      be     VBZ  5 cop      0 ROOT
        true    true   JJ   0 root     4 acomp
    """,
    "worth": """
        It      it     PRP  3 nsubj    2 nsubj
        is      be     VBZ  3 cop      0 ROOT
        worth   worth  JJ   0 root     2 acomp
        a       a      DT   5 det      5 det
        look    look   NN   3 obj      3 npadvmod
    """,
}


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def tokens_of(text: str) -> list[Token]:
    return [
        Token(
            index=index,
            form=form,
            lemma=lemma,
            upos=upos_of(xpos, relation),
            xpos=xpos,
            head=int(head),
            relation=relation,
            enhanced=rest[0] if rest else "_",
        )
        for index, (form, lemma, xpos, head, relation, _, _, *rest) in enumerate(rows(text), 1)
    ]


def expected_of(text: str) -> list[tuple[str, int, str]]:
    return [(row[0], int(row[5]), row[6]) for row in rows(text)]


def found_in(text: str, tree: ClearTree) -> list[tuple[str, int, str]]:
    found = []
    for index, (row, head, label) in enumerate(
        zip(rows(text), tree.heads, tree.labels, strict=True)
    ):
        found.append((row[0], 0 if head == index else head + 1, label))
    return found


@pytest.mark.parametrize("name", CASES)
def test_construction(name: str) -> None:
    text = CASES[name]
    assert found_in(text, convert(tokens_of(text))) == expected_of(text)


# --- Any tree ---

RELATIONS = """
    nsubj nsubj:pass nsubj:outer csubj obj iobj obl obl:agent obl:unmarked nmod nmod:poss nmod:desc
    nmod:unmarked case cop mark cc conj fixed flat compound compound:prt amod advmod aux aux:pass
    det nummod acl acl:relcl advcl advcl:relcl ccomp xcomp parataxis appos expl discourse list
    vocative goeswith dislocated orphan dep punct unheard:of
"""
FORMS = "of in order to than more at least such as because what who $ 5 May , ; said"
TAGS = sorted([*UPOS, "VB", "VBD", "VBG", "VBN", ",", "``", "HYPH"])


@st.composite
def trees(draw: st.DrawFn) -> list[Token]:
    """A random tree: each word after the first, in a random order, hangs on one before it."""
    size = draw(st.integers(1, 14))
    order = draw(st.permutations(range(1, size + 1)))
    heads = {order[0]: 0}
    for place, index in enumerate(order[1:], start=1):
        heads[index] = order[draw(st.integers(0, place - 1))]
    tokens = []
    for index in range(1, size + 1):
        relation = draw(st.sampled_from(RELATIONS.split())) if heads[index] else "root"
        form, xpos = draw(st.sampled_from(FORMS.split())), draw(st.sampled_from(TAGS))
        lemma = draw(st.sampled_from([form, "be", "say", "give", "find"]))
        tokens.append(
            Token(index, form, lemma, upos_of(xpos, relation), xpos, heads[index], relation)
        )
    return tokens


def steps_to_root(heads: tuple[int, ...], index: int) -> int:
    steps = 0
    while heads[index] != index and steps <= len(heads):
        index, steps = heads[index], steps + 1
    return steps


@settings(max_examples=300, deadline=None)
@given(trees())
def test_any_tree_gives_one_tree(tokens: list[Token]) -> None:
    tree = convert(tokens)
    assert len(tree.heads) == len(tree.labels) == len(tokens)
    assert sum(head == index for index, head in enumerate(tree.heads)) == 1
    assert all(steps_to_root(tree.heads, index) < len(tokens) for index in range(len(tokens)))
    assert set(tree.labels) <= LABELS
    assert [label == "ROOT" for label in tree.labels] == [
        head == index for index, head in enumerate(tree.heads)
    ]


@pytest.mark.parametrize(
    ("heads", "message"),
    [((0, 0), "2 roots"), ((2, 1), "0 roots"), ((0, 3, 2), "cycle"), ((0, 7), "outside")],
)
def test_what_is_no_tree_is_refused(heads: tuple[int, ...], message: str) -> None:
    tokens = [Token(i, "x", "x", "X", "FW", head, "dep") for i, head in enumerate(heads, 1)]
    with pytest.raises(ConversionError, match=message):
        convert(tokens)


def test_conversion_leaves_the_tokens_alone() -> None:
    tokens = tokens_of(CASES["copula with an adjective"])
    assert convert(tokens) == convert(tokens)
