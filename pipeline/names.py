"""The names we know: the rows of models/mentions/ that hold names, and where they stand in a text.

Five files hold names. ``countries.tsv``, ``places.tsv``, ``organizations.tsv`` and ``names.tsv`` say what a name is;
``not_mentions.tsv`` holds words that contain a name and are none. ``names.tsv`` is the file for a user's own names: its
rows come before all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from pipeline import lexicon, numerals
from pipeline.schema import LABELS

SEPARATOR = "|"
TEAM = "Pro_Sports_Organization"
"""The class of teams, which are called by short names that mean other things too (阪神, 広島)."""


def fold(text: str) -> str:
    """The text with full-width letters, dashes and half-width dots made one, character for character."""
    return numerals.fold(text).replace("･", "・")


def is_katakana(form: str) -> bool:
    """Whether the form is katakana throughout: プーチン."""
    return all("ァ" <= char <= "ヺ" or char == "ー" for char in form)


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values joined with ``|``."""
    return tuple(part for part in cell.split(SEPARATOR) if part)


@dataclass(frozen=True, kw_only=True)
class NameRule(lexicon.Rule):
    """A name: ``surface`` and ``aliases`` are the forms it is written in.

    ``weak`` forms count only where the article also has another form of the same name. ``tag`` is a part of Sudachi's
    part of speech that the words must have (地名: タイ the country, not a tie). ``canonical`` is the full form, when it
    is not ``surface``.
    """

    KEY: ClassVar[tuple[str, ...]] = ("surface",)
    ALLOWED: ClassVar[Mapping[str, Collection[str]]] = {"label": LABELS}

    surface: str
    label: str = ""
    ene: str = ""
    canonical: str = ""
    country: str = ""
    wikidata: str = ""
    aliases: str = ""
    weak: str = ""
    tag: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnName(NameRule):
    """A name of any kind. The file that a user fills with names of their own."""

    FILE = "mentions/names.tsv"

    def problem(self) -> str:
        """A row without a label, or with one that is none."""
        return super().problem() if self.label else "label is empty"


@dataclass(frozen=True, kw_only=True)
class Organization(NameRule):
    """An organisation; ``label`` is ORG unless the row says otherwise."""

    FILE = "mentions/organizations.tsv"


@dataclass(frozen=True, kw_only=True)
class Place(NameRule):
    """A place: GPE where people govern themselves, else LOC."""

    FILE = "mentions/places.tsv"

    def problem(self) -> str:
        """A row without a label, or with one that is none."""
        return super().problem() if self.label else "label is empty"


@dataclass(frozen=True, kw_only=True)
class Country(lexicon.Rule):
    """A country or territory: ISO 3166-1 alpha-2 code, usual name, other names, one-character forms and capital."""

    FILE = "mentions/countries.tsv"
    KEY = ("country",)

    country: str
    surface: str
    aliases: str = ""
    letters: str = ""
    capital: str = ""
    wikidata: str = ""
    tag: str = ""


@dataclass(frozen=True, kw_only=True)
class NotMention(lexicon.Rule):
    """Words that contain a name, or look like one, and are none."""

    FILE = "mentions/not_mentions.tsv"
    KEY = ("surface",)

    surface: str


@dataclass(frozen=True, slots=True)
class Name:
    """What one written form stands for. ``label`` is empty for what is no name. ``own``: from the user's own file."""

    form: str
    label: str
    ene: str
    canonical: str
    country: str
    wikidata: str
    rule: str
    weak: bool = False
    tag: str = ""
    own: bool = False
    short: bool = False
    """Another form than the main one."""


class Names:
    """All names of the folders, by their written forms. Forms of earlier files and folders win."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.by_form: dict[str, Name] = {}
        self.letters: dict[str, Name] = {}
        self.teams: dict[str, Name] = {}
        """Short names of teams that are places' names too, or may be: 広島."""
        own = [folder for folder in folders if folder != lexicon.shipped()]
        for folder in own:
            rules = lexicon.read(OwnName, [folder])
            _check_forms(rules, folder / OwnName.FILE)
            self._add_rules(rules, own=True)
        countries = lexicon.read(Country, folders)
        for negative in lexicon.read(NotMention, folders):
            self._add(Name(negative.surface, "", "", "", "", "", negative.id))
        for country in countries:
            self._add_country(country)
        self._add_rules(lexicon.read(OwnName, folders))
        self._add_rules(lexicon.read(Organization, folders), label="ORG")
        self._add_rules(lexicon.read(Place, folders))
        for country in countries:
            if country.capital:
                name = ("GPE", "City", country.capital, country.country, "", country.id)
                self._add(Name(country.capital, *name, tag="地名" if len(country.capital) < 4 else ""))
        for team in self.teams.values():
            self._add(team)
        lengths: dict[str, set[int]] = {}
        for form in self.by_form:
            if len(form) > 1:
                lengths.setdefault(form[:2], set()).add(len(form))
        self._single = {form: name for form, name in self.by_form.items() if len(form) == 1 and name.own}
        self._lengths = {key: tuple(sorted(value, reverse=True)) for key, value in lengths.items()}

    def _add(self, name: Name) -> None:
        self.by_form.setdefault(fold(name.form), name)

    def _add_rules(self, rules: Sequence[NameRule], *, label: str = "", own: bool = False) -> None:
        for rule in rules:
            canonical = rule.canonical or rule.surface
            facts = (rule.label or label, rule.ene, canonical, rule.country, rule.wikidata, rule.id)
            self._add(Name(rule.surface, *facts, tag=rule.tag, own=own))
            for form in split(rule.aliases):
                self._add(Name(form, *facts, tag=rule.tag, own=own, short=True))
            for form in split(rule.weak):
                name = Name(form, *facts, weak=True, own=own, short=True)
                if rule.ene == TEAM:
                    self.teams.setdefault(fold(form), name)
                else:
                    self._add(name)

    def _add_country(self, rule: Country) -> None:
        facts = ("GPE", "Country", rule.surface, rule.country, rule.wikidata, rule.id)
        for form in (rule.surface, *split(rule.aliases)):
            self._add(Name(form, *facts, tag=rule.tag, short=form != rule.surface))
        for letter in split(rule.letters):
            self.letters.setdefault(letter, Name(letter, *facts, short=True))

    @property
    def wikidata(self) -> dict[str, str]:
        """The Wikidata id of every entity_id that has one."""
        every = (*self.by_form.values(), *self.letters.values())
        return {f"{name.label}:{name.canonical}": name.wikidata for name in every if name.wikidata}

    def find(self, folded: str) -> Iterator[tuple[int, Name]]:
        """Every form that stands in the folded text, with its start: at each place the longer before the shorter.

        Forms of one character are a user's only; what ours mean depends on what stands beside them (``letters``).
        """
        by_form, lengths, single = self.by_form, self._lengths, self._single
        for start in range(len(folded)):
            for length in lengths.get(folded[start : start + 2], ()):
                name = by_form.get(folded[start : start + length])
                if name is not None:
                    yield start, name
            if single and folded[start] in single:
                yield start, single[folded[start]]


def _check_forms(rules: Sequence[NameRule], path: Path) -> None:
    """Raise LexiconError when two of a user's rows claim the same form. Their default ids tell the lines."""
    owner: dict[str, NameRule] = {}
    problems = []
    for rule in rules:
        for form in (rule.surface, *split(rule.aliases), *split(rule.weak)):
            other = owner.setdefault(fold(form), rule)
            if other is not rule:
                problems.append(f"{path}: {form} stands in {rule.id} and in {other.id}")
    if problems:
        raise lexicon.LexiconError(problems)


def names(folders: tuple[Path, ...]) -> Names:
    """The names of the folders, read once, and again when a file of theirs has changed."""
    files = (path for folder in folders for path in sorted((folder / "mentions").glob("*.tsv")))
    return _names(folders, tuple((str(path), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _names(folders: tuple[Path, ...], _state: tuple[tuple[str, int], ...]) -> Names:
    return Names(folders)
