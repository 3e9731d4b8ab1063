"""Names that nothing in them tells: by the words around them and by how the article uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.matchers.mentions.naming import LONGEST, Hit, Reading
from pipeline.names import TEAM

_DATELINE = re.compile(r"^[ \u3000]*【([一-鿿々ヶァ-ヺー]{2,6})(=[^】=\n]{1,14})?】", re.MULTILINE)
_TOWN = re.compile(r"[市町村区県州郡]")
_LINE = re.compile(r"線|駅|港|空港")
_PARTY = re.compile(r"[一-鿿]{2,5}党(?!首|員|派|内|大会|本部|幹部|規|史|費|利|則)")
_BESIDE = re.compile(r"[0-9]{0,3}(?:議席)?[、・やと]")
_SCORE = re.compile(r"([一-鿿々]{2,4}|[ァ-ヺー]{2,5})[0-9]{1,2}-[0-9]{1,2}([一-鿿々]{2,4}|[ァ-ヺー]{2,5})")
_SCORED = re.compile(r"[0-9]-[0-9]{1,2}$")
_SCORES = re.compile(r"、?[0-9]{1,2}-[0-9]")
_RANK = re.compile(r"[0-9]位$")
_SCHOOL = re.compile(r"(?<=[)]=)[一-鿿々ヶァ-ヺーA-Za-z]{2,9}[高大中小](?==)")
_AT = re.compile(r"で(?![はもすあの])|において")
_FULL_NAME = re.compile(r"[ァ-ヺー]{3,12}(?=[がはのにをと、。・(は])")


class Around(Reading):
    """Finds names by what stands around them."""

    def _datelines(self, known: Sequence[Hit]) -> list[Hit]:
        """Places that no list knows, from the head of a report (【弥生崎】), and wherever else they stand."""
        taken = {hit.start for hit in known}
        seen: set[str] = set()
        found: list[Hit] = []
        for match in _DATELINE.finditer(self.folded):
            start, end = match.span(1)
            if match[1] in seen or start in taken or not self._is_unknown(start, end, reporter=match[2] is not None):
                continue
            seen.add(match[1])
            rules = (self.rules.shapes["dateline_place"],)
            at = start
            while at >= 0:
                stop = at + end - start
                if at in self.starts:
                    town, line = _TOWN.match(self.folded, stop), _LINE.match(self.folded, stop)
                    if line is not None:
                        found.append(Hit(at, line.end(), "FAC", rules, "Station" if line[0] == "駅" else "Railroad"))
                    else:
                        found.append(Hit(at, town.end() if town else stop, "GPE", rules, "City"))
                at = self.folded.find(match[1], stop)
        return found

    def _is_unknown(self, start: int, end: int, *, reporter: bool) -> bool:
        """Whether the span is no everyday word: a proper noun, or pieces that Sudachi makes no word of."""
        words = list(self.parse.words_in(start, end))
        if not words or words[0].start != start or words[-1].end != end:
            return False
        if len(words) == 1:
            return "固有名詞" in words[0].tag or (reporter and words[0].tag.startswith("名詞"))
        return all(len(word.text) == 1 for word in words) or "地名" in words[0].tag

    def _parties(self, known: Sequence[Hit]) -> list[Hit]:
        """Parties called by a common noun, where their leader or another party stands beside them: 緑風党の党首."""
        ending = self.rules.endings.get("党")
        if ending is None or "党" not in self.folded:
            return []
        starts = {hit.start for hit in known if hit.ene == "Political_Party"}
        ends = {hit.end for hit in known if hit.ene == "Political_Party"}
        taken = {offset for hit in known for offset in range(hit.start, hit.end)}
        places_before = {hit.end for hit in known if hit.label == "GPE"}
        forms: dict[str, tuple[str, ...]] = {}
        places: list[tuple[int, int]] = []
        for match in _PARTY.finditer(self.folded):
            start = next((at for at in range(match.start(), match.end() - 2) if at in self.starts), -1)
            while start >= 0 and self._is_before_party(start, match.end()):
                start = next((at for at in range(start + 1, match.end() - 2) if at in self.starts), -1)
            if start < 0 or match.end() not in self.ends or start in places_before:
                continue
            if any(offset in taken for offset in range(start, match.end())) or not self._begins_noun(start):
                continue
            form = self.folded[start : match.end()]
            if form[:-1].endswith(self.rules.no_parties):
                continue
            places.append((start, match.end()))
            after = _BESIDE.match(self.folded, match.end())
            beside = after is not None and after.end() in starts
            before = next((n for n in range(1, 8) if start - n in ends), 0)
            beside = beside or bool(before and _BESIDE.fullmatch(self.folded, start - before, start))
            led = self.rules.leads.match(self.folded, match.end())
            if beside or led is not None:
                forms.setdefault(form, (self.rules.leaders[led["word"]].id,) if led is not None else ())
        return [
            Hit(start, end, "ORG", (ending.rule, *forms[self.folded[start:end]]), ending.ene)
            for start, end in places
            if self.folded[start:end] in forms
        ]

    def _is_before_party(self, start: int, end: int) -> bool:
        """Whether the word at ``start`` is one that only stands before a party's name: 同, 最大野党."""
        word = self.words[self.index[start]]
        last = self.words[self.index[end - 1]]
        if len(last.text) == 2 and last.end == end:
            return True  # 政党, 与党
        if word.end >= end:
            return False
        return word.text in self.rules.bounds or "地名" in word.tag or not word.tag.startswith("名詞")

    def _firms(self) -> Iterator[Hit]:
        """Companies by the words around them: 板ガラス大手ミルベック, ミルベックの全株式."""
        for pattern, table in (
            (self.rules.firm_before, self.rules.firms),
            (self.rules.firm_after, self.rules.owned),
            (self.rules.run_by, self.rules.runners),
        ):
            for match in pattern.finditer(self.folded):
                start, end = match.span("name")
                rule = table[match["word"]]
                beside = match["word"] + match["name"] == match[0]
                sure = match["name"].isascii() or beside or rule.sure == "yes"
                if self._is_firm(start, end, after=table is self.rules.owned, sure=sure):
                    yield Hit(start, end, "ORG", (rule.id,), "Company")

        for match in self.rules.seated.finditer(self.folded):
            start = self._noun_start(match.start())
            if match.start() - start > 2:
                yield Hit(start, match.start(), "ORG", (self.rules.seats[match["word"]].id,), "Company")
        for match in self.rules.quoted.finditer(self.folded):
            if match.start() in self.starts:
                yield Hit(*match.span("name"), "ORG", (self.rules.cited[match["word"]].id,), "Company")
        for match in self.rules.printed_by.finditer(self.folded) if "刊" in self.folded else ():
            start = next((at for at in range(match.start(), match.end("name") - 1) if self._begins_noun(at)), -1)
            if start >= 0:
                yield Hit(start, match.end("name"), "ORG", (self.rules.printed[match["word"]].id,), "Company")

    def _noun_start(self, end: int) -> int:
        """Where the nouns that end at the offset begin."""
        start = end
        while start and self.index[start - 1] >= 0:
            word = self.words[self.index[start - 1]]
            bound = self.rules.bounds.get(word.text)
            if word.end != start or not word.tag.startswith(("名詞", "接頭辞", "接尾辞")) or end - word.start > LONGEST:
                break
            if bound is not None and bound.kind == "stop":
                break
            start = word.start
        return start

    def _begins_noun(self, at: int) -> bool:
        """Whether a noun begins at the offset, and what is before it is none."""
        i = self.index[at]
        if i < 0 or self.words[i].start != at or not self.words[i].tag.startswith("名詞"):
            return False
        before = self.words[i - 1] if i else None
        return before is None or before.end < at or not before.tag.startswith(("名詞", "接頭辞"))

    def _is_firm(self, start: int, end: int, *, after: bool, sure: bool) -> bool:
        """Whether the span is a foreign word that may be a company's name, and no person's."""
        if start not in self.starts or end not in self.ends or any(self.blocked[start:end]):
            return False
        form = self.folded[start:end]
        parts = form.split("・")
        if any(part in self.rules.common or part in self.rules.titles for part in parts):
            return False
        if any(parts[0].endswith(word) for word in self.rules.firms):
            return False
        words = self.parse.words_in(start, end)
        proper = any("固有名詞" in word.tag and "地名" not in word.tag for word in words)
        guessed = any(self.rules.labels.get(word.ene) is not None for word in words)
        known = any(word.ene == "Person" or "人名-姓" in word.tag for word in words) and "・" in form
        if known or not (proper or guessed or (sure and len(form) > 3 and len(words) == 1)):
            return False
        follows = self.index[end] if end < len(self.index) else -1
        joined = follows >= 0 and self.words[follows].tag.startswith(("名詞", "接尾辞"))
        return after or not joined or self.words[follows].text in self.rules.bounds

    def _schools_of_players(self) -> list[Hit]:
        """Schools that stand after a name and an age, between lines: 岸川美咲(17)=象潟南高=."""
        rule = (self.rules.shapes["school"],)
        return [Hit(*match.span(), "ORG", rule, "School") for match in _SCHOOL.finditer(self.folded)]

    def _as_said(self, found: Sequence[Hit]) -> list[Hit]:
        """The names, public offices made buildings where something is at them, and places made newspapers.

        群馬県庁前 is at the building; 象潟によると is said of the newspaper that the article calls 象潟新聞.
        """
        paper = self.rules.endings.get("新聞")
        papers: dict[str, Hit] = {}
        for hit in found:
            form = self.folded[hit.start : hit.end]
            for length in range(2, min(5, len(form) - 1)) if hit.label == "ORG" and hit.ene == "Company" else ():
                ending = self.rules.endings.get(form[length:])
                if paper is not None and ending is not None and ending.rule == paper.rule:
                    papers.setdefault(form[:length], hit)

        def read(hit: Hit) -> Hit:
            form = self.folded[hit.start : hit.end]
            if hit.own:
                return hit
            if hit.label == "ORG" and hit.ene == "Government":
                hall = next(
                    (self.rules.halls[form[at:]] for at in range(len(form)) if form[at:] in self.rules.halls), None
                )
                beside = self.rules.stands.match(self.folded, hit.end)
                if hall is not None and (beside is not None or _AT.match(self.folded, hit.end)):
                    because = (self.rules.standing[beside[1]].id,) if beside is not None else ()
                    return replace(
                        hit, label=hall.label, ene=hall.ene, canonical="", rules=(*hit.rules, hall.id, *because)
                    )
            whole = papers.get(form) if hit.label in {"GPE", "LOC"} else None
            cited = self.rules.cited_by.match(self.folded, hit.end) if whole is not None else None
            if whole is None or cited is None:
                return hit
            canonical = whole.canonical or self.parse.text[whole.start : whole.end]
            rules = (self.rules.papers[cited["word"]].id, *whole.rules)
            return replace(whole, start=hit.start, end=hit.end, canonical=canonical, rules=rules)

        return [read(hit) for hit in found]

    def _sides(self, found: Sequence[Hit]) -> list[Hit]:
        """The names, places made teams where a score says that they play: 松浜2-1弥生, 松浜は首位に立った."""
        scores = list(_SCORE.finditer(self.folded))
        if not scores:
            return list(found)
        places = {self.folded[hit.start : hit.end] for hit in found if hit.label == "GPE" and not hit.own}
        playing = {form for match in scores if {match[1], match[2]} & places for form in match.groups()}
        if not playing:
            return list(found)
        rules = (self.rules.shapes["side"],)
        sides: list[Hit] = []
        ends = 0
        for hit in self._with_unknown(found, playing):
            form = self.folded[hit.start : hit.end]
            told = self.rules.rank.before(self.folded, hit.start) or self.rules.rival.after(self.folded, hit.end)
            rival = told or _RANK.search(self.folded, max(0, hit.start - 4), hit.start)
            if hit.start < ends:
                continue
            if hit.own or hit.ene == TEAM or not (hit.label == "PERSON" or hit.ene in {"City", "Province"}):
                sides.append(hit)
                continue
            full = _FULL_NAME.match(self.folded, hit.end) if form in playing else None
            if full is not None and full[0] not in self.rules.endings:
                sides.append(Hit(hit.start, full.end(), "ORG", rules, TEAM))
                ends = full.end()
            elif (form in playing and self._is_at_play(hit)) or (rival and hit.label == "GPE"):
                because = (*rules, told) if told else rules
                sides.append(replace(hit, label="ORG", ene=TEAM, rules=because, canonical="", title="", sure=False))
            else:
                sides.append(hit)
        return sides

    def _with_unknown(self, found: Sequence[Hit], playing: set[str]) -> list[Hit]:
        """The names found, and the sides that are no name yet, by start."""
        taken = bytearray(len(self.folded))
        for hit in found:
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        more = [
            Hit(match.start(), match.end(), "GPE", (self.rules.shapes["side"],), "City", sure=False)
            for form in sorted(playing)
            for match in re.finditer(re.escape(form), self.folded)
            if match.start() in self.starts and match.end() in self.ends and not any(taken[match.start() : match.end()])
        ]
        return sorted([*found, *more], key=lambda hit: hit.start)

    def _is_at_play(self, hit: Hit) -> bool:
        """Whether a score or a word of a match stands beside the place, and no noun goes on after it."""
        if _SCORED.search(self.folded, max(0, hit.start - 5), hit.start) or _SCORES.match(self.folded, hit.end):
            return True
        if self.rules.at_play.after(self.folded, hit.end):
            return True
        word = self.words[self.index[hit.end]] if hit.end < len(self.index) and self.index[hit.end] >= 0 else None
        if word is not None and word.tag.startswith(("名詞", "接尾辞")):
            return False
        return self.folded[hit.end : hit.end + 1] in {*"はがもとを"} or bool(
            self.rules.after_side.after(self.folded, hit.end)
        )
