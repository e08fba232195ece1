"""The tables of the model card, from ``scores.json``, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from training.held_out import ACTING
from training.published import (
    AGREEMENT,
    OFFICIAL,
    OFFICIAL_SIZE,
    OFFICIAL_VERSION,
    UNIVERSAL_NER,
    WEB_TREEBANK,
    WEB_TREEBANK_NAME,
)

Scores = dict[str, Any]
NONE = "-"
HEADS = ("tag", "uas", "las", "sentences")
KINDS = ("PERSON", "ORG", "PLACE", "together", "NORP", "DATE")
ROLES = ("content", "source", "cue")
TITLES = {
    "ud_ewt test": "UD EWT, test (web)",
    "GUM open test": "GUM, test (open genres)",
    "ud_pud": "UD PUD (news and Wikipedia)",
    "worldwide_newswire": "Worldwide Newswire (newspapers of many countries)",
    "uner_pud": "Universal NER on PUD (news and Wikipedia)",
    ACTING: "- where a place that acts is a place †",
    "gmb held-out block": "Groningen Meaning Bank, held-out (largely machine-made)",
    "polnear dev": "PolNeAR, dev (US political news)",
    "litbank": "LitBank, 20 documents (novels)",
    "gum_open_test": "GUM, test (open genres)",
    "news_pronouns_gum_test": "GUM, test: news and interviews",
    "news_pronouns_gum_dev_test": "GUM, dev and test: news and interviews",
    "news_pronouns_parcorfull": "ParCorFull: news",
}
#: Regions of Worldwide Newswire that its own names do not explain.
REGIONS = {
    "Indigenous": "Indigenous (Australia, Canada, New Zealand)",
    "LATAM": "Latin America",
}
HEAD_TITLES = {"tag": "tag", "uas": "unlabelled", "las": "labelled", "sentences": "sentences"}


def parsing(scores: Scores) -> str:
    """Tags, attachment and sentence starts by corpus and genre."""
    rows = []
    for name, found in scores["parsing"].items():
        rows.append([TITLES.get(name, name), *_parsing_cells(found)])
        rows += [
            [f"- {genre}", *_parsing_cells(x)] for genre, x in found["genres"].items() if genre
        ]
    heads = ("documents", "tokens", "tag", "unlabelled", "labelled", "sentence starts, F1")
    return _table(("tags, attachment, sentences", *heads), rows)


def labels(scores: Scores) -> str:
    """The dependencies that quotations are found by, beside the official pipelines."""
    corpora = scores["parsing"]
    ours = [
        [label]
        + [cell for name in corpora for cell in _label_cells(corpora[name]["labels"][label])]
        + [_number(OFFICIAL[name].get(label)) for name in OFFICIAL]
        for label in next(iter(corpora.values()))["labels"]
    ]
    heads = [head for name in corpora for head in (_short(name), "(n)")]
    return _table(("label, F1", *heads, *(f"{name[-3:].strip('_')} *" for name in OFFICIAL)), ours)


def entities(scores: Scores) -> str:
    """F1 by corpus, region and type."""
    rows = []
    for name, found in scores["entities"].items():
        rows.append([TITLES.get(name, name), *_entity_cells(found)])
        rows += [
            [f"- {REGIONS.get(region, region)}", *_entity_cells(x)]
            for region, x in found.get("regions", {}).items()
        ]
        if name in UNIVERSAL_NER:
            row = ["- XLM-R large, as published *", NONE, NONE, *[NONE] * len(KINDS)]
            row[3 + KINDS.index("together")] = _number(UNIVERSAL_NER[name])
            rows.append(row)
    heads = ("PERSON", "ORG", "GPE and LOC", "these together", "NORP", "DATE")
    return _table(("entities, F1", "documents", "tokens", *heads), rows)


def entity_errors(scores: Scores) -> str:
    """What became of every hundred names that the corpora have."""
    rows = []
    for name, found in scores["entities"].items():
        if name == ACTING:
            continue
        for kind in (kind for kind in ("PERSON", "ORG", "PLACE") if kind in found):
            score = found[kind]
            shares = [
                100 * score["errors"][e] / score["gold"] for e in ("extent", "type", "missed")
            ]
            cells = [f"{score['gold']:,}", _number(score["r"]), *map(_number, shares)]
            rows.append([_kind(name, kind), *cells, f"{score['errors']['invented']:,}"])
    heads = ("in the corpus", "% right", "% wrong extent", "% wrong type", "% missed", "invented")
    return _table(("of the names", *heads), rows)


def roles(scores: Scores) -> str:
    """Exact spans by publisher, beside what two people agree on."""
    found = scores["roles"]["polnear dev"]
    rows = [[TITLES["polnear dev"], *_role_cells(found)]]
    rows += [[f"- {name}", *_role_cells(x)] for name, x in found["publishers"].items()]
    human = [NONE, NONE, *(f"{AGREEMENT[role]:.0f}" for role in ROLES)]
    rows.append(["two annotators with each other (four articles)", *human])
    return _table(("quotation roles, exact spans, F1", "articles", "words", *ROLES), rows)


def role_types(scores: Scores) -> str:
    """Recall of contents by the type of the quotation."""
    found = scores["roles"]["polnear dev"]["recall_by_type"]
    rows = [[kind, f"{x['gold']:,}", _number(x["r"])] for kind, x in found.items()]
    return _table(("contents, exact, by type", "in the corpus", "% found"), rows)


def coreference(scores: Scores) -> str:
    """Coreferee's own measure, antecedents of pronouns in news, and GAP."""
    found = scores.get("coreference", {})
    own = [
        [TITLES[name], f"{found[name]['pronouns']:,}", _percent(found[name]["accuracy"])]
        for name in ("litbank", "gum_open_test")
        if name in found
    ]
    news = [
        row
        for name, x in found.items()
        if name in TITLES and name.startswith("news_pronouns_")
        for row in ([TITLES[name], *_pronoun_cells(x)], *_pronoun_groups(x))
    ]
    gap = [
        [f"GAP, test (Wikipedia, {x['passages']:,} passages)"]
        + [_percent(x[key]) for key in ("f1", "f1_feminine", "f1_masculine")]
        for x in [found.get("gap_test")]
        if x
    ]
    tables = [
        _table(("coreferee's own measure", "pronouns", "accuracy"), own),
        _table(("antecedents of pronouns", "pronouns", "precision", "recall", "F1"), news),
        _table(("names and pronouns", "F1", "feminine", "masculine"), gap),
    ]
    return "\n\n".join(table for table, rows in zip(tables, (own, news, gap), strict=True) if rows)


def official(scores: Scores) -> str:
    """Ours on our test parts, the official pipelines on theirs."""
    rows = []
    size = f"{scores['megabytes']} MB"
    for name in ("ud_ewt test", "GUM open test", "ud_pud"):
        if name in scores["parsing"]:
            found = scores["parsing"][name]
            rows.append([f"ours: {TITLES[name]}", size, *(_number(found[h]) for h in HEADS)])
            rows[-1] += [NONE] * 3
    for name in ("worldwide_newswire", "uner_pud"):
        if name in scores["entities"]:
            found = scores["entities"][name]
            kinds = (_number(found[kind]["f"]) for kind in ("PERSON", "ORG", "PLACE"))
            rows.append([f"ours: {TITLES[name]}", size, *[NONE] * 4, *kinds])
    for name, x in OFFICIAL.items():
        places = f"{_number(x['GPE'])}; {_number(x['LOC'])}"
        rows.append(
            [f"`{name}` {OFFICIAL_VERSION}: OntoNotes 5", OFFICIAL_SIZE[name]]
            + [_number(x[head]) for head in (*HEADS, "PERSON", "ORG")]
            + [places]
        )
    web = [_number(WEB_TREEBANK[head]) for head in HEADS]
    rows.append([f"`{WEB_TREEBANK_NAME}` 0.0.1: UD EWT 2.5", NONE, *web, *[NONE] * 3])
    heads = ("tag", "unlabelled", "labelled", "sentences", "PERSON", "ORG", "GPE; LOC")
    return _table(("pipeline and test data", "size", *heads), rows)


def costs(scores: Scores) -> str:
    """What 8-bit weights cost, and what a shorter training and one without PolNeAR do."""
    ours = main_figures(scores)
    others = {
        title: scores[key]["figures"]
        for key, title in (
            ("full_precision", "32 bits"),
            ("first_round", "one round of training"),
            ("without_polnear", "one round without PolNeAR"),
        )
        if key in scores
    }
    if not others:
        return "Neither was measured for these weights."
    rows = [
        [name, _number(score), *(_number(figures.get(name)) for figures in others.values())]
        for name, score in ours.items()
    ]
    return _table(("what", "these weights", *others), rows)


def main_figures(scores: Scores) -> dict[str, float]:
    """The figures that trainings are compared by; without roles where none were trained."""
    found: dict[str, float] = {}
    for name, x in scores["parsing"].items():
        found |= {f"{_short(name)}: {HEAD_TITLES[head]}": x[head] for head in HEADS}
    for name, x in scores["entities"].items():
        if name == ACTING:
            continue
        for kind in (kind for kind in ("PERSON", "ORG", "PLACE") if kind in x):
            found[_kind(name, kind)] = x[kind]["f"]
    for name, x in scores["roles"].items():
        if any(x[role]["f"] for role in ROLES):
            found |= {f"{_short(name)}: {role}": x[role]["f"] for role in ROLES}
    return found


#: The blocks of the card by name.
TABLES: dict[str, Callable[[Scores], str]] = {
    "parsing": parsing,
    "labels": labels,
    "entities": entities,
    "entity errors": entity_errors,
    "roles": roles,
    "role types": role_types,
    "coreference": coreference,
    "official": official,
    "costs": costs,
}


# ------------------------------------------------------------------ cells


def _parsing_cells(x: Scores) -> list[str]:
    cells = [_with_interval(x[head], x["intervals"][head]) for head in HEADS]
    return [f"{x['documents']:,}", f"{x['tokens']:,}", *cells]


def _label_cells(x: Scores) -> list[str]:
    return [_number(x["f"]) if x["gold"] else NONE, f"{x['gold']:,}"]


def _entity_cells(x: Scores) -> list[str]:
    cells = [_scored(x.get(kind)) for kind in KINDS]
    return [f"{x['documents']:,}", f"{x['tokens']:,}", *cells]


def _role_cells(x: Scores) -> list[str]:
    return [f"{x['documents']:,}", f"{x['words']:,}", *(_scored(x[role]) for role in ROLES)]


def _pronoun_cells(x: Scores) -> list[str]:
    score = _with_interval(100 * x["f1"], [100 * bound for bound in x["interval"]])
    return [f"{x['gold']:,}", _percent(x["precision"]), _percent(x["recall"]), score]


def _pronoun_groups(x: Scores) -> list[list[str]]:
    shares = ("precision", "recall", "f1")
    return [
        [f"- {group}", f"{one['gold']:,}", *(_percent(one[share]) for share in shares)]
        for group, one in x.get("groups", {}).items()
        if group != "other persons"
    ]


def _scored(x: Scores | None) -> str:
    return _with_interval(x["f"], x["interval"]) if x else NONE


def _with_interval(score: float, interval: Sequence[float] | None) -> str:
    bounds = f" ({interval[0]:.1f}–{interval[1]:.1f})" if interval else ""
    return f"{score:.1f}{bounds}"


def _kind(corpus: str, kind: str) -> str:
    return f"{_short(corpus)}: {'GPE and LOC' if kind == 'PLACE' else kind}"


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _short(name: str) -> str:
    return TITLES.get(name, name).split(" (")[0].split(",")[0].replace("Universal NER on ", "")


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    names = list(heads)
    lines = [names, ["---", *["--:"] * (len(names) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
