"""Names made by an ending and the words before it: ラトビア外務省, グアナファト州, 三河精密工業."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.matchers.mentions.naming import (
    DOT,
    FOREIGN,
    KANJI,
    KATAKANA,
    LONGEST,
    Atom,
    Ending,
    Hit,
    Reading,
    is_nominal,
)

_COINED = re.compile(r"[ァ-ヺー]{2,}|[ぁ-ゖ]{2,}|[A-Z][A-Za-z]+")
_LONG_KANJI = re.compile(r"[一-鿿々ヶ]{3,}")
_AFTER_SCHOOL = frozenset("・)=、")
_ASSOCIATED = frozenset({"Organization_Other", "Sports_League"})
OFFICIAL = frozenset({"Government", "Military"})
"""Classes of organisations whose name takes the country before it: ロシア国防省."""


class Endings(Reading):
    """Finds names by their endings."""

    def _compounds(self) -> Iterator[Hit]:
        """Names made by an ending and the words before it."""
        for k, atom in enumerate(self.atoms):
            if not is_nominal(atom):
                continue
            if atom.hit is not None and atom.hit.label not in {"ORG", "FAC", "LAW", "EVENT"}:
                continue
            hit = self._compound(k)
            if hit is not None:
                yield hit

    def _compound(self, k: int) -> Hit | None:
        atoms, folded = self.atoms, self.folded
        atom = atoms[k]
        for length in self.rules.ending_lengths.get(folded[atom.end - 1], ()):
            ending = self.rules.endings.get(folded[atom.end - length : atom.end]) if length <= atom.end else None
            if ending is None or (ending.near and not self._is_near(k, ending)):
                continue
            found = self._with_ending(k, atom.end - length, ending)
            if found is not None:
                return found
        return None

    def _is_near(self, k: int, ending: Ending) -> bool:
        """Whether the line tells that the ending is meant, and no other noun follows it but one that ends a name."""
        after = self.atoms[k + 1].text if self._joined(k) else ""
        if after and after not in self.rules.bounds and not self._is_of_school(after) and self._title(k + 1) is None:
            return False
        atom = self.atoms[k]
        opening = self.folded.rfind("\n", 0, atom.start) + 1
        closing = self.folded.find("\n", atom.end)
        line = self.folded[opening : closing if closing >= 0 else len(self.folded)]
        return any(word in line for word in ending.near)

    def _with_ending(self, k: int, ending_start: int, ending: Ending) -> Hit | None:
        """The name that ends with atom k, whose ending begins at ``ending_start``."""
        atoms = self.atoms
        atom = atoms[k]
        first = k
        while first > 0 and atoms[first].start > ending_start:
            if atoms[first - 1].end != atoms[first].start:
                return None
            first -= 1
        if self.blocked[atom.end - 1] and atom.end < len(self.blocked) and self.blocked[atom.end]:
            return None  # テレビ in 連続テレビ小説
        inside = atoms[first].start < ending_start
        single = atom.end - ending_start == 1
        proper = "固有名詞" in atom.tag and "人名" not in atom.tag
        if (
            inside
            and single
            and not (proper or (ending.needs == "noun" and "サ変" not in atom.tag) or ending.needs == "unit")
            and not self._is_of_body(first)
        ):
            return None
        guessed = atom.ene == ending.ene or (ending.needs == "apart" and _LONG_KANJI.fullmatch(atom.text))
        if single and self._joined(k) and self.folded[ending_start : atom.end + 1] in self.rules.titles:
            return None  # 選挙管理委|員
        if inside and ending.needs in {"apart", "guessed"} and not guessed:
            return None
        if inside and atoms[first].hit is None and self.folded[atoms[first].start : ending_start] in self.rules.bounds:
            return None
        if atom.text == "大" and not self._closes(k):
            return None
        low = first
        near = ending.label in {"GPE", "LOC", "NORP"} or ending.needs in {"country", "foreign", "latin", "temple"}
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
        while low < first and (
            atoms[low].text in DOT
            or (
                atoms[low].hit is None
                and atoms[low].text in self.rules.bounds
                and not (atoms[low].text in self.rules.worldwide and ending.ene in _ASSOCIATED)
            )
        ):
            low += 1
        if (ending.label == "EVENT" or ending.ene in _ASSOCIATED) and self._is_national(low):
            low -= 1  # 全日本学生弓道選手権大会
        if ending.label == "GPE" and not inside and self._joined(k) and atoms[k + 1].text in self.rules.inside:
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
        if single and self.folded[ending_start - 1] == ")" and atoms[low].hit is not None:
            return None  # 四川(しせん)省
        if ending.ene == "School" and ending.needs == "name" and not inside and atoms[first - 1].text == "立":
            return None  # 横浜市立中学校 is no school's name
        whole = self.rules.endings.get(atom.text)
        if low == k and whole is not None and whole.label != ending.label:
            return None  # 医療センター, however it is tagged
        alone = atoms[low].hit if low == first - 1 or (inside and low == first) else None
        if ending.label == "FAC" and ending.ene != "Railroad" and alone is not None and alone.ene == "Country":
            return None  # ロシア製油所 is no name
        if ending.near and alone is not None and alone.label != "GPE":
            return None
        rules: tuple[str, ...] = (ending.rule,)
        if atoms[low].text in self.rules.national:
            rules += (self.rules.national[atoms[low].text].id,)
        if atoms[low].text in self.rules.worldwide and ending.ene in _ASSOCIATED:
            rules += (self.rules.worldwide[atoms[low].text].id,)
        if low > 0 and atoms[low - 1].end == start and atoms[low - 1].text in self.rules.bounds:
            rules += (self.rules.bounds[atoms[low - 1].text].id,)
        if ending.ene == "School" and k + 1 < len(atoms) and atoms[k + 1].text in self.rules.after_school:
            rules += (self.rules.after_school[atoms[k + 1].text].id,)
        if atoms[low].text in self.rules.directions:
            rules += (self.rules.directions[atoms[low].text].id,)
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
        return not self._joined(k) or self._title(k + 1) is not None or self._is_of_school(self.atoms[k + 1].text)

    def _is_national(self, low: int) -> bool:
        """Whether 全 stands at once before atom ``low``, and that is 日本."""
        hit = self.atoms[low].hit
        if hit is None or hit.ene != "Country" or hit.country != "JP" or not low:
            return False
        return self.atoms[low - 1].text == "全" and self.atoms[low - 1].end == self.atoms[low].start

    def _is_of_body(self, k: int) -> bool:
        """Whether an organisation's name stands at once before atom k: 衆院 in 衆院予算委."""
        hit = self.atoms[k - 1].hit if k and self.atoms[k - 1].end == self.atoms[k].start else None
        return hit is not None and hit.label == "ORG"

    def _is_of_school(self, after: str) -> bool:
        """Whether the word or mark is one that stands after a school's short name: 卒 in 弘前大卒."""
        return after in _AFTER_SCHOOL or after in self.rules.after_school

    def _extends(self, low: int, k: int, ending: Ending, *, near: bool) -> bool:
        """Whether the name whose first atom is ``low`` goes on to the left."""
        atoms = self.atoms
        left = atoms[low - 1]
        if left.end != atoms[low].start or not is_nominal(left):
            return False
        if left.text in DOT:
            if low < 2 or left.text != "・":
                return False
            whole = low < 3 or atoms[low - 3].end < atoms[low - 2].start or not KATAKANA.match(atoms[low - 3].text)
            whole = whole or atoms[low - 2].text in self.rules.introduced_by
            if whole and atoms[low - 2].text in self.rules.common and ending.label != "LOC":
                return False
            both = KATAKANA.fullmatch(atoms[low - 2].text) and KATAKANA.match(atoms[low].text)
            if all(self._is_placed(atoms[at]) for at in (low - 2, low)) and (
                ending.label in {"EVENT", "LAW"} or ending.ene == "Railroad"
            ):
                return True  # 中国・中央アジアサミット
            ministry = (
                ending.ene == "Government" and KANJI.fullmatch(atoms[low - 2].text) and atoms[low - 2].hit is None
            )
            return bool(both and (atoms[low - 2].hit is None or atoms[low].hit is None)) or bool(ministry)
        if left.text == "立" and low > 2 and atoms[low - 2].hit is None and not is_nominal(atoms[low - 3]):
            return False  # 町立奥谷小学校
        known = atoms[k].hit
        if known is not None:
            # a name of the lists takes no more than the place before it: ロシア国防省, 秋田朝日放送
            if left.hit is None or left.hit.label != "GPE":
                return False
            local = left.hit.ene in {"City", "Province"} and left.hit.country == known.country
            if ending.ene not in OFFICIAL and not (local and ending.ene == "Company"):
                return False
        if near:
            return not self._stops(left) and (atoms[low].text in DOT or left.text in self.rules.directions)
        if left.hit is not None:
            if ending.ene == "GOE_Other" and low == k - 1 and left.text[-1] in "都府県" and "地名" in atoms[low].tag:
                return False
            letter = left.hit.end - left.hit.start == 1
            if letter and ending.label == "ORG" and self._is_country(low):
                return False  # 在日ケニア大使館
            if letter and left.hit.ene == "Country" and ending.ene in {"School", "Company"}:
                return False  # 英ランカスター大 is two names
            return left.hit.label not in {"PERSON", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "NORP"}
        if ending.ene == "Station" and "普通名詞-サ変" in left.tag:
            return False  # 14人が負傷 / 東京駅 in headlines run together
        if ending.ene == "Railroad" and "普通名詞" in left.tag and FOREIGN.fullmatch(left.text):
            return False  # 新交通システム日暮里・舎人線
        if self._stops(left) or (low > 1 and self._ends_person(low - 2) and self._is_title(left)):
            return False
        return not any(part in left.tag for part in ("数詞", "助数詞", "副詞可能"))

    @staticmethod
    def _is_placed(atom: Atom) -> bool:
        """Whether the atom is a place, by the lists or by its tag."""
        return atom.hit.label in {"GPE", "LOC"} if atom.hit is not None else "地名" in atom.tag

    def _is_country(self, i: int) -> bool:
        hit = self.atoms[i].hit
        return hit is not None and hit.ene == "Country"

    def _needs(self, low: int, first: int, ending_start: int, ending: Ending, k: int, *, inside: bool) -> bool:
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
        foreign = last.hit is None and bool(FOREIGN.fullmatch(last.text)) and len(last.text) > 1
        match ending.needs:
            case "noun":
                return ending_start - body[0].start > 1
            case "place" | "apart" | "guessed":
                operator = atoms[low - 1].hit if low and atoms[low - 1].end == body[0].start else None
                if ending.ene == "Railroad" and operator is not None and operator.ene == "Company":
                    return True
                return (
                    place
                    or (foreign and (ending.label in {"GPE", "LOC"} or ending.ene == "Port"))
                    or (ending.label == "ORG" and any(self._is_proper(each) for each in body))
                )
            case "sea":
                return place and not (len(body) == 1 and last.hit is not None and last.hit.ene == "Country")
            case "country":
                return last.hit is not None and last.hit.label in {"GPE", "LOC"}
            case "foreign":
                if ending.label == "NORP":
                    return foreign and KATAKANA.match(last.text) is not None
                return foreign or (last.hit is not None and last.hit.label in {"GPE", "LOC"})
            case "latin":
                company = last.hit is not None and last.hit.ene == "Company" and bool(FOREIGN.fullmatch(last.text))
                return foreign or company
            case "faculty":
                form = self.folded[body[0].start : ending_start]
                campus = any(each.hit is not None and each.hit.ene == "School" for each in body)
                return campus or (len(form) > 3 and form.endswith("大学"))
            case "bracketed":
                return False
            case "branch":
                return place and not self._joined(k) and (last.hit is None or last.hit.label != "ORG")
            case "headless":
                headed = self._joined(k) and atoms[k + 1].text == "長"
                return not headed and any(self._is_proper(each) for each in body)
            case "closed":
                return not self._joined(k) and any(self._is_proper(each) for each in body)
            case "nouns":
                if body[0].hit is not None and body[0].hit.label == "ORG":
                    return True
                return len(body) > 1 and any(self._is_proper(each) or len(each.text) > 1 for each in body)
            case "coined":
                if ending.ene == "Company" and all(each.ene == ending.ene for each in (*body, atoms[k])):
                    return True
                if ending.label == "ORG" and self._is_told(body, k, ending):
                    return True
                words = [each.text for each in body if each.hit is None and _COINED.fullmatch(each.text)]
                return any(self._is_proper(each) for each in body) or (
                    any(len(word) > 1 for word in words) and not any(word in self.rules.common for word in words)
                )
            case "law":
                return len(body) > 1
            case "temple":
                form = self.folded[body[0].start : atoms[k].end]
                family = atoms[k].ene != ending.ene and any("人名" in each.tag for each in (*body, atoms[k]))
                return not family and 2 < len(form) < 6 and bool(KANJI.fullmatch(form))
            case "noun_katakana":
                return foreign
            case "campus":
                listed = (
                    k + 1 < len(atoms)
                    and atoms[k + 1].start == atoms[k].end
                    and self._is_of_school(atoms[k + 1].text)
                    and ending_start - body[0].start > 2
                )
                named = listed and any(self._is_proper(each) for each in body)
                return place or named or (ending_start - body[0].start > 1 and self._is_before_scholar(k))
            case _:
                if ending.label == "ORG" and self._is_told(body, k, ending):
                    return True
                if ending.needs == "owned" and self._is_owned(body, low):
                    return True
                if ending.label == "EVENT" and body[0].text in self.rules.national and ending_start - body[0].start > 3:
                    return True
                return any(self._is_proper(each) for each in body) or (
                    len(body) > 2 and any(each.text == "・" for each in body)
                )

    def _is_told(self, body: Sequence[Atom], k: int, ending: Ending) -> bool:
        """Whether common nouns are a body's name: a national one, or one with a person of it: 統一農政研究所の金氏."""
        national = len(body) > 1 and body[0].text in self.rules.national
        if len(body) > 1 and body[0].text in self.rules.worldwide and ending.ene in _ASSOCIATED:
            return not any(each.text in self.rules.generic for each in body)
        if national and ending.needs != "unit" and (ending.ene != "School" or body[0].text[0] in "全国"):
            return True
        if len(body) < 2 or ending.needs == "unit" or ending.ene not in {"Government", "Organization_Other"}:
            return False
        if sum(len(each.text) for each in body) < 4 or any(each.text in self.rules.generic for each in body):
            return False
        after = k + 1
        if after < len(self.atoms) and self.atoms[after].text == "(":
            after = next(
                (at + 1 for at in range(after, min(after + 6, len(self.atoms))) if self.atoms[at].text == ")"), after
            )
        if after >= len(self.atoms) or self.atoms[after].text != "の":
            return False
        return any(self._ends_person(at) for at in range(after + 1, min(after + 4, len(self.atoms))))

    def _is_owned(self, body: Sequence[Atom], low: int) -> bool:
        """Whether common nouns are a committee's name, since whose it is stands before: FDAの小児科諮問委員会."""
        if low < 2 or self.atoms[low - 1].text != "の":
            return False
        hit = self.atoms[low - 2].hit
        if hit is None or hit.label != "ORG" or sum(len(each.text) for each in body) < 3:
            return False
        return not any(each.text in self.rules.generic for each in body)

    def _is_before_scholar(self, k: int) -> bool:
        """Whether a title follows atom k, at once or after の and a name: 南北大教授, 南北大の甲野教授."""
        title = self._title(k + 1)
        if title is None and k + 1 < len(self.atoms) and self.atoms[k + 1].text == "の":
            title = next((found for at in (k + 2, k + 3, k + 4) if (found := self._title(at)) is not None), None)
        return title is not None and title.kind != "honorific"
