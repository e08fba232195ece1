"""Every number that decides how a training goes, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

#: How often each corpus is read, in parts of a whole.
PASSES = MappingProxyType(
    {
        "treebanks": 9.0,
        "gmb": 0.9,
        "wikipedia": 3.0,
        "wikinews": 4.0,
        "reports": 1.0,
        "polnear": 4.6,
        # News that we annotated, for a round that is made for it.
        "annotated": 0.0,
        # GUM by itself, with the genres of `gum_genres`: for a round that is made for it.
        "gum": 0.0,
        # Raw text, of which only a taught round can learn anything.
        "news": 4.0,
        "releases": 1.0,
    }
)


ENCODERS = ("minilm", "mpnet")


@dataclass(frozen=True, slots=True)
class Round:
    """One rise and fall of the learning rates, with an optimizer of its own."""

    passes: float = 1.0
    """multiplies those of every corpus"""
    rate: float = 1.0
    """multiplies the recipe's rates"""
    masked: float = 0.0
    """The share of words that are hidden, so that others must tell what they are."""
    share: float = 1.0
    """How much the network at its end counts in the average of all rounds."""
    taught: bool = False
    """Whether it begins from the average of the rounds before, and is taught by that what the
    corpora leave open (:mod:`training.teacher`)."""
    of: Mapping[str, float] = field(default_factory=dict)
    """How often some corpora are read in this round, in place of the recipe's passes."""


#: It has more of the roles, of which quotations are made, and is seven tenths of the average with
#: the two before. ``taught=1`` adds one more.
TAUGHT = Round(passes=0.55, rate=0.5, masked=0.1, taught=True, of={"polnear": 8.0}, share=7 / 3)

#: Taught by all before it, with more of GUM than of the web; ``gum=1`` adds one. Its `of` are the
#: whole of its passes. `README.md` says what it gives and takes.
GUM = Round(
    rate=0.5,
    masked=0.1,
    taught=True,
    of={
        "treebanks": 3.0,
        "gum": 6.0,
        "gmb": 0.25,
        "wikipedia": 1.65,
        "wikinews": 2.2,
        "reports": 0.5,
        "polnear": 2.2,
        "news": 1.0,
        "releases": 0.2,
    },
    share=30.0,
)

#: With the news that we annotated, whose sources are more often organizations and whose places are
#: all over the world; ``annotated=1`` adds one.
ANNOTATED = Round(
    rate=0.4,
    masked=0.1,
    taught=True,
    of={
        "treebanks": 1.8,
        "gmb": 0.2,
        "wikipedia": 0.8,
        "wikinews": 1.0,
        "reports": 0.3,
        "polnear": 3.0,
        "annotated": 5.0,
        "news": 1.0,
        "releases": 0.2,
    },
)

#: Rounds that can be added, by the name that does it.
_MORE = MappingProxyType({"taught": TAUGHT, "gum": GUM, "annotated": ANNOTATED})


@dataclass(frozen=True, slots=True)
class Recipe:
    """What `README.md` calls the recipe; its table says what each choice was worth."""

    seed: int = 1
    encoder: str = "minilm"
    """Which pretrained encoder it begins from: ``mpnet`` is for a teacher, and for the ``accurate``
    weights."""
    layers: int = 10
    """How many layers of MPNet there are, where that is the encoder (:mod:`training.pruned` makes
    fewer out of more)."""
    batch: int = 8
    """windows"""
    encoder_rate: float = 3e-4
    heads_rate: float = 1.5e-3
    weight_decay: float = 0.01
    warm_up: float = 0.08
    """The part of all steps in which the rates rise; then they fall in a line to nought."""
    dropout: float = 0.15
    """before the heads"""
    encoder_dropout: float = 0.1
    layer_mix: bool = True
    """Heads see a learned average of all layers, not the last one alone."""
    frozen_pieces: bool = True
    """The embeddings of word pieces stay as they were pretrained: half of all parameters."""
    swapped: float = 0.25
    """The share of windows in which persons get other names."""
    capitals: float = 0.03
    """The share of windows set in capitals, as headlines are."""
    curly: float = 0.3
    """The share of treebank windows with typographic marks."""
    straight: float = 0.2
    """The share of PolNeAR's articles with typewriter marks."""
    polnear: bool = True
    silver: bool = True
    """Names that another program found in PolNeAR's articles, where nothing better is known."""
    passes: Mapping[str, float] = field(default_factory=lambda: dict(PASSES))
    readings: int = 0
    """So many different readings of each corpus there are at most, which then come again; 0 if each
    is another. A large teacher takes long to read each."""
    beside_gold: float = 0.5
    """In a taught round, how much the teacher counts where a corpus knows the labels as well."""
    rounds: tuple[Round, ...] = (
        Round(share=0.35),
        Round(passes=1.3, rate=0.67, masked=0.08, share=0.65),
        TAUGHT,
    )

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Recipe:
        """The recipe that :meth:`as_record` gave; corpora that it does not know were not read."""
        rounds = tuple(Round(**one) for one in record["rounds"])
        passes = {**dict.fromkeys(PASSES, 0.0), **record["passes"]}
        return cls(**{**record, "rounds": rounds, "passes": passes})

    def with_changes(self, changes: Iterable[str]) -> Recipe:
        """With ``name=value`` for each change; ``passes.gmb=2`` for a corpus, ``passes=0.1`` to
        multiply all, ``rounds=1`` for the first round alone, ``taught=1`` for a taught one more,
        ``gum=1`` for one with more of GUM, ``annotated=1`` for one with the news we annotated.

        Raises:
            ValueError: there is no such name, or the value is not of its kind.
        """
        recipe = self
        for change in changes:
            name, found, value = change.partition("=")
            if not found:
                raise ValueError(f"{change!r} is not name=value")
            recipe = recipe._with(name, value)
        return recipe

    def _with(self, name: str, value: str) -> Recipe:
        if name == "passes":
            every = {corpus: n * float(value) for corpus, n in self.passes.items()}
            return replace(self, passes=every)
        if name.startswith("passes."):
            corpus = name.removeprefix("passes.")
            if corpus not in self.passes:
                raise ValueError(f"no corpus {corpus!r}: {', '.join(self.passes)}")
            return replace(self, passes={**self.passes, corpus: float(value)})
        if name == "rounds":
            return replace(self, rounds=self.rounds[: int(value)])
        if name in _MORE:
            return replace(self, rounds=(*self.rounds, *[_MORE[name]] * int(value)))
        if name not in {f.name for f in fields(self)}:
            raise ValueError(f"no setting {name!r}")
        old = getattr(self, name)
        new: Any = value == "true" if isinstance(old, bool) else type(old)(value)
        if name == "encoder" and value not in ENCODERS:
            raise ValueError(f"{name} is one of {', '.join(ENCODERS)}, not {value!r}")
        if isinstance(old, bool) and value not in ("true", "false"):
            raise ValueError(f"{name} is true or false, not {value!r}")
        return replace(self, **{name: new})

    def reads(self, corpus: str) -> bool:
        """Whether any round reads a corpus."""
        return any(one.of.get(corpus, self.passes[corpus]) > 0 for one in self.rounds)

    def as_record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**asdict(self), "rounds": [asdict(one) for one in self.rounds]}


def teacher_recipe(passes: float = 0.42, **settings: Any) -> Recipe:
    """How the teacher is trained: the same mix, as much of roles as the bundled rounds together
    read, in one round of ``passes`` with a gentler rate for the larger encoder."""
    one = Round(passes=passes, of={"polnear": 6.0})
    return Recipe(encoder="mpnet", encoder_rate=1e-4, rounds=(one,), **settings)


def student_recipe(**settings: Any) -> Recipe:
    """How the shipped encoder is trained where there is a better teacher: it is taught from the
    first step on, and a tenth of the words are hidden from it."""
    rounds = (
        Round(masked=0.1, taught=True, share=0.35),
        Round(passes=1.3, rate=0.67, masked=0.1, taught=True, share=0.65),
    )
    return Recipe(rounds=rounds, readings=3, passes={**PASSES, "polnear": 6.0}, **settings)


def accurate_recipe(**settings: Any) -> Recipe:
    """How the ``accurate`` encoder is trained, which begins from some of its teacher's layers: as
    the student, in one round with more of roles, at rates for an encoder that knows much."""
    one = Round(passes=0.25, masked=0.1, taught=True, of={"polnear": 8.0})
    return Recipe(
        encoder="mpnet",
        layers=6,
        encoder_rate=1.5e-4,
        heads_rate=1e-3,
        rounds=(one,),
        readings=3,
        **settings,
    )
