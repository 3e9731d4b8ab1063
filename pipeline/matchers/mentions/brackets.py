"""Names in brackets: by the words beside them (映画「…」, 「…」紙), by their neighbours, by their own ending."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.matchers.mentions.naming import FOREIGN, Hit, Reading

_BRACKETED = re.compile(r"[「『]([^「」『』。、\n]{2,30}|[^「」『』。、\n]{2,20}、[^「」『』。、\n]{1,20})[」』]")
_BETWEEN = re.compile(r"(?:[(][^()\n]{1,15}[)])?(?:、|・|や|と|及び|および|または|,)?")
_DATED = re.compile(r"[(](?:19|20)[0-9]{2}年?[)]")
_READING = re.compile(r"[ぁ-ゖァ-ヺーA-Za-z][ぁ-ゖァ-ヺーA-Za-z0-9・= .\-]+")
_NEAR = 60
"""Characters before and after a name in which a word must stand that tells what it is."""


class Brackets(Reading):
    """Finds names in brackets."""

    def _bracketed(self) -> list[Hit]:
        """Names in brackets; what one is called the others of an enumeration are too, and the same words elsewhere."""
        matches = list(_BRACKETED.finditer(self.folded))
        told: dict[int, Hit] = {}
        named: list[Hit] = []
        for n, match in enumerate(matches):
            hit = self._introduced(match) or self._enclosed(match)
            if hit is not None:
                told[n] = hit
        self._pass_on(matches, told, range(1, len(matches)), -1)
        self._pass_on(matches, told, range(len(matches) - 2, -1, -1), 1)
        forms = {matches[n][1]: hit for n, hit in sorted(told.items(), reverse=True)}
        for n, match in enumerate(matches):
            hit = told.get(n) or forms.get(match[1])
            if hit is not None:
                told[n] = Hit(match.start(1), match.end(1), hit.label, hit.rules, hit.ene)
        for match in matches:
            published = self.rules.published.match(self.folded, match.end())
            if published is not None:
                rule = self.rules.publisher[published[2]]
                named.append(Hit(published.start(1), published.end(1), "ORG", (rule,), "Company"))
        named += [part for hit in told.values() for part in self._without_reading(hit)]
        return [*named, *(hit for n, match in enumerate(matches) if n not in told for hit in self._ends(match))]

    def _pass_on(self, matches: Sequence[re.Match[str]], told: dict[int, Hit], order: range, side: int) -> None:
        """Give each of ``matches`` that stands in an enumeration what its neighbour on one side is."""
        for n in order:
            other = told.get(n + side)
            first, second = (matches[n + side], matches[n]) if side < 0 else (matches[n], matches[n + side])
            if n not in told and other is not None and _BETWEEN.fullmatch(self.folded, first.end(), second.start()):
                told[n] = other

    def _introduced(self, match: re.Match[str]) -> Hit | None:
        """The name as the word before or after the brackets calls it."""
        folded, rules = self.folded, self.rules
        start, end = match.span(1)
        after = self._first(folded[match.end() : match.end() + rules.longest_introduced], rules.introduced_after)
        if after is not None:
            return Hit(start, end, after.label, (after.id,), after.ene)
        before = match.start()
        linked = folded[before - 1 : before] == "の" and FOREIGN.fullmatch(match[1].replace("・", "")) is not None
        if linked or folded[before - 1 : before] in {"、", "・", ":"}:
            before -= 1
        rule = self._last(folded[max(0, before - rules.longest_introducer) : before], rules.introduced_by)
        if rule is not None and before and not (linked and rule.label not in {"PRODUCT", "ORG"}):
            return Hit(start, end, rule.label, (rule.id,), rule.ene)
        published = rules.published.match(folded, match.end())
        if published is not None:
            return Hit(start, end, "WORK_OF_ART", (rules.publisher[published[2]],), "Work_Other")
        within = self._first(match[1][: rules.longest_introducer], rules.introduced_by)
        if within is not None and within.label == "FAC" and self._is_called_after(start, end):
            return Hit(start, end, within.label, (within.id,), within.ene)
        if _DATED.match(folded, match.end()):
            return Hit(start, end, "WORK_OF_ART", (rules.shapes["dated"],), "Work_Other")
        return None

    def _is_called_after(self, start: int, end: int) -> bool:
        """Whether the brackets hold a building's kind and one word that is its name: 「ギャラリー暗箱」."""
        words = self.parse.words_in(start, end)
        return len(words) == 2 and words[0].start == start and words[1].end == end and "サ変" not in words[1].tag

    def _without_reading(self, hit: Hit) -> tuple[Hit, ...]:
        """The name and the reading or other form in brackets at its end, each by itself: ツバサ(TSUBASA)."""
        form = self.folded[hit.start : hit.end]
        opening = form.find("(")
        if opening < 2 or not form.endswith(")") or len(form) - opening < 4:
            return (hit,)
        middle = hit.start + opening
        name = self.parse.text[hit.start : middle]
        if not _READING.fullmatch(self.folded, middle + 1, hit.end - 1):
            return (replace(hit, end=middle),)
        return replace(hit, end=middle), replace(hit, start=middle + 1, end=hit.end - 1, canonical=name)

    def _enclosed(self, match: re.Match[str]) -> Hit | None:
        """A name that is one in brackets only, where a word near by tells what it is: 「こだま」 of a train."""
        around = self.folded[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        for rule in self.rules.enclosed.get(match[1], ()):
            if any(word in around for word in self.rules.near[rule.id]):
                return Hit(match.start(1), match.end(1), rule.label, (rule.id,), rule.ene)
        return None

    def _ends(self, match: re.Match[str]) -> Iterator[Hit]:
        """A law, a company, a school or a work by its ending."""
        start, end = match.span(1)
        for length in range(min(self.rules.longest_ending, end - start - 2), 1, -1):
            ending = self.rules.endings.get(self.folded[end - length : end])
            if ending is None:
                continue
            firm = ending.ene in {"Company", "School"} and self.folded[end - length - 1] != "の"
            if firm or ending.label == "LAW" or ending.needs == "bracketed":
                yield Hit(start, end, ending.label, (ending.rule,), ending.ene)
                return
