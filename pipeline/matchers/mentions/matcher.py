"""Names in an article: people, organisations, places and things, where they stand.

Evidence is weighed in this order: names that the rules list; a country's one character where its neighbours say so;
people by their titles, by the parts of speech of their names and by their readings; endings that make a name of
the words before them (省, 大学, 州); brackets with a word beside them (「…」紙); abbreviations beside the full name;
what was found surely elsewhere in the article; and last GiNZA's named entities, for proper nouns only.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.matchers.mentions.around import Around
from pipeline.matchers.mentions.brackets import Brackets
from pipeline.matchers.mentions.endings import Endings
from pipeline.matchers.mentions.letters import Letters
from pipeline.matchers.mentions.naming import (
    DIVISIONS,
    DOT,
    FOREIGN,
    KANJI,
    KATAKANA,
    QUOTES,
    STEPS,
    Hit,
    Rules,
    is_nominal,
)
from pipeline.matchers.mentions.people import People
from pipeline.names import TEAM, Name
from pipeline.schema import Mention
from pipeline.syntax import Parse, Word

_POSTED = 12
"""How many characters before its name a mission abroad may tell where it is: 在ドミニカ共和国."""
_LATIN = re.compile(r"[A-Za-z]")
_VERSION = re.compile(r"[0-9]{1,4}[A-Z]?(?![0-9A-Za-z.,%])")
_ABBREVIATION = re.compile(r"[(=](?:略称|通称)?[、:]?([A-Z][A-Za-z&\-]{1,9})(?=[)=、])")
_SHORTENED = re.compile(r"[(](?:以下|略称)?[、:・]?([一-鿿々ァ-ヺー]{3,8})[)]")
_EXPLAINED = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Za-z&\-]{1,9})[(]")
_ORIGINAL = re.compile(r"[(](?:[a-z]{2}:)?([A-ZÀ-Ž][A-Za-zÀ-ž'\\-]*(?:[ .]+[A-Za-zÀ-ž'\\-]+)*)[)、,=]")
_AFTER_PLAYER = frozenset("がのにはをも、(")
_DOTTED = re.compile(r"・[ァ-ヺ]")
_TOWNS = frozenset("市町村区")
_UNITS_OF_TIME = frozenset("年月日時分秒")
_ORDINAL = re.compile(r"第[0-9一二三四五六七八九十]{1,4}回(?!目)")
_SCORES = re.compile(r"[0-9]{1,2}[-=0-9>)]")
_TOLD = re.compile(r"[はがをも>】]|と[のは対]|に[0-9]|の[0-9]番")
_SCORE = re.compile(r"(?:[0-9]-[0-9]{1,2}|対)$")
_MODEL = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{1,3}-?[0-9]{1,3}[A-Z]{0,2}(?![A-Za-z0-9])|[「『][^「」『』、。\n]{0,8}[0-9]{1,4}[A-Z]?[」』]"
)


_SAID_OF_PERSON = re.compile(
    r"[がはもをに](?!対する|本社|ある|あり|住|到着|着)|の(?=[0-9]|[一-鿿]{1,4}打|ゴール|先|得点)|、(?=[一-鿿ァ-ヺー]{2,4}(?:の|ら|が))"
)
_CALLED = re.compile(r"(?<![ァ-ヺーA-Za-z・])[ァ-ヺー]{2,}[A-Z]{1,3}-?[0-9]{1,4}[A-Z]?(?![A-Za-z0-9ァ-ヺー便線])")
_ACT = re.compile(r"[(][A-Z]{2,6}[)](?:法|条約|協定)(?![一-鿿])")


class Matcher:
    """Finds names. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.rules = Rules(folders)

    def find(self, parse: Parse) -> tuple[Mention, ...]:
        """The names in the article, by start."""
        return tuple(hit.mention() for hit in _Article(self.rules, parse).read())


class _Article(People, Letters, Endings, Brackets, Around):
    """One article being read, by all that finds names."""

    def read(self) -> list[Hit]:
        """Everything found, none overlapping another, by start."""
        bracketed = self._bracketed()
        listed = self._listed()
        listed = [self._whole_in_brackets(hit) for hit in listed]
        kept = {(hit.start, hit.end) for hit in listed if hit.ene == "Company" and hit.label == "ORG"}
        bracketed = [hit for hit in bracketed if hit.label != "WORK_OF_ART" or (hit.start, hit.end) not in kept]
        called = {(hit.start, hit.end): hit.label for hit in bracketed}
        known = [hit for hit in listed if hit.own or called.get((hit.start, hit.end), hit.label) == hit.label]
        known = sorted(known + self._letters(known), key=lambda hit: hit.start)
        known = self._schools(known)
        known = _without_overlaps(known + self._datelines(known) + self._parties(known))
        self.atoms = self._split(known)
        people = self._reporters(known) + self._wrestlers() + self._people()
        if people:
            known = _without_overlaps(people + known)
            self.atoms = self._split(known)
        found = (
            known
            + list(self._compounds())
            + bracketed
            + list(self._firms())
            + self._schools_of_players()
            + self._occasions()
            + self._models()
            + self._resolutions(known)
        )
        found = _without_overlaps(found)
        found = [self._edition(self._incorporated(hit)) for hit in _without_overlaps(self._abbreviations(found))]
        found = _without_overlaps(found + self._whole_names(found) + self._repeated(found))
        free = [*self.doubtful, *self._guessed()]
        taken = bytearray(len(self.folded))
        for hit in found:
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        found += [hit for hit in free if not any(taken[hit.start : hit.end])]
        return self._as_said(self._sides(self._namesakes(_without_overlaps(found))))

    def _whole_names(self, found: Sequence[Hit]) -> list[Hit]:
        """What was found with the words that belong to its name before it: 在中フランス大使館, JR紀勢本線."""
        whole = []
        for hit in found:
            text = self.folded[hit.start : hit.end]
            mission = next((rule for word, rule in self.rules.missions.items() if text.endswith(word)), None)
            owner = next((word for word in self.rules.lines if self.folded.startswith(word, hit.start - len(word))), "")
            if mission is not None and hit.label == "ORG":
                posted = self.rules.posted.search(self.folded, max(0, hit.start - _POSTED), hit.end)
                if posted is not None and posted.end() == hit.end and posted.start() < hit.start:
                    whole.append(replace(hit, start=posted.start(), canonical="", rules=(mission.id, *hit.rules)))
            elif owner and hit.label == "FAC" and text.endswith("線") and hit.start >= len(owner):
                rules = (self.rules.lines[owner].id, *hit.rules)
                whole.append(replace(hit, start=hit.start - len(owner), canonical="", rules=rules))
        return whole

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
            i = self.index[stop - 1]
            cut = self.rules.of_provinces.get(self.words[i].text) if i >= 0 and self.words[i].end > stop else None
            rules = (name.rule, cut.id) if cut is not None else (name.rule,)
            hit = Hit(start, stop, name.label, rules, name.ene, name.canonical, country=name.country, own=name.own)
            if name.weak and self._is_counted(start, stop):
                continue
            if name.weak or not self._is_tagged(start, stop, name):
                if name.weak and self._is_credit(start, stop):
                    found.append(hit)
                    end = stop
                    continue
                weak.append((hit, name))
                continue
            long = (
                stop - start > 3 and bool(KATAKANA.fullmatch(name.form)) and self.folded[max(0, start - 1)] not in DOT
            )
            if self._is_person(start, stop) and name.label in {"GPE", "LOC"} and not long:
                if self._is_free(self.words[self.index[start]]):
                    self.doubtful.append(hit)
                continue
            named.add(name.canonical)
            word = self.words[self.index[start]] if name.ene == "Company" and self.index[start] >= 0 else None
            if (
                word is not None
                and word.start == start
                and word.end > stop
                and "固有名詞-一般" in word.tag
                and FOREIGN.fullmatch(self.folded, stop, word.end)
                and not FOREIGN.match(self.folded, stop - 1)
            ):
                hit = replace(hit, end=word.end, canonical="")  # 東芝ソレイユ
                stop = word.end
            if hit.label in {"PRODUCT", "LAW"} and not hit.own:
                hit = self._with_version(hit)
                stop = hit.end
            found.append(hit)
            end = stop
        teams = any(hit.ene == TEAM for hit in found) and not self._is_of_races()
        found = _without_overlaps(
            found
            + [
                hit
                for hit, name in weak
                if (name.canonical in named or (teams and hit.ene == TEAM)) and not _DOTTED.match(self.folded, hit.end)
            ]
        )
        return self._teams(self._schools(list(self._directed(found))))

    def _with_version(self, hit: Hit) -> Hit:
        """The name in Latin letters, with the number that belongs to it and counts nothing: Xbox360."""
        number = _VERSION.match(self.folded, hit.end) if _LATIN.match(self.folded, hit.end - 1) else None
        if number is None:
            return hit
        i = self.index[number.end()] if number.end() < len(self.index) else -1
        counted = i >= 0 and ("助数詞" in self.words[i].tag or "数詞" in self.words[i].tag)
        return hit if counted else replace(hit, end=number.end(), canonical="")

    def _teams(self, found: Sequence[Hit]) -> list[Hit]:
        """The names, places at play made teams where another team is named: 阪神は広島に敗れた."""
        teams = [hit.start for hit in found if hit.ene == TEAM]
        if not teams:
            return list(found)
        playing = {
            self.folded[hit.start : hit.end]
            for hit in found
            if self.folded[hit.start : hit.end] in self.rules.names.teams and self._is_playing(hit)
        }

        def played(hit: Hit) -> Hit:
            form = self.folded[hit.start : hit.end]
            name = self.rules.names.teams.get(form)
            if name is None or hit.own or form not in playing or hit.ene == TEAM:
                return hit
            told = self.rules.at_play.after(self.folded, hit.end) or self.rules.after_side.after(self.folded, hit.end)
            if not (told or self._is_playing(hit) or _TOLD.match(self.folded, hit.end)):
                return hit
            rules = (name.rule, told) if told else (name.rule,)
            return Hit(hit.start, hit.end, name.label, rules, name.ene, name.canonical, country=name.country)

        return [played(hit) for hit in found]

    def _is_playing(self, hit: Hit) -> bool:
        """Whether a score, or a word of a match, stands beside the name."""
        scored = _SCORES.match(self.folded, hit.end) or _SCORE.search(self.folded, 0, hit.start)
        return scored is not None or bool(self.rules.at_play.after(self.folded, hit.end))

    def _is_of_races(self) -> bool:
        """Whether the article is one in which places are no teams."""
        return any(word in self.folded for word in self.rules.elsewhere)

    def _directed(self, found: Sequence[Hit]) -> Iterator[Hit]:
        """The names, but for cities within a longer one (新大阪, 西東京); but a town is the longer (東三河市)."""
        for hit in found:
            before = hit.start - 1
            if hit.label == "LAW" and self.folded[hit.end - 1] == "法" and not hit.own:
                draft = self.folded[hit.end : hit.end + 1] == "案"
                new = draft and self.folded[before : hit.start] == "新" and before in self.starts
                yield replace(hit, start=before if new else hit.start, end=hit.end + draft) if draft else hit
                continue
            if hit.label == "FAC" and not hit.own and self._is_renewed(before):
                yield replace(hit, start=before, canonical="")
                continue
            inside = (
                hit.ene in {"City", "Province"}
                and (hit.ene == "City" or hit.country == "JP")
                and not hit.own
                and self.folded[before : hit.start] in self.rules.directions
                and before in self.starts
                and hit.start in self.starts
                and not (before and KANJI.match(self.folded[before - 1]) and self.words[self.index[before]].i)
            )
            if not inside:
                yield hit
            elif self.folded[hit.end - 1] in _TOWNS:
                because = (*hit.rules, self.rules.directions[self.folded[before]].id)
                yield replace(hit, start=before, canonical="", rules=because)

    def _is_renewed(self, at: int) -> bool:
        """Whether 新 at the offset belongs to the building's name that follows: 新国立競技場."""
        if self.folded[at : at + 1] != "新" or at not in self.starts or at + 1 not in self.starts:
            return False
        return not (at and KANJI.match(self.folded[at - 1]))

    def _schools(self, found: Sequence[Hit]) -> list[Hit]:
        """The names, two that are one made one: 駒大苫小牧, 農林水産省近畿農政局, シアトルマリナーズ."""
        joined: list[Hit] = []
        for hit in found:
            last = joined[-1] if joined else None
            if (
                last is not None
                and last.end == hit.start
                and last.ene == "Country"
                and (
                    (hit.ene == "Government" and last.end - last.start > 1)
                    or (hit.ene == "Military" and self.folded[hit.start] == "第")
                )
                and hit.country in {"", last.country}
                and not hit.own
            ):
                country = hit.country or last.country
                joined[-1] = replace(hit, start=last.start, canonical="", country=country)
            elif (
                last is not None
                and last.end == hit.start
                and last.ene == "School"
                and hit.ene in {"City", "Province"}
                and not hit.own
                and last.canonical.endswith("大学")
            ) or (
                last is not None
                and last.end == hit.start
                and last.ene == "Government"
                and hit.ene in {"Government", "Military"}
                and last.canonical.endswith(("省", "庁"))
                and not hit.own
            ):
                joined[-1] = replace(last, end=hit.end, canonical="")
            elif (
                last is not None
                and last.end == hit.start
                and (last.ene, hit.ene) == ("International_Organization", "International_Organization")
                and hit.canonical != last.canonical
                and hit.canonical.startswith(last.canonical)
                and not hit.own
            ):
                joined[-1] = replace(hit, start=last.start)
            else:
                joined.append(hit)
        return joined

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
        if before.isdigit() and folded[start] in _UNITS_OF_TIME and not folded.startswith("日本", start):
            return False
        if name.own:
            return True
        if name.ene == "Country" and name.form[-1] == "国" and len(name.form) > 2 and self._begins_word(stop - 1):
            return False  # イスラエル国防相
        if name.ene == "School" and name.form[-1] == "大" and stop not in self.ends:
            return False  # 福島大会 is no university's
        if name.ene == "Government" and name.form.endswith("委員会") and self._is_longer(start):
            return False  # 財務金融委員会 is more than 金融委員会
        if name.label == "LAW" and name.form[-1] == "法" and after == "人":
            return False  # 医療法人 is no law
        if start not in self.starts and not (
            before in self.rules.before or before in self.rules.bounds or len(name.form) > 3 or before in "・="
        ):
            return False
        if (
            start not in self.starts
            and KATAKANA.match(folded[start])
            and KATAKANA.match(before)
            and len(name.form) < 8  # 大リーグシアトルマリナーズ
            and not (name.ene == "Country" and stop in self.ends and self._is_before_title(stop))
        ):
            return False
        if before == "全" and start - 1 in self.starts and name.label in {"ORG", "EVENT"} and not name.weak:
            return False  # 全日本柔道連盟 is more than 日本柔道連盟
        if stop in self.ends:
            return True
        if KATAKANA.match(after) and KATAKANA.match(folded[stop - 1]):
            return False
        word = self.words[self.index[stop]] if self.index[stop] >= 0 else None
        if word is not None and word.start > start and len(name.form) < 4 and word.text not in self.rules.of_provinces:
            return False
        rest = folded[stop : word.end] if word else ""
        return (
            len(name.form) > 3
            or (name.ene == "Country" and start in self.starts and rest in self.rules.after)
            or (len(name.form) > 1 and name.form[-1] in DIVISIONS)
            or rest in self.rules.bounds
            or rest in self.rules.endings
            or rest in self.rules.titles
            or not KANJI.match(rest)
            or bool(KATAKANA.match(folded[stop - 1]))
        )

    def _begins_word(self, offset: int) -> bool:
        """Whether a title or another word that follows countries stands at the offset: 国防相, 国営."""
        word = self.words[self.index[offset]] if self.index[offset] >= 0 else None
        return word is not None and word.start == offset and word.end > offset + 1

    def _is_before_title(self, offset: int) -> bool:
        """Whether a title that tells a person stands at the offset: ブラジル外相 after a foreign name."""
        longest = self.rules.longest_title
        found = (self.rules.titles.get(self.folded[offset : offset + n]) for n in range(longest, 1, -1))
        return any(rule is not None and rule.kind == "sure" for rule in found)

    def _whole_in_brackets(self, hit: Hit) -> Hit:
        """The product, with the rest of the foreign words that stand in the same brackets: 「カローラクロス」."""
        if hit.label != "PRODUCT" or hit.own or self.folded[hit.start - 1 : hit.start] not in QUOTES:
            return hit
        rest = FOREIGN.match(self.folded, hit.end)
        if rest is None or self.folded[rest.end() : rest.end() + 1] not in {"」", "』"} or not hit.start:
            return hit
        return replace(hit, end=rest.end(), canonical="")

    def _is_longer(self, start: int) -> bool:
        """Whether a common noun stands at once before the offset."""
        i = self.index[start - 1] if start else -1
        return i >= 0 and self.words[i].tag.startswith("名詞-普通名詞") and self.words[i].text not in self.rules.bounds

    def _is_counted(self, start: int, stop: int) -> bool:
        """Whether the form is an adverb here, with a number after it: 毎日2ヵ所."""
        i = self.index[start]
        return i >= 0 and "副詞可能" in self.words[i].tag and self.folded[stop : stop + 1].isdigit()

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

    def _models(self) -> list[Hit]:
        """Models called by letters and a number, beside the word for what they are: P3C哨戒機, 「殲16」戦闘機."""
        found: list[Hit] = []
        for match in _MODEL.finditer(self.folded):
            start = match.start()
            rule = self._first(
                self.folded[match.end() : match.end() + self.rules.longest_introducer], self.rules.models
            )
            rule = rule or self._last(
                self.folded[max(0, start - self.rules.longest_introducer) : start], self.rules.models
            )
            if rule is not None:
                inner = 1 if self.folded[start] in QUOTES else 0
                found.append(Hit(start + inner, match.end() - inner, rule.label, (rule.id,), rule.ene))
        for match in _CALLED.finditer(self.folded):
            words = self.parse.words_in(match.start(), match.end())
            if match.start() in self.starts and words[0].text not in self.rules.common:
                found.append(Hit(match.start(), match.end(), "PRODUCT", (self.rules.shapes["model"],), "Product_Other"))
        return found

    def _occasions(self) -> list[Hit]:
        """Occasions called by a number and an ending: 第12回白鷺国際音楽祭."""
        found: list[Hit] = []
        starts = {atom.start: i for i, atom in enumerate(self.atoms)}
        for match in _ORDINAL.finditer(self.folded):
            k = starts.get(match.end(), -1)
            if k < 0 or not is_nominal(self.atoms[k]) or match.start() not in self.starts:
                continue
            first = k
            while self._joined(k) and k - first < STEPS and not self._is_title(self.atoms[k + 1]):
                if self.atoms[k + 1].tag.startswith("接頭辞") and self.atoms[k + 1].text == "第":
                    break  # 第5回…駅伝第1日
                k += 1
            form = self.folded[match.end() : self.atoms[k].end]
            ending = next((form[at:] for at in range(1, len(form) - 1) if form[at:] in self.rules.occasions), "")
            if ending and len(form) - len(ending) > 1:
                rule = self.rules.occasions[ending]
                found.append(Hit(match.start(), self.atoms[k].end, "EVENT", (rule.id,), "Occasion_Other"))
        return found

    def _resolutions(self, known: Sequence[Hit]) -> list[Hit]:
        """Resolutions and units called by a number, with whose they are: 国連安保理決議1718, 陸自第9旅団."""
        by_end = {hit.end: hit.start for hit in known}
        units = [
            Hit(
                self._unit_start(by_end, match.start()),
                match.end(),
                "ORG",
                (self.rules.units[match[1]].id,),
                "Military",
            )
            for match in self.rules.unit_numbers.finditer(self.folded)
            if match.end() in self.ends
        ]
        acts: list[Hit] = []
        for match in _ACT.finditer(self.folded):
            k = bisect.bisect_left(self.atoms, match.start(), key=lambda atom: atom.end)
            low = k
            while low and self.atoms[low - 1].end == self.atoms[low].start and is_nominal(self.atoms[low - 1]):
                if self._stops(self.atoms[low - 1]):
                    break
                low -= 1
            if k < len(self.atoms) and low < k:
                acts.append(Hit(self.atoms[low].start, match.end(), "LAW", (self.rules.shapes["act"],), "Law"))
        return (
            units
            + acts
            + [
                Hit(
                    by_end.get(match.start(), match.start()),
                    match.end(),
                    "LAW",
                    (self.rules.numbered[match[1]].id,),
                    "Law",
                )
                for match in self.rules.numbers.finditer(self.folded)
                if match.start() in by_end or match.start() in self.starts
            ]
        )

    def _unit_start(self, by_end: dict[int, int], start: int) -> int:
        """Where a unit's name begins: with whose it is (陸自第9旅団, 米第七艦隊)."""
        letter = self.folded[start - 1 : start] in self.rules.names.letters and start - 1 in self.starts
        return by_end.get(start, start - 1 if letter else start)

    def _incorporated(self, hit: Hit) -> Hit:
        """The company's name, with the words for its legal form before it: 株式会社アオバ."""
        if hit.own or hit.ene != "Company" or hit.label != "ORG":
            return hit
        for word, rule in self.rules.incorporated.items():
            start = hit.start - len(word)
            if self.folded.endswith(word, 0, hit.start) and start in self.starts:
                name = hit.canonical or self.parse.text[hit.start : hit.end]
                return replace(hit, start=start, canonical=name, rules=(*hit.rules, rule.id))
        return hit

    def _edition(self, hit: Hit) -> Hit:
        """The name, with what belongs to it after it: 朝鮮日報日本語版 of a medium, 世界柔道選手権 of an event."""
        if hit.own or not (hit.label == "EVENT" or (hit.ene == "Company" and hit.label == "ORG")):
            return hit
        for word, rule in self.rules.editions.items():
            end = hit.end + len(word)
            if rule.label == hit.label and self.folded.startswith(word, hit.end) and end in self.ends:
                whole = rule.label == "ORG" or not KANJI.match(self.folded[end : end + 1])
                return replace(hit, end=end, canonical="", rules=(*hit.rules, rule.id)) if whole else hit
        return hit

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
        for match in _SHORTENED.finditer(self.folded):
            hit = by_end.get(match.start())
            if hit is not None and hit.label == "ORG" and hit.ene != TEAM and match.start(1) not in by_start:
                form = self.folded[hit.start : hit.end]
                if len(match[1]) < len(form) and _is_within(match[1], form):
                    canonical = hit.canonical or self.parse.text[hit.start : hit.end]
                    more.append(replace(hit, start=match.start(1), end=match.end(1), canonical=canonical))
        for match in _ORIGINAL.finditer(self.folded):
            hit = by_end.get(self._end_before(match.start()))
            if hit is not None and len(match[1]) > 3 and (hit.label == "PERSON" or " " in match[1]):
                name = hit.canonical or self.parse.text[hit.start : hit.end]
                more.append(replace(hit, start=match.start(1), end=match.end(1), canonical=name, title=""))
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

    def _end_before(self, opening: int) -> int:
        """Where the name ends that a bracket explains: before a closing bracket or a form of address (氏)."""
        if self.folded[opening - 1 : opening] in {"」", "』"}:
            return opening - 1
        for length in (3, 2, 1):
            rule = self.rules.titles.get(self.folded[max(0, opening - length) : opening])
            if rule is not None and rule.kind == "honorific":
                return opening - length
        return opening

    def _spelled_out(self, end: int) -> Hit | None:
        """The compound before an abbreviation in brackets, when it ends as an organisation does: 国際移住機関(IOM)."""
        last = bisect.bisect_left(self.atoms, end, key=lambda atom: atom.end)
        if last >= len(self.atoms) or self.atoms[last].end != end:
            return None
        low = last
        while low and self.atoms[low - 1].end == self.atoms[low].start and is_nominal(self.atoms[low - 1]):
            if self._stops(self.atoms[low - 1]) or last - low > STEPS or self._ends_person(low - 1):
                break
            low -= 1
        while low < last and (self.atoms[low].text in DOT or self.atoms[low].text in self.rules.bounds):
            low += 1
        form = self.folded[self.atoms[low].start : end]
        for length in range(min(self.rules.longest_ending, len(form) - 2), 0, -1):
            ending = self.rules.endings.get(form[-length:])
            spelled = self.rules.spelled.get(form[-length:])
            if last == low or (self.atoms[low].start, end) in self.negative:
                return None
            if spelled is not None:
                return Hit(self.atoms[low].start, end, spelled.label, (spelled.id,), spelled.ene)
            if ending is not None and ending.label == "ORG":
                return Hit(self.atoms[low].start, end, "ORG", (ending.rule,), ending.ene)
        return None

    def _repeated(self, found: Sequence[Hit]) -> list[Hit]:
        """Names found once are found everywhere; a family name where it is tagged or written in katakana."""
        full: dict[str, Hit] = {}
        families: dict[str, Hit] = {}
        borne: set[str] = set()
        for hit in found:
            form = self.folded[hit.start : hit.end]
            if hit.sure and len(form) > 2:
                full.setdefault(form, hit)
                short = self._short_form(form, hit.rules[0]) or self._without_legal_form(form)
                if short:
                    full.setdefault(short, replace(hit, canonical=self.parse.text[hit.start : hit.end]))
            if hit.label == "PERSON":
                last = re.split("[・=]", form)[-1]
                if last != form and len(last) > 1:
                    families.setdefault(last, hit)
                elif KATAKANA.fullmatch(form):
                    families.setdefault(form, hit)
                else:
                    i = self.index[hit.start]
                    if i >= 0 and self.words[i].start == hit.start and self.words[i].end <= hit.end:
                        families.setdefault(self.words[i].text, hit)
                        if self.words[i].end < hit.end:
                            borne.add(self.words[i].text)
        more: list[Hit] = []
        for i, atom in enumerate(self.atoms):
            person = families.get(atom.text)
            if person is None or atom.hit is not None:
                continue
            foreign = bool(KATAKANA.fullmatch(atom.text))
            beside_dot = any(
                0 <= at < len(self.atoms) and self.atoms[at].text in DOT and foreign for at in (i - 1, i + 1)
            )
            title = self._title(i + 1)
            tagged = (
                ("人名-姓" in atom.tag or ("地名" in atom.tag and atom.text in borne))
                and len(atom.text) > 1
                and not self._joined(i)
            )
            if beside_dot or not (foreign or tagged or title is not None):
                continue
            more.append(self._hit_of_person(i, i + 1, title, person.rules))
        index: dict[str, set[int]] = {}
        for form in full:
            index.setdefault(form[:2], set()).add(len(form))
        for start in range(len(self.folded)):
            for length in index.get(self.folded[start : start + 2], ()):
                form = self.folded[start : start + length]
                hit_ = full.get(form)
                # At the text's end the slice is cut short, and may be a shorter name.
                if (
                    hit_ is not None
                    and len(form) == length
                    and start != hit_.start
                    and self._whole(start, start + length)
                ):
                    more.append(replace(hit_, start=start, end=start + length, title=""))
        return more

    def _namesakes(self, found: Sequence[Hit]) -> list[Hit]:
        """The names, bare places made people where the article is about a person of that family name: 長野.

        The place itself must not stand in the article with its ending (長野県), and the words must be said of a person.
        """
        people: dict[str, Hit] = {}
        places = {self.folded[hit.start : hit.end] for hit in found if hit.ene in {"City", "Province"} and not hit.own}
        for hit in found:
            if hit.label == "PERSON" and KANJI.match(self.folded[hit.start]):
                for length in (2, 3):
                    form = self.folded[hit.start : hit.start + length]
                    if hit.end - hit.start > length and form in places and hit.start + length in self.ends:
                        people.setdefault(form, hit)
        told = {form for form in people if not any(form + end in places for end in DIVISIONS)}
        return [
            replace(hit, label="PERSON", ene="Person", rules=people[form].rules, canonical="", country="")
            if (form := self.folded[hit.start : hit.end]) in told
            and hit.label == "GPE"
            and _SAID_OF_PERSON.match(self.folded, hit.end)
            else hit
            for hit in found
        ]

    def _short_form(self, form: str, rule: str) -> str:
        """A company's name without its ending (アオバ工業 → アオバ), when that is a foreign word; else empty.

        ``rule`` is the one that found the name.
        """
        for length in range(self.rules.longest_ending, 0, -1):
            ending = self.rules.endings.get(form[-length:])
            if ending is not None:
                if not ending.short or ending.rule != rule:
                    return ""
                short = form[:-length]
                plain = KATAKANA.fullmatch(short) and len(short) > 2 and short not in self.rules.common
                return short if plain else ""
        return ""

    def _without_legal_form(self, form: str) -> str:
        """A company's name without the words for its legal form (正田醤油株式会社 → 正田醤油); else empty."""
        for word in self.rules.incorporated:
            short = form.removesuffix(word).removeprefix(word)
            if short != form:
                return short if len(short) > 2 else ""
        return ""

    def _whole(self, start: int, end: int) -> bool:
        """Whether no letter of the same script goes on before or after the span."""
        for inside, outside in ((start, start - 1), (end - 1, end)):
            if 0 <= outside < len(self.folded):
                pair = self.folded[inside] + self.folded[outside]
                if KATAKANA.fullmatch(pair) or re.fullmatch("[A-Za-z]{2}", pair):
                    return False
        return True

    def _is_free(self, word: Word) -> bool:
        """Whether a place by its tag stands alone, and not inside a compound that may be another name."""
        name = self.rules.names.by_form.get(word.text)
        if name is not None and name.label == "ORG" and not name.weak:
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
            or after.text == "沖"
            or "地名" in after.tag
            or after.text in self.rules.titles
        )

    def _play(self, word: Word) -> str:
        """The rule by which a bare family name is a player's: 矢野 in 矢野の二塁打; empty for none."""
        fits = "人名-姓" in word.tag or ("人名" in word.tag and KATAKANA.fullmatch(word.text) is not None)
        if not fits or len(word.text) < 2 or self.rules.names.by_form.get(word.text) is not None:
            return ""
        if self.folded[word.end : word.end + 1] not in _AFTER_PLAYER or self.folded[max(0, word.start - 1)] in DOT:
            return ""
        before = self.words[word.i - 1] if word.i else None
        if before is not None and before.end == word.start and before.tag.startswith(("名詞", "接頭辞")):
            return ""
        match = self.rules.play.search(self.folded, max(0, word.start - 40), min(len(self.folded), word.end + 40))
        return self.rules.plays[match[1]].id if match else ""

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
                player = self._play(word) if word.ene == "Person" and j == i + 1 else ""
                if player:
                    yield Hit(word.start, word.end, "PERSON", (player,), "Person", sure=False)
                    i = j
                    continue
                whole = all("固有名詞" in each.tag for each in words[i:j])
                if (
                    "地名" in word.tag
                    and (KANJI.match(word.text) or KATAKANA.fullmatch(word.text))
                    and self._is_free(word)
                ):
                    off = word.text[-1] == "沖"
                    label_, ene = ("LOC", "Sea") if off else ("GPE", "City")
                    yield Hit(word.start, word.end, label_, (self.rules.shapes["place"],), ene, sure=False)
                    j = i + 1
                elif label is not None and whole and "人名" not in word.tag:
                    yield Hit(word.start, words[j - 1].end, label[0], (label[1],), word.ene, sure=False)
            i = j


def _is_within(short: str, form: str) -> bool:
    """Whether the characters of the short form stand in the other one, in their order: 宇宙機構."""
    rest = iter(form)
    return all(char in rest for char in short)


def _without_overlaps(hits: Sequence[Hit]) -> list[Hit]:
    """The hits by start, none overlapping another: a user's own first, then the longer, then the earlier found."""
    best: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.start - hit.end, not hit.own)):
        if not best or best[-1].end <= hit.start:
            best.append(hit)
        elif (hit.own, hit.end - hit.start) > (best[-1].own, best[-1].end - best[-1].start):
            best[-1] = hit
    return best
