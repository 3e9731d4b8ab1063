"""What the finders of names share: the rules of models/mentions/, and an article cut into atoms with its titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from pipeline import lexicon
from pipeline.names import Names, fold, names, split
from pipeline.schema import LABELS, Mention
from pipeline.syntax import Parse, Word

NEEDS = (
    *("noun", "name", "place", "country", "foreign", "latin", "law", "nouns", "coined", "noun_katakana", "campus"),
    *("unit", "apart", "guessed", "temple", "faculty", "closed", "bracketed", "headless", "branch", "owned", "sea"),
)
PLACES = (
    *("before", "after", "number", "model", "ordinal", "unit", "play", "publisher", "edition", "national", "spelled"),
    *("firm", "owned", "cited", "seat", "runner", "printed", "incorporated", "worldwide", "hall", "standing", "paper"),
    *("leader", "ring", "mission", "line"),
)
SHAPES = (
    *("tagged", "foreign", "confirmed", "dateline", "place", "dated", "dateline_place", "side", "model", "act"),
    *("credit", "school"),
)
YES = ("yes",)
"""What stands in a column that says yes, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Words(lexicon.Rule):
    """A rule made of ``words`` joined with ``|``."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Suffix(Words):
    """Endings that make a name of the words before them; ``needs`` says what those words must be.

    ``near``: one of these words must stand in the same line too (穴水小 among schools).
    ``short`` is yes where a foreign name is also told without the ending (アオバ for アオバ工業).
    """

    FILE = "mentions/suffixes.tsv"
    ALLOWED = {"label": LABELS, "needs": NEEDS, "short": YES}

    label: str
    needs: str
    ene: str = ""
    near: str = ""
    short: str = ""


@dataclass(frozen=True, kw_only=True)
class Title(lexicon.Rule):
    """A title or form of address beside a name. ``kind``: honorific, person, sure, role, rank, position or bearer."""

    FILE = "mentions/titles.tsv"
    KEY = ("title", "kind")
    ALLOWED = {"kind": ("honorific", "person", "sure", "role", "rank", "position", "bearer")}

    title: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Letter(Words):
    """Words before or after a country's one character, or after several of them that could be another word."""

    FILE = "mentions/letters.tsv"
    ALLOWED = {"place": ("before", "after", "joined", "doubtful")}

    place: str


@dataclass(frozen=True, kw_only=True)
class Introducer(Words):
    """Words before or after brackets that tell what the name in them is; or before a number, or beside a model's.

    ``sure`` is yes where the words beside a foreign name tell that it is a company's, whatever else stands there.
    """

    FILE = "mentions/introducers.tsv"
    ALLOWED = {"place": PLACES, "label": LABELS, "sure": YES}

    place: str
    label: str
    ene: str = ""
    sure: str = ""


@dataclass(frozen=True, kw_only=True)
class Enclosed(Words):
    """Everyday words that are names in brackets, where one of the words in ``near`` stands near by: 「こだま」."""

    FILE = "mentions/enclosed.tsv"
    ALLOWED = {"label": LABELS}

    near: str
    label: str
    ene: str = ""


@dataclass(frozen=True, kw_only=True)
class Bound(Words):
    """Words that bound a name: followed leftwards it ends before a ``stop`` and does not begin with a ``trim``.

    A person's name ends before a ``title``, a word that begins titles. A ``province`` is a word that begins with the
    end of a province's name (青森県勢), a ``school`` one that may follow a school's short name (弘前大卒), and a
    ``direction`` one that may begin the name of a place within a place (東三河市).
    """

    FILE = "mentions/bounds.tsv"
    ALLOWED = {"kind": ("stop", "trim", "title", "province", "school", "direction")}

    kind: str


@dataclass(frozen=True, kw_only=True)
class NotPerson(Words):
    """Everyday foreign words, which are no person's name."""

    FILE = "mentions/not_people.tsv"


@dataclass(frozen=True, kw_only=True)
class NotBody(Words):
    """Words of which class names are made; a body called by common nouns has none of them."""

    FILE = "mentions/not_bodies.tsv"


@dataclass(frozen=True, kw_only=True)
class NotParty(Words):
    """Words before 党 that make a class of parties: 少数党."""

    FILE = "mentions/not_parties.tsv"


@dataclass(frozen=True, kw_only=True)
class Play(Words):
    """Words beside a name that tell that a side plays: 広島戦. None of ``unless`` may follow them (戦争).

    ``place`` is at (at once after a side that plays), after (after one of which a match is told already), rival
    (after a side, of another one that plays) or rank (before a side).
    """

    FILE = "mentions/plays.tsv"
    ALLOWED = {"place": ("at", "after", "rival", "rank")}

    place: str
    unless: str = ""


@dataclass(frozen=True, kw_only=True)
class NotDivision(Words):
    """Words after the ending of a place's name that make another word with it: 市内."""

    FILE = "mentions/not_divisions.tsv"


@dataclass(frozen=True, kw_only=True)
class NotPlay(Words):
    """Words of articles in which places are no teams, though teams are named: 競馬."""

    FILE = "mentions/not_plays.tsv"


@dataclass(frozen=True, kw_only=True)
class WellKnown(Words):
    """People so well known that newspapers call them without a title."""

    FILE = "mentions/well_known.tsv"


@dataclass(frozen=True, kw_only=True)
class FamilyName(Words):
    """Family names of one character."""

    FILE = "mentions/family_names.tsv"


@dataclass(frozen=True, kw_only=True)
class Shape(lexicon.Rule):
    """A way to find a name by parts of speech or by where it stands, and not by any word."""

    FILE = "mentions/shapes.tsv"
    KEY = ("shape",)
    ALLOWED = {"shape": SHAPES}

    shape: str


@dataclass(frozen=True, kw_only=True)
class EneClass(lexicon.Rule):
    """GiNZA's classes of named entities, joined with ``|``, and their label here."""

    FILE = "mentions/ene.tsv"
    ALLOWED = {"label": LABELS}

    classes: str
    label: str


LONGEST = 30
"""Characters that a name may have when it is put together from words."""
STEPS = 10
"""Words that a name or a title may have when it is put together."""
KATAKANA = re.compile(r"[ァ-ヺー]+")
_FIRM = "(?<![ァ-ヺーA-Za-z・])[ァ-ヺA-Z][ァ-ヺーA-Za-z]{2,}(?:・[ァ-ヺ][ァ-ヺーA-Za-z]+){0,3}(?![ァ-ヺーA-Za-z・])"
_RING_NAME = "(?<![一-鿿々])(?P<name>[一-鿿々]{1,3}ノ[一-鿿々]{1,2}|[一-鿿々]{2,3}[海山川])"
_LATIN_NAME = "(?<![A-Za-z0-9.&/+同])[A-Z][A-Za-z0-9]{2,}[ァ-ヺー]*"
FOREIGN = re.compile(r"[ァ-ヺーA-Za-z0-9&.\-]+")
KANJI = re.compile(r"[一-鿿々〆ヶヵ〇]+")
_PARTICLES = frozenset("がはをのともに")
QUOTES = frozenset('「『"')
DIVISIONS = frozenset("都道府県市区郡州省")
DOT = "・="


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, or a part of one, or a name that is known already."""

    start: int
    end: int
    text: str
    tag: str
    ene: str
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found, on its way to a mention. ``sure``: it may be looked for in the rest of the article."""

    start: int
    end: int
    label: str
    rules: tuple[str, ...]
    ene: str = ""
    canonical: str = ""
    title: str = ""
    country: str = ""
    sure: bool = True
    own: bool = False

    def mention(self) -> Mention:
        """The mention that the hit has become."""
        return Mention(self.start, self.end, self.label, self.rules, self.ene, self.canonical, self.title, self.country)


class Beside(NamedTuple):
    """A title beside a name: where it stands, its kind and its rule."""

    start: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Ending:
    """One ending with its rule."""

    label: str
    ene: str
    needs: str
    rule: str
    near: tuple[str, ...] = ()
    short: bool = False


class Cues:
    """The words of rules, none of what is barred after them, to be looked for beside a name."""

    def __init__(self, rules: Sequence[Play]) -> None:
        self._ids = [rule.id for rule in rules]
        each = [
            either(split(rule.words), f"(?!{'|'.join(map(re.escape, split(rule.unless))) or '(?!)'})") for rule in rules
        ]
        self._pattern = re.compile("|".join(pattern.pattern for pattern in each) or "(?!)")
        self._last = re.compile(f"(?:{self._pattern.pattern})$")

    def after(self, text: str, end: int) -> str:
        """The id of the rule whose word stands at once after a name that ends at the offset; empty for none."""
        return self._id(self._pattern.match(text, end))

    def before(self, text: str, start: int) -> str:
        """The id of the rule whose word stands at once before a name; empty for none."""
        return self._id(self._last.search(text, max(0, start - 6), start))

    def _id(self, match: re.Match[str] | None) -> str:
        return self._ids[match.lastindex - 1] if match is not None and match.lastindex else ""


class Rules:
    """The rules in ``folders``, ready to be looked up."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.names: Names = names(tuple(folders))
        self.endings: dict[str, Ending] = {}
        for suffix in lexicon.read(Suffix, folders):
            for word in split(suffix.words):
                self.endings.setdefault(
                    word,
                    Ending(
                        suffix.label, suffix.ene, suffix.needs, suffix.id, split(suffix.near), suffix.short == "yes"
                    ),
                )
        titles = lexicon.read(Title, folders)
        self.titles = {rule.title: rule for rule in reversed(titles) if rule.kind not in {"rank", "position", "bearer"}}
        self.bearers = {rule.title: rule for rule in titles if rule.kind == "bearer"}
        self.positions = {rule.title: rule for rule in reversed(titles) if rule.kind == "position"}
        self.ranks = {rule.title: rule for rule in reversed(titles) if rule.kind == "rank"}
        self.ranked = either(self.ranks, "・?([一-鿿々]{2,3}|[一-鿿々]{1,2}ノ[一-鿿々]{1,2})(?![一-鿿々ノ])")
        letters = lexicon.read(Letter, folders)
        self.before, self.after, self.joined, self.doubtful = (
            _by_word([rule for rule in letters if rule.place == place])
            for place in ("before", "after", "joined", "doubtful")
        )
        introducers = lexicon.read(Introducer, folders)
        self.introduced_by = _by_word([rule for rule in introducers if rule.place == "before"])
        self.numbered = _by_word([rule for rule in introducers if rule.place == "number"])
        self.numbers = either(self.numbered, "第?[0-9]{2,4}号?")
        self.models = _by_word([rule for rule in introducers if rule.place == "model"])
        self.plays = _by_word([rule for rule in introducers if rule.place == "play"])
        self.play = either(self.plays, "")
        publishers = _by_word([rule for rule in introducers if rule.place == "publisher"])
        self.publisher = {word: rule.id for word, rule in publishers.items()}
        self.published = re.compile("[(]([^()、。\\n]{1,12}?" + either(publishers, "").pattern + ")[)]")
        self.editions = _by_word([rule for rule in introducers if rule.place == "edition"])
        self.firms = _by_word([rule for rule in introducers if rule.place == "firm"])
        self.firm_before = re.compile(f"(?P<word>{either(self.firms, '').pattern})[のや、・]?(?P<name>{_FIRM})")
        self.owned = _by_word([rule for rule in introducers if rule.place == "owned"])
        self.firm_after = re.compile(f"(?P<name>{_FIRM})(?P<word>{either(self.owned, '').pattern})(?!会社)")
        self.runners = _by_word([rule for rule in introducers if rule.place == "runner"])
        self.run_by = re.compile(f"(?P<word>{either(self.runners, '').pattern})(?P<name>{_FIRM})")
        self.seats = _by_word([rule for rule in introducers if rule.place == "seat"])
        self.seated = re.compile(f"[(](?P<word>{either(self.seats, '').pattern})[・=:、]")
        self.cited = _by_word([rule for rule in introducers if rule.place == "cited"])
        self.quoted = re.compile(f"(?P<name>{_LATIN_NAME})(?P<word>{either(self.cited, '').pattern})")
        self.printed = _by_word([rule for rule in introducers if rule.place == "printed"])
        self.printed_by = re.compile(
            f"(?P<name>[一-鿿々ァ-ヺーA-Za-z]{{1,8}}?(?P<word>{either(self.printed, '').pattern}))刊(?![行])"
        )
        self.incorporated = _by_word([rule for rule in introducers if rule.place == "incorporated"])
        self.halls = _by_word([rule for rule in introducers if rule.place == "hall"])
        self.papers = _by_word([rule for rule in introducers if rule.place == "paper"])
        self.cited_by = re.compile(
            f"(?:[・、と][一-鿿ァ-ヺー]{{2,6}}){{0,2}}(?:など)?(?P<word>{either(self.papers, '').pattern})"
        )
        self.standing = _by_word([rule for rule in introducers if rule.place == "standing"])
        self.stands = either(self.standing, "")
        self.missions = _by_word([rule for rule in introducers if rule.place == "mission"])
        self.posted = re.compile(
            f"(?<![存現所滞健実])在[一-鿿ァ-ヺー]{{1,10}}(?P<word>{either(self.missions, '').pattern})"
        )
        self.lines = _by_word([rule for rule in introducers if rule.place == "line"])
        self.ring = _by_word([rule for rule in introducers if rule.place == "ring"])
        self.ring_names = re.compile(f"{_RING_NAME}(?={either(self.ring, '').pattern}(?![一-鿿々]))")
        self.worldwide = _by_word([rule for rule in introducers if rule.place == "worldwide"])
        self.spelled = _by_word([rule for rule in introducers if rule.place == "spelled"])
        self.national = _by_word([rule for rule in introducers if rule.place == "national"])
        self.units = _by_word([rule for rule in introducers if rule.place == "unit"])
        self.unit_numbers = re.compile(f"第[0-9一二三四五六七八九十]{{1,4}}{either(self.units, '').pattern}")
        self.occasions = _by_word([rule for rule in introducers if rule.place == "ordinal"])
        self.introduced_after = _by_word([rule for rule in introducers if rule.place == "after"])
        enclosed = lexicon.read(Enclosed, folders)
        self.enclosed: dict[str, list[Enclosed]] = {}
        for rule in enclosed:
            for word in split(rule.words):
                self.enclosed.setdefault(word, []).append(rule)
        self.near = {rule.id: split(rule.near) for rule in enclosed}
        bounds = lexicon.read(Bound, folders)
        self.bounds = _by_word([rule for rule in bounds if rule.kind in {"stop", "trim"}])
        self.leaders = _by_word([rule for rule in introducers if rule.place == "leader"])
        self.leads = re.compile(f"の?[^、。「」\\n]{{0,8}}?(?P<word>{either(self.leaders, '').pattern})")
        self.no_parties = tuple(_by_word(lexicon.read(NotParty, folders)))
        plays = lexicon.read(Play, folders)
        self.at_play, self.after_side, self.rival, self.rank = (
            Cues([rule for rule in plays if rule.place == place]) for place in ("at", "after", "rival", "rank")
        )
        self.elsewhere = tuple(_by_word(lexicon.read(NotPlay, folders)))
        self.inside = _by_word(lexicon.read(NotDivision, folders))
        self.generic = _by_word(lexicon.read(NotBody, folders))
        self.of_provinces = _by_word([rule for rule in bounds if rule.kind == "province"])
        self.after_school = _by_word([rule for rule in bounds if rule.kind == "school"])
        self.directions = _by_word([rule for rule in bounds if rule.kind == "direction"])
        self.title_starts = _by_word([rule for rule in bounds if rule.kind == "title"])
        self.common = _by_word(lexicon.read(NotPerson, folders))
        self.well_known = _by_word(lexicon.read(WellKnown, folders))
        self.families = _by_word(lexicon.read(FamilyName, folders))
        self.shapes = {rule.shape: rule.id for rule in lexicon.read(Shape, folders)}
        self.labels = {
            each: (rule.label, rule.id) for rule in lexicon.read(EneClass, folders) for each in split(rule.classes)
        }
        self.group_ends = {word for word, each in self.endings.items() if len(word) == 1 and each.label == "ORG"}
        lengths: dict[str, set[int]] = {}
        for word in self.endings:
            lengths.setdefault(word[-1], set()).add(len(word))
        self.ending_lengths = {last: tuple(sorted(each, reverse=True)) for last, each in lengths.items()}
        """The lengths of the endings with this last character, the longest first."""
        self.longest_ending = max(map(len, self.endings), default=0)
        self.longest_title = max(map(len, self.titles), default=0)
        self.longest_position = max(map(len, self.positions), default=0)
        self.longest_introducer = max(map(len, self.introduced_by), default=0)
        self.longest_introduced = max(map(len, self.introduced_after), default=0)
        self.letter_run = (
            re.compile(f"[{re.escape(''.join((*self.names.letters, *self.names.among_letters)))}]{{1,6}}")
            if self.names.letters
            else None
        )


def either(words: Iterable[str], then: str) -> re.Pattern[str]:
    """One of the words, the longest first, and what stands after it."""
    return re.compile("(" + "|".join(map(re.escape, sorted(words, key=len, reverse=True)) or ["(?!)"]) + ")" + then)


def _by_word(rules: Sequence[R]) -> dict[str, R]:
    """The rules by each of their words; the first rule of a word wins."""
    found: dict[str, R] = {}
    for rule in rules:
        for word in split(rule.words):
            found.setdefault(word, rule)
    return found


def is_nominal(atom: Atom) -> bool:
    """Whether the atom may be part of a name put together from words."""
    return (
        atom.hit is not None
        or atom.tag.startswith(("名詞", "接頭辞", "接尾辞", "形状詞-一般"))
        or atom.text in DOT
        or bool(KATAKANA.fullmatch(atom.text))
    )


R = TypeVar("R", bound=Words)


class Reading:
    """One article being read."""

    def __init__(self, rules: Rules, parse: Parse) -> None:
        self.rules = rules
        self.parse = parse
        self.folded = fold(parse.text)
        self.words = parse.words
        self.starts = {word.start for word in parse.words}
        self.ends = {word.end for word in parse.words}
        self.index = [-1] * len(parse.text)
        for word in parse.words:
            for offset in range(word.start, word.end):
                self.index[offset] = word.i
        self.blocked = bytearray(len(parse.text))
        self.negative: set[tuple[int, int]] = set()
        self.doubtful: list[Hit] = []
        self.long_names: dict[str, bool] = {}
        self.atoms: list[Atom] = []

    def _split(self, known: Sequence[Hit]) -> list[Atom]:
        """The text's words in order, cut at the bounds of the names known so far; a name is one atom."""
        atoms: list[Atom] = []
        folded = self.folded
        at = 0
        for word in self.words:
            start = word.start
            while start < word.end:
                while at < len(known) and known[at].end <= start:
                    at += 1
                hit = known[at] if at < len(known) else None
                if hit is not None and hit.start <= start:
                    if not atoms or atoms[-1].hit is not hit:
                        atoms.append(Atom(hit.start, hit.end, folded[hit.start : hit.end], word.tag, word.ene, hit))
                    start = hit.end
                    continue
                stop = min(word.end, hit.start) if hit is not None else word.end
                stop = self._cut(word, start, stop)
                atoms.append(Atom(start, stop, folded[start:stop], word.tag, word.ene))
                start = stop
        return atoms

    def _cut(self, word: Word, start: int, stop: int) -> int:
        """Where to cut a word that holds brackets, or a name with 氏: Sudachi makes one word of 拓(たく)."""
        for offset in range(start, stop):
            if self.folded[offset] in "()" and stop - start > 1:
                return max(offset, start + 1)
        if (
            stop - start == 2
            and self.folded[start] in self.rules.endings
            and self.folded[start + 1] in self.rules.after_school
        ):
            return start + 1  # 大卒 after a university
        if "人名" in word.tag and stop - start > 1:
            last, before = self.folded[stop - 1], self.folded[stop - 2]
            if last == "氏" or (last in _PARTICLES and KANJI.match(before)):
                return stop - 1
            rule, length = self._title_ending(start, stop)
            if rule is not None and rule.kind != "honorific" and 1 < length < stop - start - 1:
                return stop - length
        return stop

    def _joined(self, i: int) -> bool:
        """Whether the atom goes on in the next one without a gap, both nouns or parts of nouns."""
        atoms = self.atoms
        return i + 1 < len(atoms) and atoms[i].end == atoms[i + 1].start and is_nominal(atoms[i + 1])

    def _title(self, k: int) -> Beside | None:
        """The title that begins at atom k. A dot or brackets may stand before it."""
        atoms = self.atoms
        if k < len(atoms) and atoms[k].text == "(":
            close = k + 1
            while close < len(atoms) and close - k < 8 and atoms[close].text != ")":
                close += 1
            if close < len(atoms) and atoms[close].text == ")":
                k = close + 1
        if k < len(atoms) and atoms[k].text in "・":
            k += 1
        if k >= len(atoms) or not is_nominal(atoms[k]) or atoms[k].text in DOT:
            return None
        start = atoms[k].start
        best: Beside | None = None
        since = 0
        for at in range(k, min(k + STEPS, len(atoms))):
            atom = atoms[at]
            if at > k and not (atoms[at - 1].end == atom.start and is_nominal(atom)):
                break
            if atom.end - start > LONGEST or ("数詞" in atom.tag and (at == k or atoms[at - 1].text != "第")):
                break
            rule, length = (None, 0) if atom.hit is not None else self._title_ending(start, atom.end)
            if rule is not None:
                if rule.kind == "honorific":
                    if atom.end - start == length and at == k:
                        return Beside(start, atom.end, rule.kind, rule.id)
                    continue
                best, since = Beside(start, atom.end, rule.kind, rule.id), 0
            else:
                since += 1
                if best is not None and since > 1:
                    break
        return best

    def _title_ending(self, start: int, end: int) -> tuple[Title | None, int]:
        for length in range(min(self.rules.longest_title, end - start), 0, -1):
            rule = self.rules.titles.get(self.folded[end - length : end])
            if rule is not None:
                return rule, length
        return None, 0

    def _is_title(self, atom: Atom) -> bool:
        return self._title_ending(atom.start, atom.end)[0] is not None

    def _stops(self, atom: Atom) -> bool:
        bound = self.rules.bounds.get(atom.text)
        return bound is not None and bound.kind == "stop"

    def _ends_person(self, i: int) -> bool:
        hit = self.atoms[i].hit
        return hit is not None and hit.label == "PERSON"

    def _is_proper(self, atom: Atom) -> bool:
        if atom.hit is not None:
            return True
        return "固有名詞" in atom.tag

    def _is_listed(self, form: str) -> bool:
        return form in self.rules.names.by_form

    @staticmethod
    def _first(text: str, rules: dict[str, Introducer]) -> Introducer | None:
        return next((rules[text[:n]] for n in range(len(text), 0, -1) if text[:n] in rules), None)

    @staticmethod
    def _last(text: str, rules: dict[str, Introducer]) -> Introducer | None:
        return next((rules[text[n:]] for n in range(len(text)) if text[n:] in rules), None)
