"""People: by title, by the parts of speech of their names, by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.matchers.mentions.naming import (
    DIVISIONS,
    DOT,
    KANJI,
    KATAKANA,
    LONGEST,
    QUOTES,
    STEPS,
    Atom,
    Beside,
    Hit,
    Reading,
    either,
    is_nominal,
)
from pipeline.names import TEAM

_NAME_CHARS = re.compile(r"[一-鿿々ぁ-ゖァ-ヺー]+")
_READING = re.compile(r"[(]([ァ-ヺー]+(?:[・= ][ァ-ヺー]+)*|[ぁ-ゖ]+(?:[・ ][ぁ-ゖ]+)*)[)]")
_AGE = re.compile(r"[(][0-9〇一二三四五六七八九十]{1,3}[)、]")
_FOREIGN_AGE = re.compile(r"[(](?:[ァ-ヺー一-鿿]{1,8}[、・])?[0-9]{2}歳?[)、]")
_READ_IN_PARTS = re.compile(r"[(][ぁ-ゖ]{2,6}[・ ][ぁ-ゖ]{2,6}[)]")
_LAST = re.compile(r"([一-鿿々])[(][ぁ-ゖ]{2,6}[・ ][ぁ-ゖ]{2,6}[)]")
_HIRAGANA = re.compile(r"[ぁ-ゖ]+")
_CREDIT = re.compile(r"[(]c[)][A-Za-z]+/((?:[A-Z][A-Za-zÀ-ž'\-]+ )+[A-Z][A-Za-zÀ-ž'\-]+)(?=$|[\n)])", re.MULTILINE)
_INITIAL = re.compile(r"[A-Z]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_DATELINE = re.compile(r"[【(][^【】()=、。\n]{1,10}=([一-鿿々ぁ-ゖァ-ヺー]{1,7} ?[一-鿿々ぁ-ゖァ-ヺー]{1,6})[】)]")
_NAMED_AFTER_PEOPLE = frozenset(
    {"Company", "Airport", "Facility_Other", "GOE_Other", "Organization_Other", "Military", "School"}
)
"""Classes of what may be called by a person's name and an ending: 時津風部屋."""


class People(Reading):
    """Finds people among the atoms."""

    def _reporters(self, known: Sequence[Hit]) -> list[Hit]:
        """Reporters in datelines, where the place is one (【ソウル=山野太郎】), and in credits: (c)AFP/Jane DOE."""
        starts = {hit.start: hit for hit in known}
        found: list[Hit] = []
        for match in _DATELINE.finditer(self.folded):
            place = starts.get(match.start() + 1)
            if place is not None and place.label == "GPE" and match.start(1) not in starts:
                found.append(Hit(match.start(1), match.end(1), "PERSON", (self.rules.shapes["dateline"],), "Person"))
        for match in _CREDIT.finditer(self.folded):
            found.append(Hit(*match.span(1), "PERSON", (self.rules.shapes["credit"],), "Person"))
        return found

    def _wrestlers(self) -> list[Hit]:
        """Wrestlers by their rank (横綱朝嵐) or name (伊勢ノ海親方), and everywhere else in the article."""
        rules: dict[str, tuple[str, ...]] = {}
        for match in self.rules.ranked.finditer(self.folded):
            if match.start(2) in self.starts and match.end() in self.ends and len(match[2]) > 1:
                heads = {match[2], match[2][:1], match[2][:2]}
                if (
                    heads.isdisjoint(self.rules.ranks)
                    and heads.isdisjoint(self.rules.bounds)
                    and heads.isdisjoint(self.rules.titles)
                ):
                    rules.setdefault(match[2], (self.rules.ranks[match[1]].id,))
        for match in self.rules.ring_names.finditer(self.folded):
            rules.setdefault(match["name"], (self.rules.ring[match[2]].id,))
        if not rules:
            return []
        return [
            Hit(match.start(), match.end(), "PERSON", rules[match[0]], "Person")
            for match in either(rules, "").finditer(self.folded)
            if match.start() in self.starts and match.end() in self.ends
        ]

    def _people(self) -> list[Hit]:
        """People by title, by the tags of their names, and by readings."""
        found: list[Hit] = []
        i = 0
        while i < len(self.atoms):
            atom = self.atoms[i]
            if self.blocked[atom.start] or (atom.hit is not None and not self._begins_foreign_name(i)):
                bearer = self._bearer(i)
                if bearer is not None:
                    found.append(bearer)
                i += 1
                continue
            after, hit = i + 1, None
            if KATAKANA.fullmatch(atom.text) and not self._is_after_foreign(i):
                after, hit = self._foreign_person(i)
            elif (
                "地名" in atom.tag
                and KANJI.fullmatch(atom.text)
                and not self._is_listed(atom.text)
                and not self._is_before_given_name(i)
            ):
                hit = self._person_of_place_name(i)
            elif "地名" in atom.tag and (bearer := self._bearer(i)) is not None:
                hit = bearer
            elif "固有名詞-一般" in atom.tag and atom.ene == "Person" and KANJI.fullmatch(atom.text):
                hit = self._person_of_place_name(i)
            elif _NAME_CHARS.fullmatch(atom.text) and (
                ("人名" in atom.tag and not self._is_only_title(atom) and not self._is_bound(atom))
                or ("地名" in atom.tag and self._is_before_given_name(i))
                or (
                    atom.text in self.rules.families
                    and atom.tag.startswith("名詞")
                    and atom.text not in self.rules.bounds
                )
            ):
                after, hit = self._person(i)
            if hit is None or (after == i + 1 and hit.label == "PERSON"):
                confirmed = self._confirmed_person(i) if KANJI.match(atom.text) and atom.hit is None else None
            else:
                confirmed = None
            if confirmed is not None and (hit is None or confirmed[1].end > hit.end):
                after, hit = confirmed
            if hit is not None:
                hit = self._as_read(hit)
                if found and found[-1].end == hit.start and KATAKANA.fullmatch(self.folded, found[-1].start, hit.end):
                    hit = replace(hit, start=found.pop().start)  # ソール|ハイム開発相
                found.append(hit)
                reading = _READING.match(self.folded, hit.end)
                if reading and self._is_affiliation(atom, reading[1]):
                    pass
                elif reading and not KATAKANA.match(self.folded[hit.start]) and not self._is_listed(reading.group(1)):
                    name = self.parse.text[hit.start : hit.end]
                    found.append(replace(hit, start=reading.start(1), end=reading.end(1), canonical=name))
            i = after
        return found

    def _is_after_foreign(self, i: int) -> bool:
        """Whether a dot before atom i bars a name there; one in parts may begin: 俳優・ロジャー・ムーア."""
        if not i or self.atoms[i - 1].text not in DOT:
            return False
        in_parts = i + 2 < len(self.atoms) and self.atoms[i + 1].text in DOT and self._is_part(i + 2)
        return i < 2 or not in_parts or not KANJI.fullmatch(self.atoms[i - 2].text)

    def _as_read(self, hit: Hit) -> Hit:
        """The person, with the characters that only the reading shows to be the name's: 甲野宗現, 結束達也."""
        before = self.words[self.index[hit.start - 1]] if hit.start and self.index[hit.start - 1] >= 0 else None
        if (
            before is not None
            and before.end == hit.start
            and hit.end - hit.start < 3
            and _READ_IN_PARTS.match(self.folded, hit.end)
            and KANJI.fullmatch(before.text)
            and before.tag.startswith("名詞-普通名詞")
            and 1 < len(before.text) < 4
            and self._title_ending(before.start, before.end)[0] is None
            and before.text not in self.rules.bounds
        ):
            return replace(hit, start=before.start)
        last = _LAST.match(self.folded, hit.end)
        if last is None or hit.title or hit.end - hit.start > 3 or not KANJI.match(self.folded, hit.end - 1):
            return hit
        return hit if last[1] in self.rules.titles else replace(hit, end=last.end(1))

    def _is_affiliation(self, family: Atom, form: str) -> bool:
        """Whether foreign letters after a Japanese name are no reading but where the person belongs: (トヨナカ)."""
        return KATAKANA.fullmatch(form) is not None and len(family.text) > 1 and family.text not in self.rules.families

    def _is_before_given_name(self, i: int) -> bool:
        """Whether a given name follows at once, so that a place's name is a family's: 寒川進."""
        if i + 1 >= len(self.atoms) or self.atoms[i].end != self.atoms[i + 1].start or len(self.atoms[i].text) < 2:
            return False
        return "人名-名" in self.atoms[i + 1].tag and self.atoms[i].text[-1] not in DIVISIONS

    def _is_bound(self, atom: Atom) -> bool:
        """Whether what Sudachi takes for a name is none: 元 in ヒース元首相, a piece of a word in hiragana."""
        before = self.words[self.index[atom.start - 1]] if atom.start and self.index[atom.start - 1] >= 0 else None
        if _HIRAGANA.fullmatch(atom.text) and before is not None and _HIRAGANA.fullmatch(before.text):
            return not before.tag.startswith(("助", "動詞", "形容詞", "副詞"))  # るい is no name in まるいさん
        return len(atom.text) == 1 and atom.text in self.rules.bounds

    def _is_only_title(self, atom: Atom) -> bool:
        """Whether a word that Sudachi takes for a name is a title: 大統領, 元女優."""
        rule, length = self._title_ending(atom.start, atom.end)
        return rule is not None and rule.kind != "honorific" and 1 < length >= len(atom.text) - 1

    def _foreign_person(self, i: int) -> tuple[int, Hit | None]:
        """A person whose name is in katakana at atom i, and the atom after the name."""
        atoms = self.atoms
        k, dots, tags = i + 1, 0, [atoms[i].tag]
        while k < len(atoms) and atoms[k - 1].end == atoms[k].start and k - i < STEPS:
            if atoms[k].text in DOT and k + 1 < len(atoms) and self._is_part(k + 1):
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
        if dots and self._joined(k - 1) and self._begins_ending(k):
            return k, None  # カマル・アドワン病院
        title = self._title(k)
        tagged = any("人名" in tag for tag in tags)
        guessed = any(atom.ene == "Person" for atom in atoms[i:k])
        before = self._title_before(i)
        opening = start - 1 if self.folded[start - 1 : start] in QUOTES and start else start
        introduced = self._last(
            self.folded[max(0, opening - self.rules.longest_introducer) : opening], self.rules.introduced_by
        )
        if introduced is not None and opening < start:
            return k, None
        place = introduced is not None and introduced.label == "GPE" and atoms[i].text not in self.rules.common
        if introduced is not None and title is None and (dots or place) and not self._joined(k - 1):
            return k, Hit(start, end, introduced.label, (introduced.id,), introduced.ene)
        if dots and title is None and self._is_called_firm(start):
            return k, None  # ニュースサイトのキャピトル・ワイア
        if not dots and title is not None and atoms[k].text == "・" and not (tagged and self._is_official(k + 1)):
            title = None
        position = self._position(i) if title is None else ""
        if regnal:
            pass
        elif position and (tagged or guessed) and atoms[i].text not in self.rules.common and not self._joined(k - 1):
            return k, self._hit_of_person(i, k, None, (position,))
        elif dots:
            common = any(atom.text in self.rules.common for atom in atoms[i:k])
            aged = not common and _FOREIGN_AGE.match(self.folded, end) is not None
            long = aged or (dots > 1 and not common and not self._joined(k - 1) and self._is_long_name(i, k))
            if not (
                title
                or before
                or long
                or ((tagged or guessed) and not common and self.folded[max(0, start - 1)] not in QUOTES)
            ):
                return k, None
        elif title is None and not dots and self._is_well_known(start, end) and not self._joined(k - 1):
            return k, self._hit_of_person(i, k, None, (self.rules.well_known[self.folded[start:end]].id,))
        elif atoms[i].text in self.rules.common or (
            title is None
            and not (tagged and guessed and end - start > 2 and not self._joined(k - 1) and not self._joined(i - 1))
        ):
            return k, None
        return k, self._hit_of_person(i, k, title, (self.rules.shapes["foreign"],))

    def _is_called_firm(self, start: int) -> bool:
        """Whether a word that tells companies stands before the offset: センサーメーカーの."""
        end = start - (self.folded[start - 1 : start] in {"の", "、", "・"})
        return any(self.folded.endswith(word, 0, end) for word in self.rules.firms)

    def _is_long_name(self, i: int, k: int) -> bool:
        """Whether a name of three parts that nothing else tells is a person's, asked once for each form."""
        form = self.folded[self.atoms[i].start : self.atoms[k - 1].end]
        if form not in self.long_names:
            self.long_names[form] = self._looks_long(i, k)
        return self.long_names[form]

    def _looks_long(self, i: int, k: int) -> bool:
        """Whether a name of three parts that nothing else tells is a person's: short parts, no ending, no brackets."""
        form = self.folded[self.atoms[i].start : self.atoms[k - 1].end]
        for at in _places(self.folded, form):
            before = self.folded[max(0, at - self.rules.longest_introducer) : at]
            if self.folded[max(0, at - 1)] in QUOTES or self._last(before, self.rules.introduced_by) is not None:
                return False
        if any(atom.ene in self.rules.labels for atom in self.atoms[i:k]):
            return False
        return all(
            len(part) < 7 and not any(part[at:] in self.rules.endings for at in range(len(part) - 1))
            for part in re.split("[・=]", form)
        )

    def _is_official(self, k: int) -> bool:
        """Whether a country's name stands at atom k, so that a title after it is a person's: マレク・英国首相."""
        hit = self.atoms[k].hit if k < len(self.atoms) else None
        return hit is not None and hit.ene == "Country"

    def _begins_foreign_name(self, i: int) -> bool:
        """Whether a listed name is a given name here: before a dot, a foreign word and a title (イオン・ルス次官)."""
        atoms = self.atoms
        hit = atoms[i].hit
        if hit is None or hit.own or hit.ene == TEAM or not KATAKANA.fullmatch(atoms[i].text):
            return False
        if hit.ene == "Country" and (len(atoms[i].text) > 2 or not self._is_addressed(i + 3)):
            return False  # but タイ・カッブ氏
        if i + 2 >= len(atoms) or atoms[i + 1].text not in DOT or atoms[i + 2].hit is not None:
            return False
        return self._is_part(i + 2) and atoms[i + 2].text not in self.rules.common and self._title(i + 3) is not None

    def _is_addressed(self, k: int) -> bool:
        """Whether a form of address stands at atom k: 氏."""
        title = self._title(k)
        return title is not None and title.kind == "honorific"

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
        return bool(KATAKANA.fullmatch(atom.text)) or bool(re.fullmatch("[A-Z][.]?", atom.text))

    def _person(self, i: int) -> tuple[int, Hit | None]:
        """A person whose name is written in kanji or hiragana at atom i, and the atom after the name."""
        atoms = self.atoms
        first = atoms[i]
        k, strong = self._given_name(i)
        full = k > i + 1
        if self._joined(k - 1) and self._begins_ending(k):
            return i + 1, None
        family = self.rules.families.get(first.text[:1]) if full and atoms[k - 1].end - first.start < 4 else None
        listed = (family.id,) if family is not None else ()
        if strong and (full or len(first.text) > 1):
            return k, self._hit_of_person(i, k, self._title(k), (self.rules.shapes["tagged"], *listed))
        title = self._title(k)
        position = self._position(i) if title is None else ""
        if full is False and title is not None:
            i = self._with_foreign_half(i)
        if position and len(first.text) > 1 and (not self._joined(k - 1) or KATAKANA.fullmatch(atoms[k].text)):
            return k, self._hit_of_person(i, k, None, (position, *listed))
        if title is None or (not full and atoms[k].text == "・"):
            return i + 1, None
        if title.kind == "role" and "人名-姓" not in first.tag and not (full and family is not None):
            return i + 1, None
        return k, self._hit_of_person(i, k, title, listed)

    def _with_foreign_half(self, i: int) -> int:
        """Where a name begins whose other half is foreign: テリー伊藤, テイラー真理."""
        before = self.atoms[i - 1] if i else None
        if before is None or before.end != self.atoms[i].start or before.hit is not None or "人名" not in before.tag:
            return i
        whole = KATAKANA.fullmatch(before.text) and not (i > 1 and self.atoms[i - 2].text in DOT)
        return i - 1 if whole and before.text not in self.rules.common else i

    def _begins_ending(self, k: int) -> bool:
        """Whether the words from atom k are an ending that makes the name before it a company's or a building's."""
        if self._title(k) is not None:
            return False
        for at in range(k, min(k + 2, len(self.atoms))):
            ending = self.rules.endings.get(self.folded[self.atoms[k].start : self.atoms[at].end])
            if ending is not None and ending.ene in _NAMED_AFTER_PEOPLE and at - k < 2:
                return self.atoms[at].end - self.atoms[k].start > 1
            if not self._joined(at):
                break
        return False

    def _confirmed_person(self, i: int) -> tuple[int, Hit] | None:
        """A person whose name Sudachi does not know, by the honorific or age that follows: 桐島ことりさん.

        The name begins where a noun begins; GiNZA's guess is enough for a title in place of the honorific.
        """
        atoms = self.atoms
        first = atoms[i]
        known = "人名" in first.tag or "地名" in first.tag
        if not (known or (first.ene == "Person" and len(first.text) > 1 and "副詞可能" not in first.tag)):
            return None
        before = atoms[i - 1] if i else None
        goes_on = before is not None and before.end == first.start and is_nominal(before) and before.text not in DOT
        if before is not None and goes_on and (first.ene != "Person" or before.ene in {"Person", ""}):
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
        if (
            k - i < 2
            or len(name) > 6
            or any(
                each.text[-1] in self.rules.group_ends or each.text in self.rules.endings for each in atoms[i + 1 : k]
            )
        ):
            return None
        if any("人名" in each.tag and "人名" not in first.tag and len(each.text) > 1 for each in atoms[i + 1 : k]):
            return None
        title = self._title(k)
        aged = _AGE.match(self.folded, atoms[k - 1].end) is not None
        if title is None and not aged:
            return None
        told = aged or (title is not None and title.kind in {"honorific", "person"})
        if any(
            "数詞" in each.tag or (each.ene != "Person" and "人名" not in each.tag and not told)
            for each in atoms[i + 1 : k]
        ):
            return None
        return k, self._hit_of_person(i, k, title, (self.rules.shapes["confirmed"],))

    def _person_of_place_name(self, i: int) -> Hit | None:
        """A person whose family name is tagged as a place, when only a person can bear the title: 小山選手."""
        bearer = self._bearer(i)
        if bearer is not None:
            return bearer
        title = self._title(i + 1)
        if title is None or title.kind not in {"honorific", "person"} or len(self.atoms[i].text) < 2:
            return None
        if title.start != self.atoms[i].end or self.folded[title.start : title.end] not in self.rules.titles:
            return None
        return self._hit_of_person(i, i + 1, title, ())

    def _bearer(self, i: int) -> Hit | None:
        """The person who is called as a place is, before a title that no place has: 山野会長."""
        atom = self.atoms[i]
        place = atom.hit is None or (atom.hit.ene in {"City", "Domestic_Region"} and not atom.hit.own)
        if not place or not 1 < len(atom.text) < 4 or not KANJI.fullmatch(atom.text) or atom.text[-1] in DIVISIONS:
            return None
        if i and self.atoms[i - 1].end == atom.start and is_nominal(self.atoms[i - 1]):
            return None
        title = self._title(i + 1)
        rule = self.rules.bearers.get(self.folded[title.start : title.end]) if title is not None else None
        if title is None or rule is None or title.start != atom.end:
            return None
        return self._hit_of_person(i, i + 1, title, (rule.id,))

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
            if atom.text == "堂":
                break  # a shop's name
            if atom.hit is not None or size + len(atom.text) > limit or not _NAME_CHARS.fullmatch(atom.text):
                break
            if not tagged and not self._is_name_part(
                atom, after_given=strong and "人名" in atoms[k - 1].tag, foreign=limit == 2
            ):
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

    def _is_name_part(self, atom: Atom, *, after_given: bool, foreign: bool) -> bool:
        """Whether a single character that is not tagged as a name may be part of one."""
        return (
            len(atom.text) == 1
            and (not atom.tag.startswith(("助詞", "助動詞")) or bool(KANJI.match(atom.text)))
            and atom.text not in self.rules.titles
            and (atom.text not in self.rules.bounds or (foreign and self.rules.bounds[atom.text].kind == "trim"))
            and not (after_given and atom.text in self.rules.endings)
        )

    def _confirmed(self, k: int) -> bool:
        """Whether what stands at atom k ends a name: a bracket, a title, the end of the line."""
        if k >= len(self.atoms):
            return True
        atom = self.atoms[k]
        return atom.text in set("()】、。・=") or self._title(k) is not None

    def _position(self, i: int) -> str:
        """The rule of the player's position that stands before atom i (先発の戸部, 代打糸数); empty for none."""
        end = self.atoms[i].start
        if self.folded[end - 1 : end] in {"の", "・", "、"}:
            end -= 1
        for length in range(min(self.rules.longest_position, end), 0, -1):
            rule = self.rules.positions.get(self.folded[end - length : end])
            if rule is not None:
                return rule.id
        return ""

    def _is_well_known(self, start: int, end: int) -> bool:
        """Whether the span is a well-known person's name and no part of a longer word or of brackets."""
        before = self.folded[start - 1 : start]
        known = self.folded[start:end] in self.rules.well_known
        return known and before not in QUOTES and not KATAKANA.match(before)

    def _with_initials(self, start: int) -> int:
        """Where the initials before a foreign family name begin: J.K.ローリング."""
        while start > 1 and self.folded[start - 1] in ".・" and _INITIAL.match(self.folded, start - 2):
            if start > 2 and _LATIN.match(self.folded, start - 3):
                break
            start -= 2
        return start

    def _hit_of_person(self, i: int, k: int, title: Beside | None, rules: tuple[str, ...]) -> Hit:
        """The person whose name is the atoms from i to k, with the title and the country that stand beside it."""
        start, end = self.atoms[i].start, self.atoms[k - 1].end
        if KATAKANA.match(self.folded[start]):
            start = self._with_initials(start)
        if title is None:
            return Hit(start, end, "PERSON", rules, "Person")
        opening = self.rules.title_starts.get(self.atoms[k].text) if k < len(self.atoms) else None
        if opening is not None:
            rules = (*rules, opening.id)
        written = self.parse.text[title.start : title.end] if title.kind != "honorific" else ""
        country = self._country_of_person(i, k, title.end) if written else ""
        return Hit(start, end, "PERSON", (title.rule, *rules), "Person", "", written, country)

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


def _places(text: str, form: str) -> list[int]:
    """Where the form stands in the text."""
    return [match.start() for match in re.finditer(re.escape(form), text)]
