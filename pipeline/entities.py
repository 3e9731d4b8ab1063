"""One entity for each thing named: within an article, and over the corpus' finished rows."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import lexicon
from pipeline.names import Name, fold, is_katakana, names, split
from pipeline.schema import LABELS, Annotation, Mention, Row, table
from pipeline.syntax import Parse, Word


@dataclass(frozen=True, kw_only=True)
class ShortForm(lexicon.Rule):
    """How names end in ``full`` (joined with ``|``), and what that is shortened to; nothing where ``short`` is empty.

    ``unless`` is the class of names that the short form must not be known as: ニューヨーク is a city, not the state.
    ``everywhere`` is yes where a listed name is the same without the ending in any article: 北京 and 北京市.
    """

    FILE = "mentions/short_forms.tsv"
    KEY = ("label", "full")
    ALLOWED = {"label": LABELS}

    label: str
    full: str
    short: str = ""
    unless: str = ""
    everywhere: str = ""


@dataclass(frozen=True, kw_only=True)
class TitleBound(lexicon.Rule):
    """Words (joined with ``|``) in what stands after a name that are no part of a title.

    ``kind`` is before, where the title begins after them (大山、西川両被告), or none, where what ends so is no title.
    """

    FILE = "mentions/title_bounds.tsv"
    KEY = ("words",)
    ALLOWED = {"kind": ("before", "none")}

    words: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Office(lexicon.Rule):
    """Titles (joined with ``|``) that, where no country is told, are those of ``country``."""

    FILE = "mentions/offices.tsv"
    KEY = ("country",)

    titles: str
    country: str


class Rules:
    """The names we know, what stands for titles, and for each label the endings of its names with their rules."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.names = names(folders)
        self.endings: dict[str, list[tuple[str, ShortForm]]] = {}
        for rule in lexicon.read(ShortForm, folders):
            self.endings.setdefault(rule.label, []).extend((ending, rule) for ending in split(rule.full))
        bounds = lexicon.by_key(lexicon.read(TitleBound, folders), lambda rule: split(rule.words))
        self.bounds = {word: rule for word, rule in bounds.items() if rule.kind == "before"}
        self.groups = {word: rule for word, rule in bounds.items() if rule.kind == "none"}
        self.offices = [(split(rule.titles), rule) for rule in lexicon.read(Office, folders)]

    def listed(self, label: str, form: str) -> Name | None:
        """The name that the form is, or is only the longer form of, such as 北京 of 北京市."""
        shorter = (
            form.removesuffix(ending) + rule.short
            for ending, rule in self.endings.get(label, ())
            if rule.everywhere and form.endswith(ending)
        )
        names_ = (self.names.by_form.get(fold(each)) for each in (form, *shorter))
        return next((name for name in names_ if name is not None and name.label == label and not name.weak), None)

    def is_of_name(self, word: Word) -> bool:
        """Whether a word of a title is a name: 沙羅 in 沙羅選手, but not 英元 in 英元首相."""
        return "人名" in word.tag and any(
            char not in self.names.letters and char not in _FORMERLY for char in word.text
        )

    def is_place(self, form: str) -> bool:
        """Whether the form is a place that we know."""
        name = self.names.by_form.get(fold(form)) or self.names.letters.get(form)
        return name is not None and name.label in {"GPE", "LOC"}

    def begins_with_name(self, form: str) -> bool:
        """Whether the form begins with a name that we know: 韓国軍."""
        return form[:1] in self.names.letters or any(
            start == 0 and name.label for start, name in self.names.find(fold(form))
        )


def name_entities(annotation: Annotation, parse: Parse, rules: Rules) -> Annotation:
    """Mentions with ``canonical`` and ``entity_id``: the fullest form of the same entity in the article.

    A mention comes with the ``canonical`` of its row of models/, or with the full name that stands beside it; that
    makes its ``entity_id``. A person's family name takes the full name of the article that it belongs to; one that
    stands alone stays within the article, so that its id ends in ``@`` and the article's.
    """
    if not annotation.mentions:
        return annotation
    mentions = [_titled(mention, rules, parse) if mention.title else mention for mention in annotation.mentions]
    mentions = list(_located(mentions, parse.text))
    people = _People(mentions, parse)
    things = _Things(mentions, parse.text, rules)
    named: list[Mention] = []
    for mention in mentions:
        if mention.label == "PERSON":
            name, alone = people.name(mention)
            suffix = f"@{annotation.article.article_id}" if alone else ""
            named.append(replace(mention, canonical=name, entity_id=f"PERSON:{name}{suffix}"))
        else:
            named.append(things.named(mention))
    countries = {mention.entity_id: mention.country for mention in named if mention.country}
    located = (_in_country(mention, countries.get(mention.entity_id, "")) for mention in named)
    return replace(annotation, mentions=tuple(located))


def _in_country(mention: Mention, country: str) -> Mention:
    """The mention with its country."""
    return mention if mention.country == country else replace(mention, country=country)


def _located(mentions: Iterable[Mention], text: str) -> Iterator[Mention]:
    """The mentions, places that we do not know with the country that they are told to be in: ヨルダンのアカバ."""
    outer: Mention | None = None
    for mention in mentions:
        located = mention
        if mention.label in _PLACES and not mention.country and not mention.canonical and outer is not None:
            between = text[outer.end : mention.start]
            if not between or (between in _WITHIN and outer.ene == "Country"):
                located = replace(mention, country=outer.country)
        if mention.label == "GPE":
            outer = located
        yield located


_PLACES = {"GPE", "LOC", "FAC"}
_WITHIN = {"の", "・"}
"""What stands between a country and a place in it."""


def _titled(mention: Mention, rules: Rules, parse: Parse) -> Mention:
    """The mention with no more in its title than the title, and with the country of its office."""
    group = next((rule for word, rule in rules.groups.items() if mention.title.endswith(word)), None)
    if group is not None:
        return replace(mention, title="", rules=(*mention.rules, group.id))
    start = parse.text.find(mention.title, mention.end, mention.end + _ASIDE)
    end = start + len(mention.title)
    for word in parse.words_in(start, end) if start >= 0 else ():
        bound = rules.bounds.get(word.text)
        if start <= word.start and word.end < end and (bound is not None or rules.is_of_name(word)):
            ids = (bound.id,) if bound is not None else ()
            title = parse.text[word.end : end].lstrip("・=＝")
            mention = replace(mention, title=title, rules=(*mention.rules, *ids))
    if mention.label != "PERSON" or mention.country or not mention.title:
        return mention
    first = parse.word_at(mention.start)
    if first is None or "人名-姓" not in first.tag or len(first.text) < 2 or is_katakana(first.text):
        return mention
    office = next((rule for titles, rule in rules.offices if mention.title.endswith(titles)), None)
    if office is None:
        return mention
    return replace(mention, country=office.country, rules=(*mention.rules, office.id))


_ASIDE = 40
"""Characters that a title may stand away from its name, for a reading in brackets."""
_FORMERLY = "元前現"
"""How a title begins of who bears it no more, or still."""
_DOTS = re.compile("[・･=＝]")
_COMPANY = "Company"


class _Things:
    """An article's names but for those of people, and which of them is short for which."""

    def __init__(self, mentions: Sequence[Mention], text: str, rules: Rules) -> None:
        self._text = text
        self._rules = rules
        self._by_form: dict[tuple[str, str], Mention] = {}
        self._longest: dict[tuple[str, str], str] = {}
        self._abroad = self._homonyms(mentions)
        for mention in mentions:
            if mention.label == "PERSON":
                continue
            form = self._form(mention)
            self._by_form.setdefault((mention.label, form), mention)
            known = self._known(mention, form)
            if len(form) > 1 and (mention.label != "GPE" or _is_full(form, known)):
                key = (mention.label, known)
                self._longest[key] = max(self._longest.get(key, ""), form, key=_fullness)
        self._full = self._fuller_forms()

    def _form(self, mention: Mention) -> str:
        """The name as written."""
        return self._text[mention.start : mention.end]

    def _homonyms(self, mentions: Sequence[Mention]) -> dict[tuple[str, str], Name]:
        """For each label and name that an abbreviation beside it tells to be another country's: what that one is.

        自由民主党（FDP） is not the 自由民主党 of Japan.
        """
        found: dict[tuple[str, str], Name] = {}
        for mention in mentions:
            form = self._form(mention)
            if mention.country and form.isascii():
                name = self._rules.names.by_form.get(fold(form))
                if name is not None and name.label == mention.label and name.country not in {"", mention.country}:
                    found[mention.label, mention.canonical] = name
        return found

    def _known(self, mention: Mention, form: str) -> str:
        """What the entity is called everywhere."""
        if mention.canonical:
            abroad = self._abroad.get((mention.label, mention.canonical))
            return abroad.canonical if abroad is not None else mention.canonical
        name = self._rules.listed(mention.label, form)
        return name.canonical if name is not None else form

    def named(self, mention: Mention) -> Mention:
        """The mention with the fullest form of its name, and what it is."""
        form = self._form(mention)
        rules: tuple[str, ...] = ()
        if (mention.label, form) in self._full:
            long, rule = self._full[mention.label, form]
            form = self._form(long)
            mention = replace(mention, label=long.label, canonical=long.canonical, ene=long.ene)
            rules = (rule,) if rule else ()
        known = self._known(mention, form)
        name = self._longest.get((mention.label, known), known)
        abroad = self._abroad.get((mention.label, mention.canonical))
        country = abroad.country if abroad is not None else mention.country
        entity_id = f"{mention.label}:{known}"
        return replace(mention, canonical=name, entity_id=entity_id, country=country, rules=(*mention.rules, *rules))

    def _fuller_forms(self) -> dict[tuple[str, str], tuple[Mention, str]]:
        """For each label and form that a longer form of the article stands behind, and no second one: that mention.

        南沙 for 南沙諸島; 合同参謀本部 for 韓国軍合同参謀本部; 松江地裁 for 松江地方裁判所;
        a company's first word for the company (三河 for 三河工業). The id of the rule that tells so stands beside it.
        """
        candidates: dict[tuple[str, str], dict[str, str]] = {}
        for (label, form), mention in self._by_form.items():
            for short, rule in self._shortened(label, form, mention):
                for kind in (label, "GPE") if label == "LOC" else (label,):
                    other = self._by_form.get((kind, short))
                    if other is not None and _may_be_short(other, mention, short, rule):
                        candidates.setdefault((kind, short), {}).setdefault(form, rule.id if rule else "")
        return {
            (label, short): (self._by_form.get((label, form)) or self._by_form["LOC", form], rule)
            for (label, short), forms in candidates.items()
            if len(forms) == 1
            for form, rule in forms.items()
        }

    def _shortened(self, label: str, form: str, mention: Mention) -> Iterator[tuple[str, ShortForm | None]]:
        """What the form may be shortened to, with the rule that tells so."""
        for ending, rule in self._rules.endings.get(label, ()):
            if form.endswith(ending) and len(form) > max(len(ending), 2):
                yield form.removesuffix(ending) + rule.short, rule
        if label == "ORG" and mention.ene == _COMPANY:
            yield from ((form[:length], None) for length in range(2, len(form)))
        if label in {"ORG", "NORP"}:
            for length in range(1, len(form) - (4 if label == "ORG" else 2)):
                if self._may_be_dropped(form[:length], mention):
                    yield form[length:], None

    def _may_be_dropped(self, beginning: str, mention: Mention) -> bool:
        """Whether the name may be told without its beginning: the whole that it is part of, or where it is."""
        if mention.ene == _COMPANY:
            return ("GPE", beginning) in self._by_form or self._rules.is_place(beginning)
        return (mention.label, beginning) in self._by_form or self._rules.begins_with_name(beginning)


def _fullness(form: str) -> tuple[bool, int]:
    """What makes one form fuller than another: Japanese rather than Latin letters, then its length."""
    return not form.isascii(), len(form)


def _is_full(form: str, known: str) -> bool:
    """Whether the form of a place says no more than its name: 旧ソ連 and 西ドイツ are no fuller than ソ連, ドイツ."""
    return form == known or not form.endswith(known)


def _may_be_short(short: Mention, long: Mention, form: str, rule: ShortForm | None) -> bool:
    """Whether a mention may be short for the other: it must not be known as another name of something."""
    if not short.canonical:
        return True
    if short.label != long.label or short.canonical != form or (rule is not None and rule.unless == short.ene):
        return False
    return short.label == "GPE" or _COMPANY not in {short.ene, long.ene}


class _People:
    """The people whom an article names in full, and whom its family names mean."""

    def __init__(self, mentions: Sequence[Mention], parse: Parse) -> None:
        self._parse = parse
        self._titles: dict[str, set[str]] = {}
        self._by_part: dict[str, list[tuple[int, str]]] = {}
        forms = {
            self._form(mention) for mention in mentions if mention.label == "PERSON" and not self._is_short(mention)
        }
        self._longer = _longer_names(forms)
        self._by_first: dict[str, set[str]] = {}
        for mention in mentions:
            if mention.label != "PERSON" or self._is_short(mention):
                continue
            form = mention.canonical or self._form(mention)
            name = self._longer.get(form, form)
            self._titles.setdefault(name, set()).add(mention.title)
            for part in _parts(self._form(mention)):
                self._by_part.setdefault(part, []).append((mention.start, name))
            if _DOTS.search(name):
                self._by_first.setdefault(_DOTS.split(name)[0], set()).add(name)

    def _form(self, mention: Mention) -> str:
        """The name as written, but for a space between family and given name: 山田　太郎."""
        form = self._parse.text[mention.start : mention.end]
        return form if form.isascii() else "".join(form.split())

    def _is_short(self, mention: Mention) -> bool:
        """Whether the mention is one word without a given name beside it: プーチン, 葛西, 金."""
        form = self._form(mention)
        if mention.canonical:
            return False
        if _DOTS.search(form):
            return False
        if len(form) < 3 or is_katakana(form) or (form.isascii() and " " not in form):
            return True
        word = self._parse.word_at(mention.start)
        return word is not None and word.end >= mention.end and "人名-姓" in word.tag

    def name(self, mention: Mention) -> tuple[str, bool]:
        """The person's fullest name in the article, and whether it is no more than one part of a name."""
        form = self._form(mention)
        if not self._is_short(mention):
            name = mention.canonical or form
            return self._longer.get(name, name), False
        places = self._by_part.get(form, [])
        if not places:
            whole = self._by_first.get(form) or {
                name for name in self._titles if len(form) > 1 and name.endswith(form) and not _DOTS.search(name)
            }
            return (next(iter(whole)), False) if len(whole) == 1 else (form, True)
        same = [place for place in places if mention.title and mention.title in self._titles[place[1]]] or places
        before = bisect.bisect_right(same, (mention.start, "\uffff")) - 1
        return same[max(before, 0)][1], False


def _longer_names(forms: Iterable[str]) -> dict[str, str]:
    """For each name in several words that is another one with words left out: that one, where there is but one.

    It must begin or end as the other does: ド・シャストラン is ジョン・ド・シャストラン.
    """
    several = {form: tuple(_DOTS.split(form)) for form in forms if _DOTS.search(form)}
    by_end: dict[tuple[int, str], list[str]] = {}
    for form, words in several.items():
        by_end.setdefault((0, words[0]), []).append(form)
        by_end.setdefault((-1, words[-1]), []).append(form)
    longer: dict[str, str] = {}
    for form, words in several.items():
        others = {*by_end[0, words[0]], *by_end[-1, words[-1]]}
        fits = {other for other in others if len(several[other]) > len(words) and _is_within(words, several[other])}
        if len(fits) == 1:
            longer[form] = fits.pop()
    return longer


def _is_within(words: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the words stand in the longer name, in their order."""
    rest = iter(longer)
    return all(word in rest for word in words)


def _parts(form: str) -> list[str]:
    """The forms that a full name is shortened to: its last part, or the family name of one to three characters."""
    words = form.split(" ") if form.isascii() else _DOTS.split(form)
    if len(words) > 1:
        return [words[-1]]
    return [form[:length] for length in (1, 2, 3) if length < len(form)]


def corpus(
    mentions: Iterable[Row], published: Mapping[str, str], wikidata: Mapping[str, str] | None = None
) -> tuple[list[Row], dict[str, str]]:
    """The rows of ``entities`` made from all rows of ``mentions``, and the entity ids that were merged into others.

    ``published`` gives the date of each article_id, ``wikidata`` the Wikidata id of each entity_id of models/. The
    mapping holds, for each id in the rows that is not kept, the id that takes its place. A family name that stood
    alone in its article is merged into the one full name, or else the one family name, that shares its title and
    country, and a foreign full name into the same one in another spelling; nothing else is merged.
    """
    entities: dict[str, _Entity] = {}
    for row in mentions:
        cells = dict(zip(_MENTIONS, row, strict=True))
        entity = entities.setdefault(cells["entity_id"], _Entity(cells["label"]))
        entity.add(cells)
    merged = _merged(entities)
    for old, new in merged.items():
        entities[new].absorb(entities.pop(old))
    known = wikidata or {}
    rows = [entity.row(entity_id, published, known.get(entity_id, "")) for entity_id, entity in entities.items()]
    return sorted(rows), merged


_MENTIONS = table("mentions").header


class _Entity:
    """What the rows of mentions tell of one entity."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.names: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()
        self.countries: Counter[str] = Counter()
        self.titles: set[tuple[str, str]] = set()
        self.articles: set[str] = set()

    def add(self, cells: Mapping[str, str]) -> None:
        """Count one row of mentions."""
        self.names[cells["canonical"]] += 1
        self.forms[cells["text"]] += 1
        self.articles.add(cells["article_id"])
        if cells["country"]:
            self.countries[cells["country"]] += 1
            if cells["title"]:
                self.titles.add((cells["title"], cells["country"]))

    def absorb(self, other: _Entity) -> None:
        """Take over all that is known of another id of the same entity."""
        self.names += other.names
        self.forms += other.forms
        self.countries += other.countries
        self.titles |= other.titles
        self.articles |= other.articles

    def row(self, entity_id: str, published: Mapping[str, str], wikidata: str) -> Row:
        """The row of entities."""
        canonical = max(self.names, key=lambda name: (len(name), self.names[name], name))
        country = max(self.countries, key=lambda code: (self.countries[code], code), default="")
        dates = sorted(filter(None, (published.get(article, "") for article in self.articles)))
        return (
            *(entity_id, canonical, self.label, country, wikidata, "|".join(sorted(self.forms))),
            *(str(self.forms.total()), str(len(self.articles))),
            *((dates[0], dates[-1]) if dates else ("", "")),
        )


def _merged(entities: Mapping[str, _Entity]) -> dict[str, str]:
    """For each id that is not kept the one that takes its place.

    That is, for a family name that stood alone: the one person with that name, title and country; for a foreign full
    name: the one that is only spelled in another way.
    """
    full: dict[tuple[str, str, str], set[str]] = {}
    alone: dict[tuple[str, str, str], set[str]] = {}
    for entity_id, entity in entities.items():
        if entity.label != "PERSON":
            continue
        name, _, article = entity_id.removeprefix("PERSON:").partition("@")
        for title, country in entity.titles:
            if article:
                alone.setdefault((name, title, country), set()).add(entity_id)
                continue
            for part in _parts(name):
                full.setdefault((part, title, country), set()).add(entity_id)
    spelled = _spelled_alike(entities)
    candidates: dict[str, set[str]] = {}
    for key, ids in alone.items():
        targets = {spelled.get(target, target) for target in full.get(key, ())} or {min(ids)}
        for entity_id in ids:
            candidates.setdefault(entity_id, set()).update(targets)
    merged = spelled | {
        entity_id: next(iter(targets))
        for entity_id, targets in candidates.items()
        if len(targets) == 1 and entity_id not in targets
    }
    return {old: _last(new, merged) for old, new in merged.items()}


def _spelled_alike(entities: Mapping[str, _Entity]) -> dict[str, str]:
    """For each full name in katakana that is another one in another spelling: that one, which is told of more often."""
    alike: dict[str, list[str]] = {}
    for entity_id, entity in entities.items():
        name = entity_id.removeprefix("PERSON:")
        if entity.label == "PERSON" and _DOTS.search(name) and is_katakana(_DOTS.sub("", name)):
            alike.setdefault(_spelling(name), []).append(entity_id)
    found: dict[str, str] = {}
    for ids in alike.values():
        countries = {country for entity_id in ids for country in entities[entity_id].countries}
        if len(ids) > 1 and len(countries) < 2:
            kept = max(ids, key=lambda entity_id: (entities[entity_id].forms.total(), entity_id))
            found.update((entity_id, kept) for entity_id in ids if entity_id != kept)
    return found


_SPELLINGS = str.maketrans(
    dict(zip("ァィゥェォ", "アイウエオ", strict=True)) | {"ー": "", "=": "・", "＝": "・", "･": "・"}
)
_FOREIGN_SOUNDS = re.compile("ヴ(.)")
_LABIALS = dict(zip("ァィェォ", "バビベボ", strict=True))


def _spelling(name: str) -> str:
    """The name in a spelling that is one for all that newspapers use: ウラジミール and ウラジーミル, ヴァ and バ."""
    name = _FOREIGN_SOUNDS.sub(lambda found: _LABIALS.get(found[1], "ブ" + found[1]), name)
    return name.translate(_SPELLINGS)


def _last(entity_id: str, merged: Mapping[str, str]) -> str:
    """The id at the end of a chain of merged ids; each step goes to a full name or to a smaller id, so it ends."""
    while entity_id in merged:
        entity_id = merged[entity_id]
    return entity_id
