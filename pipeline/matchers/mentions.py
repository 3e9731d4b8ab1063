"""Names in an article: people, organisations, places and things, where they stand.

Evidence is weighed in this order: names that the rules list; a country's one character where its neighbours say so;
people by their titles, by the parts of speech of their names and by their readings; endings that make a name of
the words before them (省, 大学, 州); brackets with a word beside them (「…」紙); abbreviations beside the full name;
what was found surely elsewhere in the article; and last GiNZA's named entities, for proper nouns only.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline import lexicon
from pipeline.names import Name, Names, fold, names, split
from pipeline.schema import LABELS, Mention
from pipeline.syntax import Parse, Word


@dataclass(frozen=True, kw_only=True)
class Words(lexicon.Rule):
    """A rule made of ``words`` joined with ``|``."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Suffix(Words):
    """Endings that make a name of the words before them; ``needs`` says what those words must be."""

    FILE = "mentions/suffixes.tsv"

    label: str
    needs: str
    ene: str = ""

    def problem(self) -> str:
        """A label or a condition that is none."""
        if self.label not in LABELS:
            return f"label is {self.label!r}, not one of {', '.join(LABELS)}"
        return "" if self.needs in NEEDS else f"needs is {self.needs!r}, not one of {', '.join(NEEDS)}"


@dataclass(frozen=True, kw_only=True)
class Title(Words):
    """Titles and forms of address beside a name. ``kind``: honorific, person, sure or role."""

    FILE = "mentions/titles.tsv"

    kind: str

    def problem(self) -> str:
        """A kind that is none."""
        return "" if self.kind in {"honorific", "person", "sure", "role"} else f"kind is {self.kind!r}"


@dataclass(frozen=True, kw_only=True)
class Letter(Words):
    """Words before or after a country's one character, or after several of them that could be another word."""

    FILE = "mentions/letters.tsv"

    place: str

    def problem(self) -> str:
        """A place that is none."""
        return "" if self.place in {"before", "after", "joined", "doubtful"} else f"place is {self.place!r}"


@dataclass(frozen=True, kw_only=True)
class Introducer(Words):
    """Words before or after brackets that tell what the name in them is."""

    FILE = "mentions/introducers.tsv"

    place: str
    label: str
    ene: str = ""

    def problem(self) -> str:
        """A place or label that is none."""
        if self.label not in LABELS:
            return f"label is {self.label!r}, not one of {', '.join(LABELS)}"
        return "" if self.place in {"before", "after"} else f"place is {self.place!r}"


@dataclass(frozen=True, kw_only=True)
class Bound(Words):
    """Words that bound a name: followed leftwards it ends before a ``stop`` and does not begin with a ``trim``.

    A person's name ends before a ``title``, a word that begins titles.
    """

    FILE = "mentions/bounds.tsv"

    kind: str

    def problem(self) -> str:
        """A kind that is none."""
        return "" if self.kind in {"stop", "trim", "title"} else f"kind is {self.kind!r}"


@dataclass(frozen=True, kw_only=True)
class NotPerson(Words):
    """Everyday foreign words, which are no person's name."""

    FILE = "mentions/not_people.tsv"


@dataclass(frozen=True, kw_only=True)
class FamilyName(Words):
    """Family names of one character."""

    FILE = "mentions/family_names.tsv"


@dataclass(frozen=True, kw_only=True)
class Shape(lexicon.Rule):
    """A way to find a name by parts of speech or by where it stands, and not by any word."""

    FILE = "mentions/shapes.tsv"
    KEY = ("shape",)

    shape: str

    def problem(self) -> str:
        """A shape that is none."""
        return "" if self.shape in SHAPES else f"shape is {self.shape!r}, not one of {', '.join(SHAPES)}"


@dataclass(frozen=True, kw_only=True)
class EneClass(lexicon.Rule):
    """GiNZA's classes of named entities, joined with ``|``, and their label here."""

    FILE = "mentions/ene.tsv"

    classes: str
    label: str


NEEDS = (
    "noun",
    "name",
    "place",
    "country",
    "foreign",
    "latin",
    "law",
    "nouns",
    "coined",
    "noun_katakana",
    "campus",
    "unit",
    "apart",
    "guessed",
)
SHAPES = ("tagged", "foreign", "confirmed", "dateline", "place")
LONGEST = 30
"""Characters that a name may have when it is put together from words."""
STEPS = 10
"""Words that a name or a title may have when it is put together."""

_KATAKANA = re.compile(r"[ァ-ヺー]+")
_FOREIGN = re.compile(r"[ァ-ヺーA-Za-z0-9&.\-]+")
_COINED = re.compile(r"[ァ-ヺー]{2,}|[ぁ-ゖ]{2,}|[A-Z][A-Za-z]+")
_LATIN = re.compile(r"[A-Za-z]")
_KANJI = re.compile(r"[一-鿿々〆ヶヵ〇]+")
_LONG_KANJI = re.compile(r"[一-鿿々ヶ]{3,}")
_NAME_CHARS = re.compile(r"[一-鿿々ぁ-ゖァ-ヺー]+")
_NUMERALS = frozenset("〇一二三四五六七八九十数")
_PARTICLES = frozenset("がはをのともに")
_QUOTES = frozenset('「『"')
_INSIDE = frozenset({"内", "長", "民", "道"})
_FORMER = frozenset("元旧全")
_DIVISIONS = frozenset("都道府県市区郡州省")
_DIRECTIONS = frozenset("東西南北新")
_DOT = "・="
_READING = re.compile(r"[(]([ァ-ヺー]+(?:[・= ][ァ-ヺー]+)*|[ぁ-ゖ]+(?:[・ ][ぁ-ゖ]+)*)[)]")
_ABBREVIATION = re.compile(r"[(=](?:略称|通称)?[、:]?([A-Z][A-Za-z&\-]{1,9})(?=[)=、])")
_EXPLAINED = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Za-z&\-]{1,9})[(]")
_AGE = re.compile(r"[(][0-9〇一二三四五六七八九十]{1,3}[)、]")
_BRACKETED = re.compile(r"[「『]([^「」『』。、\n]{2,30})[」』]")
_DATELINE = re.compile(r"[【(][^【】()=、。\n]{1,10}=([一-鿿々ぁ-ゖァ-ヺー]{1,7} ?[一-鿿々ぁ-ゖァ-ヺー]{1,6})[】)]")


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


@dataclass(frozen=True, slots=True)
class _Ending:
    """One ending with its rule."""

    label: str
    ene: str
    needs: str
    rule: str


class Matcher:
    """Finds names. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.names: Names = names(tuple(folders))
        self.endings: dict[str, _Ending] = {}
        for suffix in lexicon.read(Suffix, folders):
            for word in split(suffix.words):
                self.endings.setdefault(word, _Ending(suffix.label, suffix.ene, suffix.needs, suffix.id))
        self.titles = _by_word(lexicon.read(Title, folders))
        letters = lexicon.read(Letter, folders)
        self.before, self.after, self.joined, self.doubtful = (
            _by_word([rule for rule in letters if rule.place == place])
            for place in ("before", "after", "joined", "doubtful")
        )
        introducers = lexicon.read(Introducer, folders)
        self.introduced_by = _by_word([rule for rule in introducers if rule.place == "before"])
        self.introduced_after = _by_word([rule for rule in introducers if rule.place == "after"])
        bounds = lexicon.read(Bound, folders)
        self.bounds = _by_word([rule for rule in bounds if rule.kind != "title"])
        self.title_starts = _by_word([rule for rule in bounds if rule.kind == "title"])
        self.common = _by_word(lexicon.read(NotPerson, folders))
        self.families = _by_word(lexicon.read(FamilyName, folders))
        self.shapes = {rule.shape: rule.id for rule in lexicon.read(Shape, folders)}
        self.labels = {
            each: (rule.label, rule.id) for rule in lexicon.read(EneClass, folders) for each in split(rule.classes)
        }
        self.group_ends = {word for word, ending in self.endings.items() if len(word) == 1 and ending.label == "ORG"} | {"会"}
        self.longest_ending = max(map(len, self.endings), default=0)
        self.longest_title = max(map(len, self.titles), default=0)
        self.longest_introducer = max(map(len, self.introduced_by), default=0)
        self.letter_run = (
            re.compile(f"[{re.escape(''.join(self.names.letters))}欧]{{1,6}}") if self.names.letters else None
        )

    def find(self, parse: Parse) -> tuple[Mention, ...]:
        """The names in the article, by start."""
        return tuple(hit.mention() for hit in _Reading(self, parse).read())


R = TypeVar("R", bound=Words)


def _by_word(rules: Sequence[R]) -> dict[str, R]:
    """The rules by each of their words; the first rule of a word wins."""
    found: dict[str, R] = {}
    for rule in rules:
        for word in split(rule.words):
            found.setdefault(word, rule)
    return found


class _Reading:
    """One article being read."""

    def __init__(self, matcher: Matcher, parse: Parse) -> None:
        self.rules = matcher
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
        self.atoms: list[Atom] = []

    def read(self) -> list[Hit]:
        """Everything found, none overlapping another, by start."""
        known = self._listed()
        known = sorted(known + self._letters(known), key=lambda hit: hit.start)
        self.atoms = self._split(known)
        people = self._reporters(known) + self._people()
        if people:
            known = _without_overlaps(people + known)
            self.atoms = self._split(known)
        found = known + list(self._compounds()) + list(self._bracketed())
        found = _without_overlaps(found)
        found = _without_overlaps(self._abbreviations(found))
        found = _without_overlaps(found + self._repeated(found))
        free = [*self.doubtful, *self._guessed()]
        taken = bytearray(len(self.folded))
        for hit in found:
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        found += [hit for hit in free if not any(taken[hit.start : hit.end])]
        return _without_overlaps(found)

    # names that the rules list

    def _listed(self) -> list[Hit]:
        """Names of the lists, the longest at each place; weak forms where the name has another form too."""
        found: list[Hit] = []
        weak: list[tuple[Hit, Name]] = []
        named: set[str] = set()
        end = 0
        for start, name in self.rules.names.find(self.folded):
            stop = start + len(name.form)
            if start < end or not self._stands_alone(start, stop, name):
                continue
            if not name.label:
                end = stop
                self.blocked[start:stop] = b"\1" * (stop - start)
                self.negative.add((start, stop))
                continue
            hit = Hit(
                start, stop, name.label, (name.rule,), name.ene, name.canonical, country=name.country, own=name.own
            )
            if name.weak or not self._is_tagged(start, stop, name):
                if name.weak and self._is_credit(start, stop):
                    found.append(hit)
                    end = stop
                    continue
                weak.append((hit, name))
                continue
            if self._is_person(start, stop) and name.label in {"GPE", "LOC"}:
                if self._is_free(self.words[self.index[start]]):
                    self.doubtful.append(hit)
                continue
            named.add(name.canonical)
            found.append(hit)
            end = stop
        teams = any(hit.ene == TEAM for hit in found)
        return _without_overlaps(
            found + [hit for hit, name in weak if name.canonical in named or (teams and hit.ene == TEAM)]
        )

    def _stands_alone(self, start: int, stop: int, name: Name) -> bool:
        """Whether the form is a word or words of the text, and not a part of another word."""
        folded = self.folded
        before = folded[start - 1] if start else ""
        after = folded[stop] if stop < len(folded) else ""
        for inside, outside in ((folded[start], before), (folded[stop - 1], after)):
            if _LATIN.match(inside) and _LATIN.match(outside):
                return False
        if folded[stop - 1].isdigit() and after.isdigit():
            return False
        if name.own:
            return True
        if start not in self.starts and not (
            before in self.rules.before or before in self.rules.bounds or len(name.form) > 3 or before in "・="
        ):
            return False
        if start not in self.starts and _KATAKANA.match(folded[start]) and _KATAKANA.match(before):
            return False
        if stop in self.ends:
            return True
        if _KATAKANA.match(after) and _KATAKANA.match(folded[stop - 1]):
            return False
        word = self.words[self.index[stop]] if self.index[stop] >= 0 else None
        if word is not None and word.start > start and len(name.form) < 4:
            return False
        rest = folded[stop : word.end] if word else ""
        return (
            len(name.form) > 3
            or (len(name.form) > 1 and name.form[-1] in _DIVISIONS)
            or rest in self.rules.bounds
            or rest in self.rules.endings
            or rest in self.rules.titles
            or not _KANJI.match(rest)
            or bool(_KATAKANA.match(folded[stop - 1]))
        )

    def _is_tagged(self, start: int, stop: int, name: Name) -> bool:
        return not name.tag or any(name.tag in word.tag for word in self.parse.words_in(start, stop))

    def _is_credit(self, start: int, stop: int) -> bool:
        """Whether the form stands as a credit: (c)AFP=時事, 【カイロ共同】, ＝共同."""
        before, after = self.folded[start - 1 : start], self.folded[stop : stop + 1]
        return (before == "=" and after in {"", "\n", ")", "】", " "}) or after == "】" or (before, after) == ("(", ")")

    def _is_person(self, start: int, stop: int) -> bool:
        """Whether the span is one word, tagged as the name of a person."""
        i = self.index[start]
        return i >= 0 and self.words[i].start == start and self.words[i].end == stop and "人名" in self.words[i].tag

    # a country's one character

    def _letters(self, known: Sequence[Hit]) -> list[Hit]:
        """Countries written with one character, alone or joined."""
        if self.rules.letter_run is None:
            return []
        named = {hit.canonical for hit in known}
        taken = bytearray(self.blocked)
        heads = {hit.start: hit for hit in known}
        for hit in known:
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        found: list[Hit] = []
        for match in self.rules.letter_run.finditer(self.folded):
            start, stop = match.span()
            while start < stop and taken[start]:
                start += 1
            while start < stop and any(taken[start:stop]):
                stop -= 1
            if self.folded[start - 1 : start] in self.rules.before and start + 1 in self.ends:
                stop = start + 1  # 訪米中: 中 is no country
            rules = self._letters_stand(start, stop, named, heads)
            if rules is None:
                continue
            for offset in range(start, stop):
                found.append(self._letter(offset, rules))
        return found

    def _letter(self, offset: int, rules: tuple[str, ...]) -> Hit:
        letter = self.folded[offset]
        name = self.rules.names.letters.get(letter)
        if name is None:
            return Hit(offset, offset + 1, "LOC", rules, "Continental_Region", "欧州", sure=False)
        return Hit(
            offset,
            offset + 1,
            name.label,
            (name.rule, *rules),
            name.ene,
            name.canonical,
            country=name.country,
            sure=False,
        )

    def _letters_stand(
        self, start: int, stop: int, named: set[str], heads: Mapping[int, Hit]
    ) -> tuple[str, ...] | None:
        """The rules by which the characters from start to stop each stand for a country; None when they do not."""
        run = self.folded[start:stop]
        beside = self.folded[start - 1 : start] + self.folded[stop : stop + 1]
        if _KATAKANA.search(run) and (_KATAKANA.search(beside) or (_KATAKANA.fullmatch(run) and len(run) > 1)):
            return None
        if not run or (len(run) == 1 and run not in self.rules.names.letters) or len(set(run)) < len(run):
            return None
        before = self.folded[start - 1] if start else ""
        after_word = self._word_after(stop, self.rules.after)
        countries = [self.rules.names.letters[letter].canonical for letter in run if letter in self.rules.names.letters]
        known = all(country in named for country in countries)
        opens = (
            (start in self.starts or before in self.rules.before or before in _FORMER)
            and not before.isdigit()
            and before not in _NUMERALS
        )
        closes = stop in self.ends or bool(after_word)
        if len(run) > 1:
            joined = self._word_after(stop, self.rules.joined)
            if not opens or not (closes or joined) or run == "欧米":
                return None
            if joined:
                return (
                    self.rules.joined[joined].id,
                    *((self.rules.doubtful[run].id,) if run in self.rules.doubtful else ()),
                )
            return () if run not in self.rules.doubtful else None
        if before in self.rules.before and start - 1 in self.starts and self._ends_word(stop):
            return (self.rules.before[before].id,)
        if not opens:
            return None
        if after_word and (run in SAFE or known):
            return (self.rules.after[after_word].id,)
        beside_name = heads.get(stop)
        if run != "日" and beside_name is not None and beside_name.country == self.rules.names.letters[run].country:
            return ()
        if run not in SAFE or stop not in self.ends:
            return None
        if stop in heads or _FOREIGN.match(self.folded, stop):
            return ()
        word = self.words[self.index[start]]
        if run in SURE and word.end == stop and self._is_compounded(word):
            return ()
        return () if known and self.folded[stop : stop + 1] in "、はがのにとも」" else None

    def _is_compounded(self, word: Word) -> bool:
        """Whether a word opens a compound of nouns that it does not count or qualify: 英医学誌."""
        if word.i and self.words[word.i - 1].end == word.start and _is_noun(self.words[word.i - 1]):
            return False
        if word.i + 1 >= len(self.words) or self.words[word.i + 1].start != word.end:
            return False
        return self.words[word.i + 1].tag.startswith("名詞-普通名詞") and len(self.words[word.i + 1].text) > 1

    def _ends_word(self, stop: int) -> bool:
        """Whether a word ends at the offset, but for what may follow a name within a word: 親米派."""
        word = self.words[self.index[stop]] if stop < len(self.index) and self.index[stop] >= 0 else None
        rest = self.folded[stop : word.end] if word is not None else ""
        return stop in self.ends or rest in self.rules.bounds or rest in self.rules.endings

    def _word_after(self, offset: int, words: dict[str, Letter]) -> str:
        """The longest of ``words`` that stands at the offset and ends with a word of the text; empty for none."""
        for length in range(6, 0, -1):
            word = self.folded[offset : offset + length]
            if len(word) == length and word in words and (offset + length in self.ends):
                return word
        return ""

    # words, cut where names begin and end

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
        if "人名" in word.tag and stop - start > 1:
            last, before = self.folded[stop - 1], self.folded[stop - 2]
            if last == "氏" or (last in _PARTICLES and _KANJI.match(before)):
                return stop - 1
            rule, length = self._title_ending(start, stop)
            if rule is not None and rule.kind != "honorific" and 1 < length < stop - start - 1:
                return stop - length
        return stop

    def _joined(self, i: int) -> bool:
        """Whether the atom goes on in the next one without a gap, both nouns or parts of nouns."""
        atoms = self.atoms
        return i + 1 < len(atoms) and atoms[i].end == atoms[i + 1].start and _is_nominal(atoms[i + 1])

    # people

    def _reporters(self, known: Sequence[Hit]) -> list[Hit]:
        """Reporters in datelines: 【ソウル=山野太郎】, where the place is one."""
        starts = {hit.start: hit for hit in known}
        found: list[Hit] = []
        for match in _DATELINE.finditer(self.folded):
            place = starts.get(match.start() + 1)
            if place is not None and place.label == "GPE" and match.start(1) not in starts:
                found.append(Hit(match.start(1), match.end(1), "PERSON", (self.rules.shapes["dateline"],), "Person"))
        return found

    def _people(self) -> list[Hit]:
        """People by title, by the tags of their names, and by readings."""
        found: list[Hit] = []
        i = 0
        while i < len(self.atoms):
            atom = self.atoms[i]
            if self.blocked[atom.start] or (atom.hit is not None and not self._begins_foreign_name(i)):
                i += 1
                continue
            after, hit = i + 1, None
            if _KATAKANA.fullmatch(atom.text) and not (i and self.atoms[i - 1].text in _DOT):
                after, hit = self._foreign_person(i)
            elif (
                "地名" in atom.tag
                and _KANJI.fullmatch(atom.text)
                and not self._is_listed(atom.text)
                and not self._is_before_given_name(i)
            ):
                hit = self._person_of_place_name(i)
            elif _NAME_CHARS.fullmatch(atom.text) and (
                ("人名" in atom.tag and not self._is_only_title(atom))
                or ("地名" in atom.tag and self._is_before_given_name(i))
                or (
                    atom.text in self.rules.families
                    and atom.tag.startswith("名詞")
                    and atom.text not in self.rules.bounds
                )
            ):
                after, hit = self._person(i)
            if hit is None or (after == i + 1 and hit.label == "PERSON"):
                confirmed = self._confirmed_person(i) if _KANJI.match(atom.text) and atom.hit is None else None
            else:
                confirmed = None
            if confirmed is not None and (hit is None or confirmed[1].end > hit.end):
                after, hit = confirmed
            if hit is not None:
                found.append(hit)
                reading = _READING.match(self.folded, hit.end)
                if reading and not _KATAKANA.match(self.folded[hit.start]) and not self._is_listed(reading.group(1)):
                    name = self.parse.text[hit.start : hit.end]
                    found.append(replace(hit, start=reading.start(1), end=reading.end(1), canonical=name))
            i = after
        return found

    def _is_before_given_name(self, i: int) -> bool:
        """Whether a given name follows at once, so that a place's name is a family's: 寒川進."""
        if i + 1 >= len(self.atoms) or self.atoms[i].end != self.atoms[i + 1].start or len(self.atoms[i].text) < 2:
            return False
        return "人名-名" in self.atoms[i + 1].tag and self.atoms[i].text[-1] not in _DIVISIONS

    def _is_only_title(self, atom: Atom) -> bool:
        """Whether a word that Sudachi takes for a name is a title: 大統領, 元女優."""
        rule, length = self._title_ending(atom.start, atom.end)
        return rule is not None and rule.kind != "honorific" and 1 < length >= len(atom.text) - 1

    def _is_listed(self, form: str) -> bool:
        return form in self.rules.names.by_form

    def _foreign_person(self, i: int) -> tuple[int, Hit | None]:
        """A person whose name is in katakana at atom i, and the atom after the name."""
        atoms = self.atoms
        k, dots, tags = i + 1, 0, [atoms[i].tag]
        while k < len(atoms) and atoms[k - 1].end == atoms[k].start and k - i < STEPS:
            if atoms[k].text in _DOT and k + 1 < len(atoms) and self._is_part(k + 1):
                dots += 1
                tags.append(atoms[k + 1].tag)
                k += 2
            elif self._is_part(k) and atoms[k].hit is None and (dots or "人名" in atoms[k].tag + tags[-1]):
                tags.append(atoms[k].tag)
                k += 1
            else:
                break
        regnal = k + 1 < len(atoms) and "数詞" in atoms[k].tag and atoms[k + 1].text == "世"
        if regnal:
            k += 2
        elif dots > 1 and self._is_part_of_organization(k):
            k, dots = k - 2, dots - 1
        start, end = atoms[i].start, atoms[k - 1].end
        if end - start < 2 or end - start > LONGEST:
            return k, None
        title = self._title(k)
        tagged = any("人名" in tag for tag in tags)
        guessed = any(atom.ene == "Person" for atom in atoms[i:k])
        before = self._title_before(i)
        opening = start - 1 if self.folded[start - 1 : start] in _QUOTES and start else start
        introduced = self._last(
            self.folded[max(0, opening - self.rules.longest_introducer) : opening], self.rules.introduced_by
        )
        if introduced is not None and opening < start:
            return k, None
        place = introduced is not None and introduced.label == "GPE" and atoms[i].text not in self.rules.common
        if introduced is not None and title is None and (dots or place) and not self._joined(k - 1):
            return k, Hit(start, end, introduced.label, (introduced.id,), introduced.ene)
        if not dots and title is not None and atoms[k].text == "・":
            title = None
        if regnal:
            pass
        elif dots:
            common = any(atom.text in self.rules.common for atom in atoms[i:k])
            if not (title or before or ((tagged or guessed) and not common and self.folded[start - 1] not in _QUOTES)):
                return k, None
        elif atoms[i].text in self.rules.common or (
            title is None
            and not (tagged and guessed and end - start > 2 and not self._joined(k - 1) and not self._joined(i - 1))
        ):
            return k, None
        return k, self._hit_of_person(i, k, title, (self.rules.shapes["foreign"],))

    def _begins_foreign_name(self, i: int) -> bool:
        """Whether a listed name is a given name here: before a dot, a foreign word and a title (イオン・ルス次官)."""
        atoms = self.atoms
        hit = atoms[i].hit
        if hit is None or hit.own or hit.ene == "Country" or not _KATAKANA.fullmatch(atoms[i].text):
            return False
        if i + 2 >= len(atoms) or atoms[i + 1].text not in _DOT or atoms[i + 2].hit is not None:
            return False
        return self._is_part(i + 2) and atoms[i + 2].text not in self.rules.common and self._title(i + 3) is not None

    def _is_part_of_organization(self, k: int) -> bool:
        """Whether the words from atom k end as an organisation's name does before they end as a title."""
        atoms = self.atoms
        for at in range(k, min(k + STEPS, len(atoms))):
            if not self._joined(at - 1) or self._title_ending(atoms[at].start, atoms[at].end)[0] is not None:
                return False
            for length in range(min(self.rules.longest_ending, atoms[at].end - atoms[k].start), 1, -1):
                ending = self.rules.endings.get(self.folded[atoms[at].end - length : atoms[at].end])
                if ending is not None and ending.label == "ORG":
                    return True
        return False

    def _is_part(self, k: int) -> bool:
        atom = self.atoms[k]
        if atom.hit is not None and len(atom.text) > 3 and atom.hit.label not in {"GPE", "LOC"}:
            return False
        if atom.hit is not None and atom.hit.ene == "Country":
            return False
        return bool(_KATAKANA.fullmatch(atom.text)) or bool(re.fullmatch("[A-Z][.]?", atom.text))

    def _person(self, i: int) -> tuple[int, Hit | None]:
        """A person whose name is written in kanji or hiragana at atom i, and the atom after the name."""
        atoms = self.atoms
        first = atoms[i]
        k, strong = self._given_name(i)
        full = k > i + 1
        family = self.rules.families.get(first.text[:1]) if full and atoms[k - 1].end - first.start < 4 else None
        listed = (family.id,) if family is not None else ()
        if strong and (full or len(first.text) > 1):
            return k, self._hit_of_person(i, k, self._title(k), (self.rules.shapes["tagged"], *listed))
        title = self._title(k)
        if title is None or (not full and atoms[k].text == "・"):
            return i + 1, None
        if title[2] == "role" and "人名-姓" not in first.tag and not (full and family is not None):
            return i + 1, None
        return k, self._hit_of_person(i, k, title, listed)

    def _confirmed_person(self, i: int) -> tuple[int, Hit] | None:
        """A person whose name Sudachi does not know, by the honorific or age that follows: 志賀谷ひなさん, 遠山スミ(79).

        The name begins where a noun begins; GiNZA's guess is enough for a title in place of the honorific.
        """
        atoms = self.atoms
        first = atoms[i]
        known = "人名" in first.tag or "地名" in first.tag
        if not (known or (first.ene == "Person" and len(first.text) > 1 and "副詞可能" not in first.tag)):
            return None
        before = atoms[i - 1] if i else None
        if before is not None and before.end == first.start and _is_nominal(before) and before.text not in _DOT:
            return None
        k = i
        while k < len(atoms) and atoms[k].hit is None and atoms[k].end - first.start < 7 and k - i < STEPS // 2:
            atom = atoms[k]
            if not _NAME_CHARS.fullmatch(atom.text) or (k > i and atoms[k - 1].end != atom.start):
                break
            if k > i and atom.tag.startswith(("助詞", "助動詞", "接続詞", "動詞")) and atom.text != "ノ":
                break
            if k > i and "人名-姓" in atom.tag and "人名" not in first.tag:
                return None
            if self._is_title(atom) or atom.text in self.rules.bounds or atom.text in self.rules.title_starts:
                break
            k += 1
        name = self.folded[first.start : atoms[k - 1].end] if k > i else ""
        if k - i < 2 or len(name) > 6 or any(
            each.text[-1] in self.rules.group_ends or each.text in self.rules.endings for each in atoms[i + 1 : k]
        ):
            return None
        if any("人名" in each.tag and "人名" not in first.tag and len(each.text) > 1 for each in atoms[i + 1 : k]):
            return None
        title = self._title(k)
        aged = _AGE.match(self.folded, atoms[k - 1].end) is not None
        if title is None and not aged:
            return None
        told = aged or (title is not None and title[2] in {"honorific", "person"})
        if any(
            "数詞" in each.tag or (each.ene != "Person" and "人名" not in each.tag and not told)
            for each in atoms[i + 1 : k]
        ):
            return None
        return k, self._hit_of_person(i, k, title, (self.rules.shapes["confirmed"],))

    def _person_of_place_name(self, i: int) -> Hit | None:
        """A person whose family name is tagged as a place, when only a person can bear the title: 小山選手."""
        title = self._title(i + 1)
        if title is None or title[2] not in {"honorific", "person"} or len(self.atoms[i].text) < 2:
            return None
        if title[0] != self.atoms[i].end or self.folded[title[0] : title[1]] not in self.rules.titles:
            return None
        return self._hit_of_person(i, i + 1, title, ())

    def _given_name(self, i: int) -> tuple[int, bool]:
        """The atom after the given name that follows the family name at atom i, and whether its tags tell a full name.

        Sudachi cuts rare names into single characters (潤|之|介); these belong to the name when what follows them
        ends it.
        """
        atoms = self.atoms
        first = atoms[i]
        strong = "人名-一般" in first.tag
        size, limit = 0, 4
        if first.text[:1] in self.rules.families and len(first.text) < 3 and not first.tag.endswith("人名-姓"):
            size, limit = len(first.text) - 1, 2
        elif first.text in self.rules.families:
            limit = 2
        k = i + 1
        while k < len(atoms) and atoms[k - 1].end == atoms[k].start and size < limit:
            atom = atoms[k]
            tagged = "人名-名" in atom.tag or "人名-一般" in atom.tag
            if atom.hit is not None or size + len(atom.text) > limit or not _NAME_CHARS.fullmatch(atom.text):
                break
            if not tagged and not self._is_name_part(atom, after_given=strong and "人名" in atoms[k - 1].tag):
                break
            strong = strong or tagged
            size += len(atom.text)
            k += 1
        spaced = k + 1 if k == i + 1 and k < len(atoms) and not atoms[k].text.strip() else k
        if k == i + 1 and spaced < len(atoms) and "姓" in first.tag and "人名" in atoms[spaced].tag:
            gap = self.folded[first.end : atoms[spaced].start]
            if gap and not gap.strip(" ") and len(gap) < 4:
                return spaced + 1, True
        if "人名" not in atoms[k - 1].tag and not self._confirmed(k):
            while k > i + 1 and "人名" not in atoms[k - 1].tag:
                k -= 1
        return k, strong

    def _is_name_part(self, atom: Atom, *, after_given: bool) -> bool:
        """Whether a single character that is not tagged as a name may be part of one."""
        return (
            len(atom.text) == 1
            and (not atom.tag.startswith(("助詞", "助動詞")) or bool(_KANJI.match(atom.text)))
            and atom.text not in self.rules.titles
            and atom.text not in self.rules.bounds
            and not (after_given and atom.text in self.rules.endings)
        )

    def _confirmed(self, k: int) -> bool:
        """Whether what stands at atom k ends a name: a bracket, a title, the end of the line."""
        if k >= len(self.atoms):
            return True
        atom = self.atoms[k]
        return atom.text in set("()】、。・=") or self._title(k) is not None

    def _hit_of_person(self, i: int, k: int, title: tuple[int, int, str, str] | None, rules: tuple[str, ...]) -> Hit:
        """The person whose name is the atoms from i to k, with the title and the country that stand beside it."""
        start, end = self.atoms[i].start, self.atoms[k - 1].end
        if title is None:
            return Hit(start, end, "PERSON", rules, "Person")
        opening = self.rules.title_starts.get(self.atoms[k].text) if k < len(self.atoms) else None
        if opening is not None:
            rules = (*rules, opening.id)
        written = self.parse.text[title[0] : title[1]] if title[2] != "honorific" else ""
        country = self._country_of_person(i, k, title[1]) if written else ""
        return Hit(start, end, "PERSON", (title[3], *rules), "Person", "", written, country)

    def _country_of_person(self, i: int, k: int, title_end: int) -> str:
        """The country in the title or before the name: ロシア大統領, ロシアのプーチン大統領; not 駐ロシア大使."""
        atoms = self.atoms
        for at in range(k, len(atoms)):
            if atoms[at].start >= title_end:
                break
            hit = atoms[at].hit
            if hit is not None and hit.ene == "Country" and atoms[at - 1].text not in self.rules.before:
                return hit.country
        left = i - 2 if i > 1 and atoms[i - 1].text == "の" else i - 1
        hit = atoms[left].hit if left >= 0 else None
        if hit is not None and self.folded[hit.start - 1 : hit.start] in self.rules.before:
            return ""
        return hit.country if hit is not None and hit.ene == "Country" else ""

    def _title(self, k: int) -> tuple[int, int, str, str] | None:
        """The title that begins at atom k: its span, its kind and its rule. A dot or brackets may stand before it."""
        atoms = self.atoms
        if k < len(atoms) and atoms[k].text == "(":
            close = k + 1
            while close < len(atoms) and close - k < 8 and atoms[close].text != ")":
                close += 1
            if close < len(atoms) and atoms[close].text == ")":
                k = close + 1
        if k < len(atoms) and atoms[k].text in "・":
            k += 1
        if k >= len(atoms) or not _is_nominal(atoms[k]) or atoms[k].text in _DOT:
            return None
        start = atoms[k].start
        best: tuple[int, int, str, str] | None = None
        since = 0
        for at in range(k, min(k + STEPS, len(atoms))):
            atom = atoms[at]
            if at > k and not (atoms[at - 1].end == atom.start and _is_nominal(atom)):
                break
            if atom.end - start > LONGEST or ("数詞" in atom.tag and (at == k or atoms[at - 1].text != "第")):
                break
            rule, length = (None, 0) if atom.hit is not None else self._title_ending(start, atom.end)
            if rule is not None:
                if rule.kind == "honorific":
                    if atom.end - start == length and at == k:
                        return start, atom.end, rule.kind, rule.id
                    continue
                best, since = (start, atom.end, rule.kind, rule.id), 0
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

    def _title_before(self, i: int) -> bool:
        """Whether a title stands before atom i: 歌手マドンナ, 首相のジョン・スミス, 専門家、ジョン・スミス."""
        atoms = self.atoms
        at = i - 1
        if at >= 0 and atoms[at].text in {"の", "、", "・", "で"}:
            at -= 1
        if at < 0:
            return False
        rule, _ = self._title_ending(atoms[at].start, atoms[at].end)
        return rule is not None and rule.kind != "honorific"

    # endings

    def _compounds(self) -> Iterator[Hit]:
        """Names made by an ending and the words before it."""
        for k, atom in enumerate(self.atoms):
            if not _is_nominal(atom):
                continue
            if atom.hit is not None and atom.hit.label not in {"ORG", "FAC", "LAW", "EVENT"}:
                continue
            hit = self._compound(k)
            if hit is not None:
                yield hit

    def _compound(self, k: int) -> Hit | None:
        atoms, folded = self.atoms, self.folded
        atom = atoms[k]
        for length in range(min(self.rules.longest_ending, atom.end), 0, -1):
            ending = self.rules.endings.get(folded[atom.end - length : atom.end])
            if ending is None:
                continue
            found = self._with_ending(k, atom.end - length, ending)
            if found is not None:
                return found
        return None

    def _with_ending(self, k: int, ending_start: int, ending: _Ending) -> Hit | None:
        """The name that ends with atom k, whose ending begins at ``ending_start``."""
        atoms = self.atoms
        atom = atoms[k]
        first = k
        while first > 0 and atoms[first].start > ending_start:
            if atoms[first - 1].end != atoms[first].start:
                return None
            first -= 1
        inside = atoms[first].start < ending_start
        single = atom.end - ending_start == 1
        proper = "固有名詞" in atom.tag and "人名" not in atom.tag
        if (
            inside
            and single
            and not (proper or (ending.needs == "noun" and "サ変" not in atom.tag) or ending.needs == "unit")
        ):
            return None
        guessed = atom.ene == ending.ene or (ending.needs == "apart" and _LONG_KANJI.fullmatch(atom.text))
        if inside and ending.needs in {"apart", "guessed"} and not guessed:
            return None
        if inside and atoms[first].hit is None and self.folded[atoms[first].start : ending_start] in self.rules.bounds:
            return None
        if atom.text == "大" and not self._closes(k):
            return None
        low = first
        near = ending.label in {"GPE", "LOC", "NORP"} or ending.needs in {"country", "foreign", "latin"}
        if not (near and inside):
            while (
                low > 0
                and atom.end - atoms[low].start <= LONGEST
                and self._extends(low, k, ending, near=near and low < first)
            ):
                low -= 1
        if any(each.hit is not None for each in atoms[low:first]):
            while low < first and not self._is_proper(atoms[low]):
                low += 1
        while low < first and (atoms[low].text in _DOT or atoms[low].text in self.rules.bounds):
            low += 1
        if ending.label == "GPE" and not inside and self._joined(k) and atoms[k + 1].text in _INSIDE:
            return None
        start = atoms[low].start
        if atom.end - start > LONGEST or start == ending_start or (start, atom.end) in self.negative:
            return None
        if (
            ending.ene == "Company"
            and atom.start == ending_start
            and "サ変" in atom.tag
            and not self._is_proper(atoms[k - 1])
        ):
            return None
        if not self._needs(low, first, ending_start, ending, k, inside=inside):
            return None
        if atom.hit is not None and low == k:
            return None
        rules: tuple[str, ...] = (ending.rule,)
        if low > 0 and atoms[low - 1].end == start and atoms[low - 1].text in self.rules.bounds:
            rules += (self.rules.bounds[atoms[low - 1].text].id,)
        country = next((each.hit.country for each in atoms[low : k + 1] if each.hit and each.hit.country), "")
        return Hit(
            start,
            atom.end,
            ending.label,
            rules,
            ending.ene,
            "",
            "",
            country,
            sure=len(self.folded[start : atom.end]) > 2,
        )

    def _closes(self, k: int) -> bool:
        return not self._joined(k) or self._title(k + 1) is not None or self.atoms[k + 1].text in "・"

    def _extends(self, low: int, k: int, ending: _Ending, *, near: bool) -> bool:
        """Whether the name whose first atom is ``low`` goes on to the left."""
        atoms = self.atoms
        left = atoms[low - 1]
        if left.end != atoms[low].start or not _is_nominal(left):
            return False
        if left.text in _DOT:
            if low < 2 or left.text != "・":
                return False
            if atoms[low - 2].text in self.rules.common:
                return False
            both = _KATAKANA.fullmatch(atoms[low - 2].text) and _KATAKANA.match(atoms[low].text)
            ministry = (
                ending.ene == "Government" and _KANJI.fullmatch(atoms[low - 2].text) and atoms[low - 2].hit is None
            )
            return bool(both and (atoms[low - 2].hit is None or atoms[low].hit is None)) or bool(ministry)
        known = atoms[k].hit
        if known is not None:
            # a name of the lists takes no more than the place before it: ロシア国防省, 秋田朝日放送
            if left.hit is None or left.hit.label != "GPE":
                return False
            local = left.hit.ene in {"City", "Province"} and left.hit.country == known.country
            if ending.ene not in OFFICIAL and not (local and ending.ene == "Company"):
                return False
        if near:
            return not self._stops(left) and (atoms[low].text in _DOT or left.text in _DIRECTIONS)
        if left.hit is not None:
            return left.hit.label not in {"PERSON", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "NORP"}
        if self._stops(left) or (low > 1 and self._ends_person(low - 2) and self._is_title(left)):
            return False
        return not any(part in left.tag for part in ("数詞", "助数詞", "副詞可能"))

    def _ends_person(self, i: int) -> bool:
        hit = self.atoms[i].hit
        return hit is not None and hit.label == "PERSON"

    def _is_title(self, atom: Atom) -> bool:
        return self._title_ending(atom.start, atom.end)[0] is not None

    def _stops(self, atom: Atom) -> bool:
        bound = self.rules.bounds.get(atom.text)
        return bound is not None and bound.kind == "stop"

    def _needs(self, low: int, first: int, ending_start: int, ending: _Ending, k: int, *, inside: bool) -> bool:
        """Whether the words before the ending are what it needs."""
        atoms = self.atoms
        last = atoms[first] if inside else atoms[first - 1]
        body = atoms[low : first + 1] if inside else atoms[low:first]
        if not body:
            return False
        place = (
            (last.hit is not None and last.hit.label in {"GPE", "LOC", "ORG"})
            or "地名" in last.tag
            or (last.hit is None and "固有名詞" in last.tag)
        )
        foreign = last.hit is None and bool(_FOREIGN.fullmatch(last.text)) and len(last.text) > 1
        match ending.needs:
            case "noun":
                return ending_start - body[0].start > 1
            case "place" | "apart" | "guessed":
                return (
                    place
                    or (foreign and ending.label in {"GPE", "LOC"})
                    or (ending.label == "ORG" and any(self._is_proper(each) for each in body))
                )
            case "country":
                return last.hit is not None and last.hit.label in {"GPE", "LOC"}
            case "foreign":
                return foreign or (last.hit is not None and last.hit.label in {"GPE", "LOC"} and ending.label != "NORP")
            case "latin":
                return foreign
            case "nouns":
                return len(body) > 1 and any(self._is_proper(each) or len(each.text) > 1 for each in body)
            case "coined":
                words = [each.text for each in body if each.hit is None and _COINED.fullmatch(each.text)]
                return any(self._is_proper(each) for each in body) or (
                    any(len(word) > 1 for word in words) and not any(word in self.rules.common for word in words)
                )
            case "law":
                return len(body) > 1
            case "noun_katakana":
                return foreign
            case "campus":
                return place or (ending_start - body[0].start > 1 and self._is_before_scholar(k))
            case _:
                return any(self._is_proper(each) for each in body) or (
                    len(body) > 2 and any(each.text == "・" for each in body)
                )

    def _is_before_scholar(self, k: int) -> bool:
        """Whether a title follows atom k, at once or after の and a name: 南北大教授, 南北大の甲野教授."""
        title = self._title(k + 1)
        if title is None and k + 1 < len(self.atoms) and self.atoms[k + 1].text == "の":
            title = next((found for at in (k + 2, k + 3, k + 4) if (found := self._title(at)) is not None), None)
        return title is not None and title[2] != "honorific"

    def _is_proper(self, atom: Atom) -> bool:
        if atom.hit is not None:
            return True
        return "固有名詞" in atom.tag

    # brackets

    def _bracketed(self) -> Iterator[Hit]:
        """Names in brackets, by the word before or after them or by their own ending."""
        folded = self.folded
        for match in _BRACKETED.finditer(folded):
            start, end = match.span(1)
            after = self._first(folded[match.end() : match.end() + 4], self.rules.introduced_after)
            if after is not None:
                yield Hit(start, end, after.label, (after.id,), after.ene)
                continue
            before = match.start()
            if folded[before - 1 : before] == "、":
                before -= 1
            elif folded[before - 1 : before] == "の":
                before -= 0
            rule = self._last(folded[max(0, before - self.rules.longest_introducer) : before], self.rules.introduced_by)
            if rule is not None and before:
                yield Hit(start, end, rule.label, (rule.id,), rule.ene)
                continue
            for length in range(min(self.rules.longest_ending, end - start - 2), 0, -1):
                ending = self.rules.endings.get(folded[end - length : end])
                if ending is not None and (ending.label == "LAW" or ending.ene in {"Company", "School"}) and length > 1:
                    yield Hit(start, end, ending.label, (ending.rule,), ending.ene)
                    break

    @staticmethod
    def _first(text: str, rules: dict[str, Introducer]) -> Introducer | None:
        return next((rules[text[:n]] for n in range(len(text), 0, -1) if text[:n] in rules), None)

    @staticmethod
    def _last(text: str, rules: dict[str, Introducer]) -> Introducer | None:
        return next((rules[text[n:]] for n in range(len(text)) if text[n:] in rules), None)

    # abbreviations and repetitions

    def _abbreviations(self, found: Sequence[Hit]) -> list[Hit]:
        """The names found, and abbreviations beside a full name, X(ABC) or ABC(X): these are what X is.

        An abbreviation that the article explains itself is what the article says, wherever it stands.
        """
        by_end = {hit.end: hit for hit in found}
        by_start = {hit.start: hit for hit in found}
        full: dict[str, Hit] = {}
        more: list[Hit] = []
        for match in _ABBREVIATION.finditer(self.folded):
            before = self.folded[match.start() - 1 : match.start()]
            hit = by_end.get(match.start() - 1 if before in {"」", "』"} else match.start())
            if hit is None and self.folded[match.start()] == "(" and before not in {"」", "』"}:
                hit = self._spelled_out(match.start())
                if hit is not None:
                    more.append(hit)
            if hit is not None and hit.label != "PERSON":
                full.setdefault(match[1], hit)
                more.append(replace(hit, start=match.start(1), end=match.end(1)))
        for match in _EXPLAINED.finditer(self.folded):
            hit = by_start.get(match.end())
            if hit is None or hit.label != "ORG" or hit.end - hit.start < 5:
                continue
            if self.folded[hit.end : hit.end + 1] == ")":
                full.setdefault(match[1], hit)
                more.append(replace(hit, start=match.start(1), end=match.end(1)))

        def explained(hit: Hit) -> Hit:
            meant = full.get(self.folded[hit.start : hit.end])
            if meant is None or hit.own:
                return hit
            canonical = meant.canonical or self.parse.text[meant.start : meant.end]
            return replace(hit, label=meant.label, ene=meant.ene, country=meant.country, canonical=canonical)

        return [explained(hit) for hit in (*found, *more)]

    def _spelled_out(self, end: int) -> Hit | None:
        """The compound before an abbreviation in brackets, when it ends as an organisation does: 国際移住機関(IOM)."""
        last = bisect.bisect_left(self.atoms, end, key=lambda atom: atom.end)
        if last >= len(self.atoms) or self.atoms[last].end != end:
            return None
        low = last
        while low and self.atoms[low - 1].end == self.atoms[low].start and _is_nominal(self.atoms[low - 1]):
            if self._stops(self.atoms[low - 1]) or last - low > STEPS or self._ends_person(low - 1):
                break
            low -= 1
        while low < last and (self.atoms[low].text in _DOT or self.atoms[low].text in self.rules.bounds):
            low += 1
        form = self.folded[self.atoms[low].start : end]
        for length in range(min(self.rules.longest_ending, len(form) - 2), 0, -1):
            ending = self.rules.endings.get(form[-length:])
            if ending is not None and ending.label == "ORG" and last > low:
                return Hit(self.atoms[low].start, end, "ORG", (ending.rule,), ending.ene)
        return None

    def _repeated(self, found: Sequence[Hit]) -> list[Hit]:
        """Names found once are found everywhere; a family name where it is tagged or written in katakana."""
        full: dict[str, Hit] = {}
        families: dict[str, Hit] = {}
        for hit in found:
            form = self.folded[hit.start : hit.end]
            if hit.sure and len(form) > 2:
                full.setdefault(form, hit)
                short = self._short_form(form) if hit.ene == "Company" and hit.rules[0] == "suffix.company" else ""
                if short:
                    full.setdefault(short, replace(hit, canonical=self.parse.text[hit.start : hit.end]))
            if hit.label == "PERSON":
                last = re.split("[・=]", form)[-1]
                if last != form and len(last) > 1:
                    families.setdefault(last, hit)
                elif _KATAKANA.fullmatch(form):
                    families.setdefault(form, hit)
                else:
                    i = self.index[hit.start]
                    if i >= 0 and self.words[i].start == hit.start and self.words[i].end <= hit.end:
                        families.setdefault(self.words[i].text, hit)
        more: list[Hit] = []
        for i, atom in enumerate(self.atoms):
            person = families.get(atom.text)
            if person is None or atom.hit is not None:
                continue
            foreign = bool(_KATAKANA.fullmatch(atom.text))
            beside_dot = any(
                0 <= at < len(self.atoms) and self.atoms[at].text in _DOT and foreign for at in (i - 1, i + 1)
            )
            title = self._title(i + 1)
            tagged = "人名-姓" in atom.tag and len(atom.text) > 1 and not self._joined(i)
            if beside_dot or not (foreign or tagged or title is not None):
                continue
            more.append(self._hit_of_person(i, i + 1, title, person.rules))
        index: dict[str, set[int]] = {}
        for form in full:
            index.setdefault(form[:2], set()).add(len(form))
        for start in range(len(self.folded)):
            for length in index.get(self.folded[start : start + 2], ()):
                hit_ = full.get(self.folded[start : start + length])
                if hit_ is not None and start != hit_.start and self._whole(start, start + length):
                    more.append(replace(hit_, start=start, end=start + length, title=""))
        return more

    def _short_form(self, form: str) -> str:
        """A company's name without its ending (アオバ工業 → アオバ), when that is a foreign word; else empty."""
        for length in range(self.rules.longest_ending, 0, -1):
            if form[-length:] in self.rules.endings:
                short = form[:-length]
                plain = _KATAKANA.fullmatch(short) and len(short) > 2 and short not in self.rules.common
                return short if plain else ""
        return ""

    def _whole(self, start: int, end: int) -> bool:
        """Whether no letter of the same script goes on before or after the span."""
        for inside, outside in ((start, start - 1), (end - 1, end)):
            if 0 <= outside < len(self.folded):
                pair = self.folded[inside] + self.folded[outside]
                if _KATAKANA.fullmatch(pair) or re.fullmatch("[A-Za-z]{2}", pair):
                    return False
        return True

    # GiNZA's guesses

    def _is_free(self, word: Word) -> bool:
        """Whether a place by its tag stands alone, and not inside a compound that may be another name."""
        name = self.rules.names.by_form.get(word.text)
        if name is not None and name.label == "ORG":
            return False
        before = self.words[word.i - 1] if word.i else None
        inside = before is not None and before.end == word.start and before.tag.startswith(("名詞", "接頭辞"))
        if before is not None and inside and "地名" not in before.tag:
            return False
        after = self.words[word.i + 1] if word.i + 1 < len(self.words) else None
        return (
            after is None
            or after.start != word.end
            or not after.tag.startswith(("名詞", "接尾辞", "接頭辞"))
            or after.text in self.rules.bounds
            or "地名" in after.tag
            or after.text in self.rules.titles
        )

    def _guessed(self) -> Iterator[Hit]:
        """GiNZA's named entities, where every word of them is a proper noun; and places by their tag."""
        words = self.words
        i = 0
        while i < len(words):
            word = words[i]
            j = i + 1
            if word.ene:
                while (
                    j < len(words)
                    and words[j].ene == word.ene
                    and not words[j].ene_begins
                    and words[j].start == words[j - 1].end
                ):
                    j += 1
            if "固有名詞" in word.tag and not self.blocked[word.start]:
                label = self.rules.labels.get(word.ene) if word.ene_begins else None
                whole = all("固有名詞" in each.tag for each in words[i:j])
                if (
                    "地名" in word.tag
                    and (_KANJI.match(word.text) or _KATAKANA.fullmatch(word.text))
                    and self._is_free(word)
                ):
                    yield Hit(word.start, word.end, "GPE", (self.rules.shapes["place"],), "City", sure=False)
                elif label is not None and whole and "人名" not in word.tag:
                    yield Hit(word.start, words[j - 1].end, label[0], (label[1],), word.ene, sure=False)
            i = j


OFFICIAL = frozenset({"Government", "Military"})
"""Classes of organisations whose name takes the country before it: ロシア国防省."""
TEAM = "Pro_Sports_Organization"
"""Teams are called by short names that mean other things too (阪神), where another team is named."""
SURE = frozenset("英仏露韓豪")
"""Countries' characters that are hardly ever anything else before a noun."""
SAFE = frozenset("米英仏露韓豪伊")
"""Countries' characters that are seldom anything else before a noun."""


def _is_noun(word: Word) -> bool:
    return word.tag.startswith(("名詞", "接頭辞", "接尾辞"))


def _is_nominal(atom: Atom) -> bool:
    return (
        atom.hit is not None
        or atom.tag.startswith(("名詞", "接頭辞", "接尾辞"))
        or atom.text in _DOT
        or bool(_KATAKANA.fullmatch(atom.text))
    )


def _without_overlaps(hits: Sequence[Hit]) -> list[Hit]:
    """The hits by start, none overlapping another: a user's own first, then the longer, then the earlier found."""
    best: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.start - hit.end, not hit.own)):
        if not best or best[-1].end <= hit.start:
            best.append(hit)
        elif (hit.own, hit.end - hit.start) > (best[-1].own, best[-1].end - best[-1].start):
            best[-1] = hit
    return best
