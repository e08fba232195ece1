"""Turns a Universal Dependencies tree into the ClearNLP dependencies that spaCy's English pipelines
use.

Universal Dependencies (UD) makes content words the heads: "is" hangs on "happy", "in" on "Paris".
ClearNLP, in the tradition of the Penn Treebank, makes function words the heads: "happy" is the
`acomp` of "is", "Paris" the `pobj` of "in". So the conversion is a series of rotations, one
function a construction, applied in the order of `CONSTRUCTIONS`; then `clearnlp_label` names what
is left.

The order matters. Names, money and dates come first because they change which word stands for a
noun phrase; speech verbs and conjunctions before copulas, which read clause boundaries off them;
prepositions when every noun phrase has found its head, and commas last, when phrases have their
edges.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from training.conllu import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LABELS = _words(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj"
    " csubj csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass"
    " nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp"
)

# Verbs that can introduce somebody's words or thoughts: "…, she said".
_SPEECH_VERBS = _words(
    "accept acknowledge add admit advise affirm agree allege announce answer argue ask assert"
    " assume assure beg begin believe boast caution charge claim comment complain concede"
    " conclude confess confirm contend continue counter cry declare demand deny emphasize enthuse"
    " estimate exclaim explain figure gasp go grumble guess hint hope inquire insist interject"
    " interrupt joke lament laugh maintain murmur muse mutter note object observe opine plead"
    " pledge point post predict proclaim promise protest quip reason recall recount reflect"
    " reiterate remark remind reply report respond retort say scoff scream shout sigh snap"
    " speculate state stress suggest suppose suspect swear sympathise tell testify think tweet"
    " urge vow warn whisper wonder write yell"
)
# Verbs whose object is the subject of a small clause: "they want [him to leave]".
_SMALL_CLAUSE_VERBS = _words(
    "allow believe cause consider deem enable expect feel find get hate have hear help imagine"
    " keep know leave let like love make need notice permit prefer prove require see think want"
    " watch"
)
_NAMING_VERBS = _words(
    "appoint brand call crown declare designate dub elect label name nickname nominate title vote"
)
# Verbs of giving: "she gave the book to him".
_DATIVE_VERBS = _words(
    "assign award bring deliver donate give grant hand lend loan offer owe pay provide sell send"
    " show teach tell"
)
# Adverbs that modify the clause, not the predicate, when they follow a copula: "is still open".
_CLAUSE_ADVERBS = _words(
    "actually again already also always apparently basically certainly clearly currently"
    " definitely essentially finally generally here however instead just likely maybe n't never"
    " not n’t now obviously often once only perhaps probably really reportedly simply sometimes"
    " soon still then there therefore today typically usually"
)
# Prepositions of time and place that locate the clause: "was happy in Paris".
_SETTING_PREPOSITIONS = _words("after at before during in on since until")
# Adjectives that take such a phrase as their own complement: "interested in".
_ADJECTIVES_WITH_COMPLEMENT = _words(
    "active available bad different good great high interested involved low present rich"
)
_CLAUSE_PREPOSITIONS = _words("about at by from into of on over through upon with")
_SUBORDINATORS = _words("although because if that though unless whether while")
_NEGATIONS = _words("n't never no not nt n’t")
_MONTHS = _words(
    "january february march april may june july august september october november december jan"
    " feb mar apr jun jul aug sep sept oct nov dec jan. feb. mar. apr. jun. jul. aug. sep. sept."
    " oct. nov. dec."
)
_CURRENCIES = _words("$ £ € US$ C$ A$")
_QUOTES = _words("\" “ ” `` '' ‘ ’ ' « »")
_COMMAS = _words(", ;")
_SENTENCE_END = _words(". ? !")
_NAME_TAGS = _words("NNP NNPS NN NNS CD FW JJ")
_FINITE_TAGS = _words("VBD VBZ VBP")
_VERB_TAGS = _FINITE_TAGS | {"VB", "VBG"}
_NOUNS = _words("NOUN PROPN PRON NUM")
_VERBS = _words("VERB AUX")
_FIXED_WITH_LAST_AS_HEAD = frozenset(
    ["such as", "rather than", "other than", "more than", "less than"]
)
_QUANTIFYING = frozenset(
    ["more than", "less than", "at least", "at most", "up to", "as many as", "as much as"]
)


class ConversionError(ValueError):
    """The sentence is not one tree, or could not be kept one; its message says which."""


@dataclass(frozen=True, slots=True)
class ClearTree:
    """A converted tree: for each token the 0-based index of its head (the root's is its own) and
    its label.
    """

    heads: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Node:
    """One word of a tree under conversion.

    `relation` is its UD relation, until a construction decides the final ClearNLP `label`: then
    `relation` is empty, so that no later construction takes it for the UD one.
    """

    index: int
    form: str
    lemma: str
    upos: str
    xpos: str
    enhanced: str
    relation: str
    label: str = ""
    head: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def word(self) -> str:
        return self.form.lower()

    @property
    def base(self) -> str:
        """The relation without its subtype: `nsubj` of `nsubj:pass`."""
        return self.relation.partition(":")[0]

    def kids(self, *relations: str) -> list[Node]:
        """Children with one of the UD `relations`, in text order."""
        return [child for child in self.children if child.relation in relations]

    def has(self, *relations: str) -> bool:
        return any(child.relation in relations for child in self.children)

    def before(self, other: Node) -> bool:
        return self.index < other.index

    def settle(self, label: str) -> None:
        """Decides the ClearNLP label for good."""
        self.label, self.relation = label, ""

    def ancestors(self) -> Iterator[Node]:
        node = self.head
        while node is not None:
            yield node
            node = node.head

    def subtree(self) -> list[Node]:
        """The node and all below it, in text order."""
        found = [self]
        for node in found:
            found.extend(node.children)
        return sorted(found, key=_position)


def _position(node: Node) -> int:
    return node.index


class Tree:
    """A sentence under conversion. `attach` lets no cycle arise, so none can reach the result."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.nodes = [
            Node(t.index - 1, t.form, t.lemma.lower(), t.upos, t.xpos, t.enhanced, t.relation)
            for t in tokens
        ]
        _check_heads([token.head - 1 for token in tokens])
        for node, token in zip(self.nodes, tokens, strict=True):
            if token.head:
                node.head = self.nodes[token.head - 1]
                node.head.children.append(node)

    def attach(self, node: Node, head: Node | None, relation: str | None = None) -> None:
        """Hangs `node`, with all below it, on `head` (None: it becomes the root).

        Raises ConversionError when `head` stands below `node`.
        """
        if head is node or (head is not None and node in head.ancestors()):
            raise ConversionError(f"{node.form!r} would become part of a cycle")
        if node.head is not head:
            if node.head is not None:
                node.head.children.remove(node)
            node.head = head
            if head is not None:
                insort(head.children, node, key=_position)
        if relation is not None:
            node.relation, node.label = relation, ""

    def take_place(
        self, new: Node, old: Node, stays: Callable[[Node], bool] = lambda child: False
    ) -> None:
        """Gives `new`, which stands below `old`, the head, relation and children of `old`, and
        hangs `old` on it. Children for which `stays` holds remain with `old`. The caller names the
        relation of `old`.
        """
        self.attach(new, old.head)
        new.relation, new.label = old.relation, old.label
        for child in list(old.children):
            if not stays(child):
                self.attach(child, new)
        self.attach(old, new)

    def by_depth(self) -> list[Node]:
        """All nodes, those nearer the root first, in text order within one depth."""
        return sorted(self.nodes, key=lambda node: sum(1 for _ in node.ancestors()))


def convert(tokens: Sequence[Token]) -> ClearTree:
    """Converts one UD v2 sentence. Raises ConversionError when it is not, or does not stay, one
    tree.
    """
    tree = Tree(tokens)
    for construction in CONSTRUCTIONS:
        construction(tree)
    labels = tuple(clearnlp_label(node) for node in tree.nodes)
    _raise_punctuation(tree, labels)
    roots = [node for node in tree.nodes if node.head is None]
    if len(roots) != 1:
        raise ConversionError(f"the conversion left {len(roots)} roots")
    heads = tuple(node.index if node.head is None else node.head.index for node in tree.nodes)
    return ClearTree(heads, labels)


def _check_heads(heads: Sequence[int]) -> None:
    """Raises ConversionError unless 0-based `heads` (-1 for the root) form one tree."""
    if heads.count(-1) != 1:
        raise ConversionError(f"{heads.count(-1)} roots")
    if any(head < -1 or head >= len(heads) for head in heads):
        raise ConversionError("a head outside the sentence")
    reaches_root = {-1}
    for start in range(len(heads)):
        path: list[int] = []
        node = start
        while node not in reaches_root:
            if len(path) > len(heads):
                raise ConversionError("a cycle")
            path.append(node)
            node = heads[node]
        reaches_root.update(path)


# --- Noun phrases ---------------------------------------------------------------------------------


def single_objects(tree: Tree) -> None:
    """A recipient that is the only object is the direct object: "I told him" (him: iobj -> obj)."""
    for node in tree.nodes:
        if node.relation == "iobj" and node.head is not None and not node.head.has("obj"):
            node.relation = "obj"


def flat_names(tree: Tree) -> None:
    """Names are headed by their last word: "Nancy Pelosi" (Pelosi heads, Nancy: compound).

    Dates and numbers keep their first word as head: "May 5" (5: nummod). What ends in no name-like
    word ("Gone With the Wind") stays flat, as `dep`.
    """
    for first in tree.nodes:
        parts = [k for k in first.children if k.base == "flat" and first.before(k)]
        if not parts:
            continue
        last = parts[-1]
        if first.xpos == "CD" or first.word in _MONTHS:
            for part in parts:
                part.relation = "nummod" if part.xpos == "CD" else "compound"
        elif last.xpos not in _NAME_TAGS:
            for part in parts:
                part.settle("dep")
        else:
            for part in parts[:-1]:
                part.relation = "compound"
            tree.take_place(last, first)
            first.relation = "compound"


def dates_and_titles(tree: Tree) -> None:
    """The month heads a date, "5 May" (5: nummod), and a title its name, "President Lee"
    (compound).
    """
    for node in tree.nodes:
        if node.xpos == "CD":
            months = [k for k in node.kids("compound", "nmod:desc") if k.word in _MONTHS]
            if months:
                tree.take_place(months[-1], node)
                node.relation = "nummod"
        if node.relation == "nmod:desc":
            node.relation = "compound"


def currency(tree: Tree) -> None:
    """The number heads a sum of money: "$ 5" ($: nmod), "$ 5 million" ($: quantmod of million)."""
    for sign in tree.nodes:
        if sign.form not in _CURRENCIES and sign.xpos != "$":
            continue
        numbers = [k for k in sign.kids("nummod") if sign.before(k)]
        if numbers:
            tree.take_place(numbers[0], sign)
            sign.settle("quantmod" if numbers[0].has("compound") else "nmod")


# --- Clauses --------------------------------------------------------------------------------------

_ROLE_IN_RELATIVE = frozenset(
    ["nsubj", "nsubj:pass", "obj", "obl", "advmod", "det", "nmod", "iobj", "xcomp"]
)
_PRONOUN_MODIFIERS = _words("det amod advmod nummod fixed")
_FREE_RELATIVE_AS_CLAUSE = {
    "obj": "ccomp",
    "iobj": "ccomp",
    "nsubj": "csubj",
    "nsubj:pass": "csubj:pass",
    "advmod": "advcl",
    "obl:unmarked": "advcl",
}


def free_relatives(tree: Tree) -> None:
    """A relative clause without an antecedent is headed by its verb: "I know what he did" (UD: what
    is the object of know, did its acl:relcl; ClearNLP: did is the ccomp of know, what the dobj of
    did). After a preposition it is a pcomp: "from what he did".
    """
    for pronoun in tree.nodes:
        if pronoun.xpos not in {"WP", "WRB", "WDT"} and pronoun.lemma not in {
            "whatever",
            "whoever",
            "wherever",
        }:
            continue
        clauses = [k for k in pronoun.kids("acl:relcl", "advcl:relcl") if pronoun.before(k)]
        if not clauses:
            continue
        verb = clauses[0]
        role = _role_in_relative(pronoun, verb)

        def stays(child: Node, verb: Node = verb) -> bool:
            if child.relation == "case":  # "what he talked about", not "from what he said"
                return verb.before(child)
            return child.before(verb) and child.relation in _PRONOUN_MODIFIERS

        tree.take_place(verb, pronoun, stays)
        pronoun.relation = role
        if verb.relation in {"obl", "nmod"}:
            # `prepositions` makes it a pcomp when it finds one; otherwise it is a ccomp.
            verb.relation = "ccomp:free"
        else:
            verb.relation = _FREE_RELATIVE_AS_CLAUSE.get(verb.relation, verb.relation)


def _role_in_relative(pronoun: Node, verb: Node) -> str:
    """What the pronoun is within the clause: what the enhanced graph says, else a guess."""
    role = None
    for edge in pronoun.enhanced.split("|"):
        head, _, relation = edge.partition(":")
        if head == str(verb.index + 1) and relation:
            role = relation
    if role is None:
        if pronoun.xpos == "WRB":
            return "advmod"
        return "obj" if verb.has("nsubj", "nsubj:pass") else "nsubj"
    if not role.startswith("nsubj:pass"):
        role = role.partition(":")[0]
    return role if role in _ROLE_IN_RELATIVE else "obj"


def speech_verbs(tree: Tree) -> None:
    """A verb of saying that follows or interrupts the words said heads them: "It is late, he said"
    (UD: said is a parataxis of late; ClearNLP: said is the ROOT and late its ccomp).
    """
    for verb in tree.nodes:
        if verb.relation != "parataxis" or verb.lemma not in _SPEECH_VERBS:
            continue
        if not _subjects(verb) or verb.has("ccomp"):
            continue
        said = verb.head
        while said is not None and said.relation == "conj" and said.head is not None:
            said = said.head
        if said is not None:
            _say(tree, verb, said)


def _say(tree: Tree, verb: Node, said: Node) -> None:
    """Puts `verb` above `said`, with the quotation marks and the commas that separate the two."""
    phrase = {node.index for node in verb.subtree()}
    tree.attach(verb, said.head)
    verb.relation, verb.label = said.relation, said.label
    words = [node.index for node in said.subtree() if node.relation != "punct"]
    first, last = min(words, default=said.index), max(words, default=said.index)
    for mark in said.kids("punct"):
        outside = not first <= mark.index <= last
        borders = mark.form == "," and bool({mark.index - 1, mark.index + 1} & phrase)
        if outside or borders or mark.form in _QUOTES:
            tree.attach(mark, verb)
    tree.attach(said, verb, "ccomp")


def _subjects(node: Node) -> list[Node]:
    return node.kids("nsubj", "nsubj:pass", "csubj", "nsubj:outer")


def small_clauses(tree: Tree) -> None:
    """The object of some verbs is the subject of what follows: "they want him to leave" (leave:
    ccomp, him: its nsubj), "they found it useful" (useful: ccomp). Elsewhere a bare predicate is an
    `oprd` ("they named him captain"), an `acomp` ("it seems good") or an `attr` ("he became
    captain").
    """
    for predicate in tree.nodes:
        verb = predicate.head
        if predicate.relation != "xcomp" or verb is None:
            continue
        objects = [k for k in verb.kids("obj") if k.before(predicate)]
        objects += [k for k in verb.kids("expl") if verb.before(k) and k.before(predicate)]
        small = bool(objects) and verb.lemma in _SMALL_CLAUSE_VERBS
        if predicate.upos == "ADJ" and not predicate.has("cop"):
            if small:
                _make_small_clause(tree, objects[0], predicate)
            elif objects or verb.has("nsubj:pass"):
                predicate.settle("oprd")
            else:
                predicate.settle("acomp")
        elif predicate.upos in _NOUNS and not predicate.has("cop", "case"):
            if small and verb.lemma not in {"leave", "have"}:
                _make_small_clause(tree, objects[0], predicate)
            elif objects or verb.has("nsubj:pass") or verb.lemma in _NAMING_VERBS:
                predicate.settle("oprd")
            else:
                predicate.settle("attr")
        elif small and predicate.upos in {"VERB", "AUX", "NOUN", "ADJ"}:
            _make_small_clause(tree, objects[0], predicate)


def _make_small_clause(tree: Tree, subject: Node, predicate: Node) -> None:
    verb = predicate.head
    if subject.relation == "expl" and verb is not None:  # "made it clear that …"
        for clause in verb.kids("csubj", "csubj:pass"):
            if verb.before(clause):
                clause.relation = _extraposed(clause)
    relation = "nsubj:pass" if predicate.has("aux:pass") else "nsubj"
    tree.attach(subject, predicate, relation)
    predicate.relation = "ccomp"


def conjunctions(tree: Tree) -> None:
    """Each conjunct hangs on the one before it, and so do the comma and the conjunction between
    them: "red, white and blue" (white: conj of red, blue: conj of white, and: cc of white).
    """
    for first in tree.nodes:
        previous = first
        for conjunct in [k for k in first.kids("conj") if first.before(k)]:
            for mark in conjunct.kids("cc", "punct"):
                if _separates(mark, previous, conjunct):
                    tree.attach(mark, previous)
            tree.attach(conjunct, previous)
            previous = conjunct


def _separates(mark: Node, previous: Node, conjunct: Node) -> bool:
    """Whether `mark`, a child of `conjunct`, stands between the two with no word of `conjunct`
    before it.
    """
    if mark.relation == "punct" and mark.form not in {",", ";", "-", "/", "&"}:
        return False
    inside = [k for k in conjunct.children if k.before(mark) and k.relation not in {"cc", "punct"}]
    return mark.before(conjunct) and previous.before(mark) and not inside


def copulas(tree: Tree) -> None:
    """The copula heads its clause: "she is happy" (happy: acomp), "she is a judge" (judge: attr),
    "she is in Paris" (in: prep), "the point is that he left" (left: ccomp), "the point is that she
    is happy" (the second is: ccomp of the first).
    """
    for predicate in tree.nodes:
        # Twice where a clause with a copula is itself the predicate of another.
        while predicate.has("cop"):
            _raise_copula(tree, predicate.kids("cop")[0], predicate)


def _raise_copula(tree: Tree, copula: Node, predicate: Node) -> None:
    is_clause = predicate.has("nsubj:outer", "csubj:outer") or (
        predicate.upos in _VERBS and predicate.xpos in _FINITE_TAGS
    )
    kids = [k for k in predicate.children if k is not copula]
    cases = [k for k in kids if k.relation == "case" and k.xpos != "POS"]
    # "from what is known": the preposition governs the clause, not its predicate.
    free = predicate.relation == "ccomp:free"
    governing = [k for k in cases if free and k.before(copula)]
    has_case = len(cases) > len(governing)
    impersonal = any(k.relation == "expl" for k in kids)
    rule = _moves_from_clause if is_clause else _moves_from_predicate
    moving = [k for k in kids if k in governing or rule(k, copula, predicate, has_case)]

    tree.attach(copula, predicate.head)
    copula.relation, copula.label = predicate.relation, predicate.label
    for kid in moving:
        tree.attach(kid, copula)
    for kid in kids:
        if kid.relation in {"csubj", "csubj:pass"} and copula.before(kid) and impersonal:
            kid.relation = _extraposed(kid)
        elif kid.relation == "nsubj:outer":
            kid.relation = "nsubj"
    tree.attach(predicate, copula)
    _name_predicate(predicate, is_clause, has_case)


def _name_predicate(predicate: Node, is_clause: bool, has_case: bool) -> None:
    if is_clause and predicate.has("cop"):
        predicate.relation = _extraposed(predicate)
    elif is_clause:
        predicate.relation = "xcomp" if predicate.xpos in {"VB", "VBG"} else "ccomp"
    elif has_case:
        predicate.relation = "nmod"  # `prepositions` will find it
    elif predicate.upos == "ADJ":
        predicate.settle("acomp")
    elif predicate.upos in {"ADV", "PART"}:  # "is here", "is n't"
        predicate.relation = "advmod"
    elif predicate.upos in _VERBS:
        finite = predicate.has("nsubj") or predicate.xpos in _FINITE_TAGS
        predicate.relation = "ccomp" if finite else "xcomp"
    else:
        predicate.settle("attr")


def _moves_from_clause(kid: Node, copula: Node, predicate: Node, has_case: bool) -> bool:
    """Of the children of a clause used as predicate, those of the outer clause move."""
    if kid.relation in {"nsubj:outer", "csubj:outer"} or kid.before(copula):
        return True
    return kid.relation == "punct" and kid.form in _SENTENCE_END


def _moves_from_predicate(kid: Node, copula: Node, predicate: Node, has_case: bool) -> bool:
    """Whether a child of an adjective, noun or adverb with a copula belongs to the clause."""
    if kid.relation == "cop" or kid.base in {
        "nsubj",
        "csubj",
        "aux",
        "mark",
        "expl",
        "discourse",
        "vocative",
        "dislocated",
        "parataxis",
        "reparandum",
    }:
        return True
    if kid.relation == "punct":
        closes = kid.form in _QUOTES and copula.before(kid)
        return kid.form not in {"-", "(", ")", "[", "]"} and not closes
    if kid.relation == "cc":
        later = [k for k in predicate.kids("conj") if kid.before(k)]
        return kid.before(copula) or (bool(later) and _is_clause(later[0]))
    if kid.relation == "conj":
        return _is_clause(kid)
    if kid.relation == "advmod":
        return _adverb_moves(kid, copula, predicate, has_case)
    if kid.relation in {"advcl", "ccomp", "advcl:relcl"}:
        return not _complements_adjective(kid, predicate)
    if kid.base == "obl":
        return _oblique_moves(kid, predicate)
    return kid.relation == "nmod" and kid.before(copula)


def _is_clause(node: Node) -> bool:
    return (
        node.has("cop", "nsubj", "nsubj:pass", "aux", "aux:pass")
        or node.xpos in _FINITE_TAGS
        or node.xpos == "MD"
    )


def _adverb_moves(kid: Node, copula: Node, predicate: Node, has_case: bool) -> bool:
    """Whether an adverb moves: that of "is still open" does, that of "is very open" does not."""
    if kid.before(copula) or predicate.before(kid):
        return True
    if kid.lemma in _CLAUSE_ADVERBS or kid.word in _CLAUSE_ADVERBS:
        return True
    return predicate.upos not in {"ADJ", "ADV"} and not has_case


def _complements_adjective(kid: Node, predicate: Node) -> bool:
    """Whether a clause stays with the adjective: "sure that he left", "ready to go"."""
    if predicate.upos != "ADJ":
        return False
    if kid.relation == "ccomp":
        return True
    marks = {mark.lemma for mark in kid.kids("mark")}
    return (
        kid.relation == "advcl"
        and predicate.before(kid)
        and bool(marks & {"to", "that", "than", "as"})
    )


def _oblique_moves(kid: Node, predicate: Node) -> bool:
    """Whether a phrase moves: "was happy in Paris" (yes), "was proud of her" (no)."""
    if kid.before(predicate) or predicate.upos != "ADJ":
        return True
    prepositions = kid.kids("case")
    if not prepositions:
        return True
    return (
        prepositions[0].lemma in _SETTING_PREPOSITIONS
        and predicate.lemma not in _ADJECTIVES_WITH_COMPLEMENT
    )


def _extraposed(clause: Node) -> str:
    """What a clause is that "it" announces: "it is good to go" (xcomp), "it is good that he went"
    (ccomp).
    """
    bare = any(mark.lemma == "to" for mark in clause.kids("mark")) and not clause.has("nsubj")
    return "xcomp" if bare else "ccomp"


def expletives(tree: Tree) -> None:
    """In "there is hope", there is the expl and hope the attr. "It" is an ordinary subject or
    object, and the clause it announces a complement: "it surprised me that he went" (it: nsubj,
    went: ccomp).
    """
    for node in tree.nodes:
        verb = node.head
        if node.relation != "expl" or verb is None:
            continue
        if node.lemma == "there" or node.xpos == "EX":
            node.settle("expl")
            if verb.lemma in {"be", "'s"}:
                for kid in verb.kids("nsubj"):
                    if verb.before(kid) or node.before(kid):
                        kid.settle("attr")
            continue
        if node.before(verb) and not verb.has("nsubj", "nsubj:pass"):
            node.relation = "nsubj:pass" if verb.has("aux:pass") else "nsubj"
        else:
            node.relation = "obj"
        for kid in verb.kids("csubj", "csubj:pass"):
            if verb.before(kid):
                kid.relation = _extraposed(kid)


# --- Function words -------------------------------------------------------------------------------


def purpose_clauses(tree: Tree) -> None:
    """A purpose clause is a prepositional phrase: "in order to win" (in: prep of the main verb,
    order: pobj, win: acl of order).
    """
    for mark in tree.nodes:
        verb = mark.head
        rest = mark.kids("fixed")
        if mark.relation != "mark" or mark.lemma != "in" or verb is None or len(rest) != 1:
            continue
        order = rest[0]
        if order.lemma == "order" and verb.relation in {"advcl", "acl"} and verb.head is not None:
            tree.attach(mark, verb.head)
            mark.settle("prep")
            order.settle("pobj")
            tree.attach(verb, order, "acl")


def fixed_expressions(tree: Tree) -> None:
    """Takes grammaticalised expressions apart; UD hangs all their words on the first.

    - conjunctions: "even though" (even: advmod, though: mark), "as well as" (the last word is the
      cc);
    - prepositions: "according to" (to: prep of according), "such as" (such: amod of as), "because
      of" (of: pcomp of because);
    - quantities: "more than 50" (more: amod, than: quantmod), "at least 50" (least: advmod of 50,
      at: of least);
    - "each other" (each: det of other); other adverbials are headed by their last word ("of
      course").
    """
    for first in tree.nodes:
        rest = first.kids("fixed")
        if not rest:
            continue
        text = " ".join([first.lemma, *(node.lemma for node in rest)])
        if first.relation == "mark" and _ends_in_preposition(rest):
            first.relation = "case"  # "instead of leaving": `prepositions` makes leaving its pcomp
        if first.relation == "mark":
            _take_apart_mark(tree, first, rest)
        elif first.relation == "cc":
            _head_last(tree, first, rest, "advmod")
        elif first.relation == "case":
            _take_apart_preposition(tree, first, rest, text)
        elif first.head is not None and (
            text in _QUANTIFYING or (first.relation == "advmod" and first.head.xpos == "CD")
        ):
            _take_apart_quantity(tree, first, rest, text)
        elif text in {"each other", "one another"}:
            _head_last(tree, first, rest, "det")
        else:
            _head_last(tree, first, rest, "advmod")


def _head_last(tree: Tree, first: Node, rest: list[Node], relation: str) -> None:
    """Makes the last word the head and each earlier word the dependent of the next."""
    chain = [first, *rest]
    tree.take_place(chain[-1], first)
    for node, following in pairwise(chain):
        tree.attach(node, following, relation)


def _ends_in_preposition(rest: list[Node]) -> bool:
    return rest[-1].xpos == "IN" and rest[-1].word in {"as", "of", "to"}


def _take_apart_mark(tree: Tree, first: Node, rest: list[Node]) -> None:
    for node in rest:
        tree.attach(node, first.head, "mark")
    if first.word in {"so", "even", "as"} and rest[0].word in {"that", "though", "if"}:
        first.relation = "advmod"


def _take_apart_preposition(tree: Tree, first: Node, rest: list[Node], text: str) -> None:
    if text in _FIXED_WITH_LAST_AS_HEAD:
        tree.attach(rest[-1], first.head, "case")
        adverb = first.xpos.startswith("R")
        tree.attach(first, rest[-1], "advmod" if adverb else "amod")
    elif text == "because of":
        rest[0].settle("pcomp")
    else:
        previous = first
        for node in rest:
            tree.attach(node, previous, "case:next")
            previous = node


def _take_apart_quantity(tree: Tree, first: Node, rest: list[Node], text: str) -> None:
    quantity, last = first.head, rest[-1]
    if text in {"at least", "at most"}:
        tree.attach(last, quantity, "advmod")
        tree.attach(first, last, "advmod")
        return
    first.settle("amod" if first.xpos in {"JJR", "JJ"} else "quantmod")
    for node in rest:
        tree.attach(node, quantity)
        node.settle("quantmod")


_KEEP_RELATION_OUTSIDE = _words("root conj ccomp acl:relcl csubj parataxis appos list nsubj dep")
_NOUN_MODIFIERS = _words("det amod compound nummod nmod:poss punct")


def prepositions(tree: Tree) -> None:
    """Prepositions head their phrases: "in Paris" (in: prep, Paris: pobj), "by the judge" in a
    passive (by: agent), "gave it to him" (to: dative), "after leaving" (after: prep, leaving:
    pcomp), "from under the bed" (under: prep of from). "in Paris and in Rome" joins the
    prepositions.
    """
    # Where a noun's phrase now starts, so that later conjuncts join preposition to preposition.
    phrase_heads: dict[Node, Node] = {}
    for noun in tree.by_depth():
        cases = [k for k in noun.kids("case") if k.xpos != "POS"]
        if noun.relation == "nmod:poss":
            cases = []
        if not cases:
            mark = _clause_preposition(noun)
            if mark is not None:
                _raise_preposition(tree, noun, [mark], "pcomp", phrase_heads)
        elif all(noun.before(case) for case in cases):
            _place_after(tree, noun, cases)
        else:
            cases = [case for case in cases if case.before(noun)]
            inner = "pcomp" if _is_clausal_object(noun) else "pobj"
            _raise_preposition(tree, noun, cases, inner, phrase_heads)


def _place_after(tree: Tree, noun: Node, cases: list[Node]) -> None:
    """A preposition after its noun: stranded by a question or a relative clause, "what he talked
    about" (about: prep of talked, what: pobj of about), or a postposition, "ten years on" (on: prep
    of years).
    """
    verb = noun.head
    for case in cases:
        case.settle("prep")
    if verb is not None and noun.before(verb) and verb.before(cases[0]):
        tree.attach(cases[0], verb)
        if noun.base != "nsubj":  # "he can be relied on" keeps its subject
            tree.attach(noun, cases[0])
            noun.settle("pobj")


def _clause_preposition(verb: Node) -> Node | None:
    """The preposition that UD calls the mark of a clause: "by leaving", "about how he left"."""
    if verb.relation not in {"advcl", "acl"}:
        return None
    marks = [k for k in verb.kids("mark") if k.xpos == "IN" and k.before(verb)]
    if verb.xpos == "VBG":
        if verb.has("nsubj"):
            return None
        marks = [k for k in marks if k.lemma not in _SUBORDINATORS]
    else:
        marks = [k for k in marks if k.lemma in _CLAUSE_PREPOSITIONS]
    return marks[-1] if marks else None


def _is_clausal_object(node: Node) -> bool:
    if node.relation == "ccomp:free":
        return True
    clausal = node.has("nsubj", "nsubj:pass", "aux", "cop", "csubj") or node.xpos in _VERB_TAGS
    return node.upos in _VERBS and clausal


def _raise_preposition(
    tree: Tree, noun: Node, cases: list[Node], inner: str, phrase_heads: dict[Node, Node]
) -> None:
    """Puts the chain of prepositions `cases` between `noun` and its head."""
    first, last = cases[0], _last_in_chain(cases[-1])
    head, relation = noun.head, noun.relation
    if relation == "conj" and head in phrase_heads:
        old, head = head, phrase_heads[head]
        for mark in old.kids("cc", "punct"):
            if old.before(mark) and mark.before(first):
                tree.attach(mark, head)
    tree.attach(first, head)
    _name_preposition(first, noun, relation)
    for previous, case in pairwise(cases):
        tree.attach(case, previous)
        case.settle("prep")
    for kid in list(noun.children):
        if _belongs_to_preposition(kid, first, relation):
            tree.attach(kid, first)
    tree.attach(noun, last)
    noun.settle(inner)
    phrase_heads[noun] = first


def _last_in_chain(case: Node) -> Node:
    """The "of" of "instead of", which `fixed_expressions` hung below "instead"."""
    while case.has("case:next"):
        case = case.kids("case:next")[-1]
    return case


def _name_preposition(preposition: Node, noun: Node, relation: str) -> None:
    verb = noun.head
    gives = verb is not None and verb.lemma in _DATIVE_VERBS and verb.has("obj")
    if relation == "obl:agent":
        preposition.settle("agent")
    elif relation in {"obl", "obl:arg"} and preposition.lemma == "to" and gives:
        preposition.settle("dative")
    elif relation in _KEEP_RELATION_OUTSIDE:
        preposition.relation = relation
    else:
        preposition.settle("prep")


def _belongs_to_preposition(kid: Node, preposition: Node, relation: str) -> bool:
    """What precedes the preposition goes with it ("only in Paris"), unless it modifies the noun."""
    if kid.relation in {"cop", "nsubj", "case"}:
        return False
    if kid.before(preposition):
        return kid.relation == "punct" or kid.relation not in _NOUN_MODIFIERS
    return kid.relation == "punct" and relation == "root" and kid.form in {".", "?", "!", ","}


def commas_and_hyphens(tree: Tree) -> None:
    """A comma at the edge of a phrase belongs to what contains the phrase, as in the Penn Treebank:
    "Lima, the mayor, left" (UD hangs both commas on mayor, ClearNLP on Lima). So does
    a hyphen: "a five-year term" (on year).
    """
    for mark in tree.nodes:
        if mark.relation != "punct" or not (mark.form in _COMMAS or mark.xpos == "HYPH"):
            continue
        while mark.head is not None and mark.head.head is not None:
            phrase = mark.head
            rest = [node.index for node in phrase.subtree() if node is not mark]
            if rest[0] < mark.index < rest[-1] or _closes_last_child(tree, mark, phrase):
                break
            opening = _opening_comma(tree, rest[0]) if rest[-1] < mark.index else None
            if opening is not None and opening.head in list(phrase.ancestors()):
                tree.attach(mark, opening.head)
                break
            tree.attach(mark, phrase.head)


def _opening_comma(tree: Tree, start: int) -> Node | None:
    """The comma right before token `start`."""
    before = tree.nodes[start - 1] if start else None
    return before if before is not None and before.form in _COMMAS else None


def _closes_last_child(tree: Tree, mark: Node, phrase: Node) -> bool:
    """Whether `mark` ends what another comma of `phrase` began, as after ", of Oslo"."""
    children = [k for k in phrase.children if k.before(mark)]
    if not children or children[-1].relation == "conj":
        return False
    opening = _opening_comma(tree, children[-1].subtree()[0].index)
    return opening is not None and opening.head is phrase


CONSTRUCTIONS: tuple[Callable[[Tree], None], ...] = (
    single_objects,
    flat_names,
    dates_and_titles,
    free_relatives,
    currency,
    speech_verbs,
    small_clauses,
    conjunctions,
    copulas,
    expletives,
    purpose_clauses,
    fixed_expressions,
    prepositions,
    commas_and_hyphens,
)


# --- Labels ---------------------------------------------------------------------------------------

_LABEL_OF_RELATION = {
    "aux:pass": "auxpass",
    "nsubj:pass": "nsubjpass",
    "csubj:pass": "csubjpass",
    "obj": "dobj",
    "iobj": "dative",
    "acl:relcl": "relcl",
    "advcl:relcl": "relcl",
    "nmod:poss": "poss",
    "compound:prt": "prt",
    "cc:preconj": "preconj",
    "det:predet": "predet",
    "vocative": "npadvmod",
    "cop": "aux",
    "flat": "compound",
    "fixed": "advmod",
}
_ADVERBIAL_NOUNS = _words(
    "obl obl:arg obl:unmarked obl:tmod obl:npmod nmod:unmarked nmod:tmod nmod:npmod"
)


def clearnlp_label(node: Node) -> str:
    """The ClearNLP label of a node once every construction has run; `dep` where nothing fits."""
    if node.head is None:
        return "ROOT"
    if node.label:
        return node.label
    label = _contextual_label(node, node.head) or _LABEL_OF_RELATION.get(node.relation, node.base)
    return label if label in LABELS else "dep"


def _contextual_label(node: Node, head: Node) -> str | None:
    """Labels that depend on the word or its head, None for all others."""
    relation = node.relation
    noun = node.upos in {"NOUN", "PROPN"}
    if relation in {"obl", "obl:arg", "nmod"} and node.xpos == "IN":
        return "prep"  # stranded: "a friend to rely on"
    if relation == "nmod:unmarked" and node.upos == head.upos == "PROPN" and _after_comma(node):
        return "appos"  # "Austin, Texas"
    if relation in _ADVERBIAL_NOUNS:
        dated = node.xpos == "CD" and (head.word in _MONTHS or head.xpos.startswith("NNP"))
        return "nummod" if dated else "npadvmod"
    if relation == "advmod":
        return _adverb_label(node, head)
    if relation == "mark":
        return "aux" if node.word == "to" and node.xpos != "IN" else "mark"
    if relation == "case:next":
        return "pobj" if noun else "prep"  # "in case of rain"
    if relation == "obj" and head.xpos.startswith("JJ"):
        return "npadvmod"  # "worth a look"
    if relation == "discourse":
        return "punct" if node.upos in {"PUNCT", "SYM"} else "intj"
    if relation == "list":
        return "appos" if noun else "dep"
    if relation == "parataxis":
        return "appos" if noun else "parataxis"
    if relation == "expl":
        return "expl" if node.lemma == "there" else "nsubj"
    if relation == "amod":
        return "compound" if node.xpos in {"NNP", "NNPS"} else "amod"
    return None


def _after_comma(node: Node) -> bool:
    """Whether a comma between the node and its head precedes a node that is no date."""
    siblings = [] if node.head is None else node.head.children
    commas = [k for k in siblings if k.form == "," and node.head and node.head.before(k)]
    return any(k.before(node) for k in commas) and node.word not in _MONTHS


def _adverb_label(node: Node, head: Node) -> str:
    if node.xpos == "RP":
        return "prt"
    if head.xpos == "CD" and node.xpos in {"IN", "JJR"}:
        return "quantmod"
    return "neg" if node.word in _NEGATIONS else "advmod"


def _raise_punctuation(tree: Tree, labels: Sequence[str]) -> None:
    """Moves punctuation up until its arc crosses no other, since the rotations may have left it
    below.
    """
    for node in tree.nodes:
        if labels[node.index] != "punct":
            continue
        while node.head is not None and node.head.head is not None and _crosses(tree, node):
            tree.attach(node, node.head.head)


def _crosses(tree: Tree, node: Node) -> bool:
    """Whether the arc from `node` to its head crosses another arc, or covers the root."""
    assert node.head is not None
    low, high = sorted((node.index, node.head.index))
    for other in tree.nodes:
        head = -1 if other.head is None else other.head.index
        if low < other.index < high:
            if not low <= head <= high:
                return True
        elif low < head < high and other is not node and not low <= other.index <= high:
            return True
    return False
