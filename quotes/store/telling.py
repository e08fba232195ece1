"""Which words say something, and what is a statement that others would not make by chance.

The store knows no syntax, so this goes by the words alone: capitals tell
names, and a closed list of auxiliaries, pronouns and common verbs tells what is
a statement. Words are lower case, without accents and apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: The fewest words that can be the same words.
FEWEST_WORDS = 5
#: Words that say something, in what two articles say from the first word to the last.
INFORMATIVE_WHOLE = 3
#: A run of words that is neither all of a unit nor that long is chance.
RUN = 8
#: A "not" or a number in a longer edit is of other words, which one of the two left out.
_LONGEST_CONTRADICTION = 4
#: So many, and it is a statement without a verb that we know.
INFORMATIVE_ANYHOW = 5

_NUMBER = re.compile(r"\d")

_PRONOUNS = frozenset(
    "i you he she it we they me him her us them who whom whose which what that this these those"
    " there mine yours ours theirs myself yourself himself herself itself ourselves themselves"
    " somebody someone anybody anyone nobody everybody everyone something anything nothing"
    " everything".split()
)
_CONTRACTED = frozenset(
    "im ive id ill youre youve youd youll hes hed hell shes shed its itd itll weve wed were well"
    " theyre theyve theyd theyll thats thatll theres theyll whos whats heres lets isnt arent wasnt"
    " werent dont doesnt didnt havent hasnt hadnt wont wouldnt cant couldnt shouldnt mustnt aint"
    " shant mightnt neednt".split()
)
AUXILIARIES = frozenset(
    "am is are was were be been being do does did doing done have has had having will would shall"
    " should can could may might must ought cannot".split()
)
#: A question begins like this, behind a joining word.
ASKING = frozenset("what who whom whose which when where why how could would did does do".split())
JOINING = frozenset(("and", "so", "but", "well"))
#: Without forms that are nouns as well: an "attack" is no statement.
_VERBS = frozenset(
    word
    for line in """
    accept accepts accepted achieve achieved acted add added agree agrees agreed allow allows
    allowed apologize apologise appear appears appeared ask asks asked attacked avoid become
    becomes became begin begins began begun believe believes believed belongs bring brings
    brought build built called came carry carried caused changed choose chose chosen come comes
    confirm confirmed consider considered continue continues continued cooperate create created
    decide decided defeat defeated defend denied deny deserve deserves destroy destroyed die
    died discuss discussed elect elected ended endorse ensure expect expects expected explain
    faced fail fails failed feel feels felt find finds finish follow forget fought found gave
    get gets getting give gives given go goes going gone got gotten grow grew happen happens
    happened hate hear heard held helped hoped hurt improve include includes increased
    investigate join joined keep keeps kept kill killed knew know knows known learn learned
    leave leaves led let liked listen live lived looked lose loses lost loves loved made make
    makes making mean means meant meet met moved needed owe owes paid prevent protect protected
    prove proved provide provides provided pushed put ran reach reached read realize receive
    received recognize regret reject rejected remain remains remained remember replace
    represent represents respond returned said sat save say says see seek seem seems seen sees
    send sent serve serves served showed shown signed sit solve speak speaking spoke spend
    spent started stay stopped stood suffer suffered supported take takes taken taking talked
    taught teach tell tells think thinks threaten told took treat treated tried trying turned
    understand understood violates violated voted want wants wanted warn went won worked write
    wrote
    """.splitlines()
    for word in line.split()
)
#: After ``to``, these are no infinitive.
_DETERMINERS = frozenset(
    "a an the my your his her its our their this that these those some any no each every all both"
    " another other such one two three many much more most several few".split()
)
_OTHER_COMMON = frozenset(
    "and or but nor if then than as at by for from in into of off on onto out over under up down"
    " with without within about above across after against along among around before behind below"
    " between beyond during except inside near outside per since through throughout till to toward"
    " towards until upon via when where why how while because although though so too very not just"
    " only also even still yet ever never again now here back away always often really actually"
    " well ok yes no oh please else same own once away first last next new old good great big bad"
    " right better best long little lot lots bit kind sort thing things way ways time times day"
    " days today year years people man men woman women percent s t re ve ll d m".split()
)
_LIGHT_VERBS = frozenset(
    "get gets getting got gotten go goes going gone went come comes came make makes made making"
    " take takes took taken taking give gives gave given know knows knew known think thinks thought"
    " say says said see sees saw seen want wants wanted look looks looked need needs needed let put"
    " tell told like feel felt keep kept try trying tried thank".split()
)
_TITLES = frozenset(
    "president vice former secretary state minister prime senator sen governor gov representative"
    " rep chairman chairwoman chair chief director deputy general mayor candidate nominee leader"
    " spokesman spokeswoman spokesperson officer official officials presidential foreign government"
    " department mr mrs ms dr".split()
)
COMMON = (
    _TITLES | _PRONOUNS | _CONTRACTED | AUXILIARIES | _DETERMINERS | _OTHER_COMMON | _LIGHT_VERBS
)
_CLAUSE = frozenset("i you he she it we they who".split()) | _CONTRACTED | AUXILIARIES | _VERBS
_NEGATIONS = frozenset("not no never none nobody nothing neither nor without cannot".split()) | {
    word for word in _CONTRACTED if word.endswith("nt")
}
#: What anybody says: said alone it is nobody's words.
_STOCK = tuple(
    tuple(phrase.split())
    for phrase in (
        "thank you for agreeing to this interview",
        "thoughts and prayers are with",
        "thoughts and prayers go out to",
        "condolences to the families",
        "families and friends of the victims",
        "family and friends",
        "at the end of the day",
        "for the first time in",
        "at this point in time",
        "as soon as possible",
        "in the near future",
        "moving in the right direction",
        "a step in the right direction",
        "spoke on condition of anonymity",
        "god bless the united states of america",
        "the american people",
        "make america great again",
        "innocent until proven guilty",
        "the truth the whole truth and nothing but the truth",
        "there is no doubt that",
        "nothing could be further from the truth",
        "a matter of life and death",
        "bring to justice",
        "brought to justice",
        "held accountable for their actions",
        "declined to comment on the matter",
        "did not immediately respond to a request for comment",
        "no evidence of any wrongdoing",
    )
)


def contradict(
    a: Sequence[str],
    b: Sequence[str],
    edits: Iterable[tuple[str, int, int, int, int]],
    reported: bool,
) -> bool:
    """Whether an edit changed a number, whether it is so at all or, in a report, what it is."""
    for edit, i, j, k, m in edits:
        inside = i > 0 and j < len(a) and k > 0 and m < len(b)
        if edit == "equal" or not inside:
            continue
        gone, come = set(a[i:j]), set(b[k:m])
        if max(j - i, m - k) <= _LONGEST_CONTRADICTION and (
            _NEGATIONS.isdisjoint(gone) != _NEGATIONS.isdisjoint(come)
            or (any(map(_NUMBER.search, gone)) and any(map(_NUMBER.search, come)))
        ):
            return True
        if reported and gone - COMMON and come - COMMON:
            return True
    return False


def tells(
    folded: Sequence[str], places: Sequence[int], named: set[int], fewest: int, whole: bool
) -> bool:
    """Whether the words at these places are a statement that others would not make by chance."""
    stock = stock_places(folded, places)
    left = [at for at in places if at not in named and at not in stock]
    informative = sum(is_informative(folded[at]) for at in left)
    if len(left) < FEWEST_WORDS or informative < fewest:
        return False
    # What two articles have from beginning to end is hardly chance, even without a verb we know.
    if whole and (
        (informative >= INFORMATIVE_ANYHOW and len(left) >= RUN)
        or any(len(folded[at]) > 4 and folded[at].endswith(("ed", "ing")) for at in left)
    ):
        return True
    return is_clause(folded, left)


def tells_with_names(folded: Sequence[str], places: Sequence[int], named: Sequence[bool]) -> bool:
    """Whether a short quotation is a statement, of which names may be part."""
    left = sorted(set(places) - stock_places(folded, places))
    informative = [at for at in left if is_informative(folded[at])]
    return (
        len(left) >= FEWEST_WORDS
        and len(informative) >= INFORMATIVE_WHOLE
        and not all(named[at] for at in informative)
        and is_clause(folded, left)
    )


def is_clause(folded: Sequence[str], places: Sequence[int]) -> bool:
    here = set(places)
    return any(
        folded[at] in _CLAUSE
        or (folded[at] == "to" and at + 1 in here and _is_infinitive(folded[at + 1]))
        for at in places
    )


def _is_infinitive(word: str) -> bool:
    return word.isalpha() and word not in _DETERMINERS


def is_informative(word: str) -> bool:
    return word not in COMMON and not word[0].isdigit()


def stock_places(folded: Sequence[str], places: Sequence[int]) -> set[int]:
    found: set[int] = set()
    here = set(places)
    for phrase in _STOCK:
        for at in places:
            if folded[at] == phrase[0] and tuple(folded[at : at + len(phrase)]) == phrase:
                found |= here.intersection(range(at, at + len(phrase)))
    return found
