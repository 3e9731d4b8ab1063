"""Quantities: a number with its unit and modifiers, read exactly, and what it counts.

Three steps. *Find*: numbers are found in the folded text, each with the unit and modifiers that stand around it, and
the words of the parse decide whether that is a number at all (九州, 一致 and 三菱 are not). *Read*: value, bounds,
modifier and unit. *Understand*: the item counted, the act and who acts (see counted.py and act.py).
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from pipeline import lexicon, numerals
from pipeline.matchers.quantities.counted import Counted
from pipeline.matchers.quantities.rules import (
    BareRule,
    ModifierRule,
    NotRule,
    PartRule,
    ShapeRule,
    TailRule,
    UnitRule,
    WordRule,
    surfaces,
)
from pipeline.numerals import Amount
from pipeline.schema import Mention, Quantity
from pipeline.syntax import Parse

_RANGE = re.compile(r"[ ]?(?:~|-|から|ないし|または|もしくは)[ ]?")
_CHANGE = re.compile(r"(?:に|へ)(?!上[るっりれ]|のぼ|及|達|わた)")
_CLEAR_CHANGE = re.compile(r"(?:に|へ)(?:増|減|引|拡|縮|上が|下が|上げ|下げ|急|伸|落|変更|改)")
_MINUS = {"-", "▲", "△", "マイナス", "氷点下", "零下"}
_SIGNS = {"-", "+"}
_OPEN = {"at_least": "high", "more_than": "high", "at_most": "low", "less_than": "low"}
_OLDEST = 125
_BEFORE_UNIT = 12
"""How many characters before a number what stands there may tell its unit."""
_ENDLESS = re.compile(rf"[0-9数何{numerals.KANJI[1:-1]}万億兆京,.・]{{41,}}")
"""A run of numerals so long that it is no number; looked at once, it costs nothing more."""
_PER_TIME = re.compile("(?:sec|[sh日年月時秒分]|min)(?![A-Za-z])")
_EXCHANGE = re.compile("1(?:ドル|ユーロ|ポンド)[=は、約]{1,2}$")
"""What makes 150円台 the hundred sen from 150 on, not the ten yen."""
_KATAKANA = re.compile("[ァ-ヶー]{5,}")
_EITHER = re.compile(r"(\d)・(\d)")
_LISTED = re.compile("([0-9]+)[.・]([0-9]+)")
_ROLL = r"は、?(?:[^、。0-9はを「」()\n]{1,24}[0-9]{1,4}、){2,}[^、。0-9はを「」()\n]{1,24}[0-9]{1,4}"
_LAST_IN_ROLL = re.compile(r"[0-9]+(?=、|$)")
_PREFIXES = {"約", "第", "計", "各", "全", "満"}
_PARTS = ("half", "order", "decade")
"""What may follow a unit, in this order."""
_UNITS_IN_NAMES = set("人mM㎡")
"""The last letters of quantities that SudachiPy takes for names: 数人, 3m, M8."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One number with what stands around it. ``number`` and ``amount`` are the number's own, without its modifiers.

    A piece without ``kind`` tells no amount in itself, but may begin a range that does (2万から5万人).
    """

    start: int
    end: int
    number: tuple[int, int]
    amount: Amount
    kind: str = ""
    unit: str = ""
    unit_id: str = ""
    rules: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    trail: str = ""
    decade: bool = False


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows a number and its unit; ``last`` is where the modifier ``trail`` begins."""

    half: bool
    order: str
    decade: bool
    trail: str
    last: int
    rules: tuple[str, ...]


class Matcher:
    """Finds quantities. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        # A unit with a condition comes before the same one without, but after all of a user's.
        units = [
            rule
            for folder in folders
            for rule in sorted(
                lexicon.read(UnitRule, [folder]), key=lambda rule: not (rule.before or rule.next or rule.most)
            )
        ]
        self._units: dict[str, list[tuple[UnitRule, re.Pattern[str], re.Pattern[str]]]] = {}
        for rule in units:
            for surface in surfaces(rule) if rule.place == "after" else ():
                around = re.compile(f"(?:{rule.before})$"), re.compile(rule.next)
                self._units.setdefault(surface, []).append((rule, *around))
        self._fronts = lexicon.by_key((rule for rule in units if rule.place == "before"), surfaces)
        self._longest = max(map(len, self._units), default=0)
        self._words = lexicon.by_key(lexicon.read(WordRule, folders), surfaces)
        shapes = lexicon.read(ShapeRule, folders)
        self._shapes = lexicon.by_key(shapes, lambda rule: [rule.shape])
        self._pairs = [(re.compile(rule.next), rule) for rule in shapes if rule.shape == "pair"]
        self._roll = re.compile((self._shapes["roll"].next or r"(?!)") + _ROLL)
        self._bare = [
            (re.compile(f"(?:{rule.before})$"), re.compile(rule.after), rule)
            for rule in lexicon.read(BareRule, folders)
        ]
        self._ages = self._shapes["decade"]
        parts = lexicon.read(PartRule, folders)
        self._parts = lexicon.by_key(parts, lambda rule: [(rule.unit, rule.part)])
        self._part = {
            unit: re.compile(
                rf"[ ]?と?(?P<number>{numerals.AMOUNT})[ ]?(?P<part>{_any_of(r.part for r in parts if r.unit == unit)})"
            )
            for unit in {rule.unit for rule in parts}
        }
        refused = [rule.pattern.replace("#", f"(?:{numerals.AMOUNT})") for rule in lexicon.read(NotRule, folders)]
        self._refused = re.compile("|".join(refused) or r"(?!)")
        modifiers = lexicon.read(ModifierRule, folders)
        self._leads, self._trails, self._beyond = (
            lexicon.by_key([rule for rule in modifiers if rule.place == place], surfaces)
            for place in ("before", "after", "beyond")
        )
        self._lead = re.compile(_any_of(self._leads))
        self._past = re.compile(_any_of(self._beyond))
        self._number = self._compile_number()
        tails = lexicon.read(TailRule, folders)
        self._tails = lexicon.by_key(tails, lambda rule: [(rule.part, word) for word in rule.words.split("|")])
        self._apart = re.compile(rf"[(][^()]{{1,30}}[)](?P<trail>{_any_of(self._trails)})")
        self._tail = re.compile(
            "".join(
                f"(?P<{part}>{'|'.join(each.pattern() for each in tails if each.part == part)})?" for part in _PARTS
            )
            + rf"(?:(?P<trail>{_any_of(self._trails)})(?!え?[るたて]|ま(?!で)))?"
        )
        self._counted = Counted(folders, units)

    def _compile_number(self) -> re.Pattern[str]:
        """A number with all that may stand before it. That its first character is looked at first makes it quick."""
        first = {surface[0] for surface in (*self._leads, *self._fronts, *self._words)} | set("第プマ▲△+")
        amount = numerals.AMOUNT
        return re.compile(
            rf"(?=[{re.escape(''.join(sorted(first)))}0-9数何{numerals.KANJI[1:-1]}-])"
            rf"(?P<lead>(?:(?:{_any_of(self._leads)})[ ]?){{0,3}})"
            r"(?P<rank>第)?(?P<outer>[-▲△+]|マイナス|プラス)?"
            rf"(?:(?P<front>{_any_of(self._fronts)})は?[ ]?(?P<late>{_any_of(self._leads)})?)?"
            r"(?P<inner>(?:[-▲△+]|マイナス|プラス)[ ]?)?"
            rf"(?:(?P<word>{_any_of(self._words)})|(?P<whole>{amount})分の(?P<part>{amount})"
            rf"|(?P<top>[0-9]+)/(?P<bottom>[0-9]+)(?![0-9/])|(?P<number>{amount}))"
        )

    def find(
        self, parse: Parse, taken: Sequence[tuple[int, int]] = (), names: Sequence[Mention] = ()
    ) -> tuple[Quantity, ...]:
        """The quantities in the article, by start, outside the spans ``taken`` (dates, and names with a number).

        What is counted may be one of the ``names``, the article's mentions, by start.
        """
        folded = _ENDLESS.sub(lambda run: " " * len(run.group()), numerals.fold(parse.text))
        closed = _Spans([*taken, *(match.span() for match in self._refused.finditer(folded))])
        rolls = {
            roll.start() + number.start()
            for roll in self._roll.finditer(folded)
            for number in _LAST_IN_ROLL.finditer(roll.group())
        }
        pieces = self._joined(folded, list(self._pieces(parse, folded, closed, rolls)))
        found = [self._quantity(folded, piece) for piece in pieces if piece.kind]
        return self._counted.tell(parse, folded, found, names)

    # -- finding ------------------------------------------------------------------------------------------------------

    def _pieces(self, parse: Parse, folded: str, closed: _Spans, rolls: Set[int]) -> Iterator[_Piece]:
        """The numbers with what belongs to them, by start."""
        at = 0
        while match := self._number.search(folded, at):
            at = match.end()
            number = next(match.span(name) for name in ("word", "whole", "top", "number") if match.group(name))
            piece = self._piece(parse, folded, match, number[0], closed)
            if piece is not None and not piece.kind and number[0] in rolls:
                roll = self._shapes["roll"]
                piece = replace(piece, kind=roll.kind, rules=(roll.id, *piece.rules))
            if piece is not None:
                at = piece.end
                yield piece

    def _piece(self, parse: Parse, folded: str, match: re.Match[str], start: int, closed: _Spans) -> _Piece | None:
        """The number that ``match`` found at ``start``, with its unit and modifiers; None when it is none."""
        number_end = match.end()
        word = self._words.get(match.group("word") or "")
        fraction = bool(match.group("whole"))
        amount = Amount(*[Decimal(word.value)] * 3) if word else _read(match)
        unit, end = (None, number_end) if word else self._unit(parse, folded, number_end, amount, start)
        if fraction and unit is not None and unit.kind != "measure":
            unit, end = None, number_end
        if amount is None or (match.group("top") and unit is None):
            return None
        listed = _LISTED.fullmatch(folded, start, number_end) if match.group("rank") else None
        if listed is not None and (first := int(listed.group(1))) < (last := int(listed.group(2))):
            amount = Amount(None, Decimal(first), Decimal(last))  # 第12・13期
        either = _EITHER.fullmatch(parse.text, start, number_end)
        if either is not None and unit is not None and unit.kind == "count":
            low, high = (Decimal(unicodedata.decimal(digit)) for digit in either.groups())
            amount = Amount(None, low, high) if high == low + 1 else amount  # 2・3回
        begin, front, amount = self._before(folded, match, start, amount)
        if closed.touch(start, end, beyond=number_end if unit is not None else 0):
            return None
        if not _stands_alone(parse, folded, begin, (start, number_end), end, word=bool(word)):
            return None
        rules: list[str] = []
        kind = name = unit_id = ""
        if front is not None:
            kind, unit_id = front.kind, front.unit_id
            name = "" if kind == "age" else parse.text[slice(*match.span("front"))]
            rules.append(front.id)
        if unit is not None:
            kind = kind or unit.kind
            if front is None or front.kind != "money":
                name = parse.text[number_end:end].strip()
                unit_id = unit.unit_id + unit_id if unit_id.startswith("/") else unit_id or unit.unit_id
            rules.append(unit.id)
            per_end = self._per(parse, folded, end, kind)
            if per_end > end:
                name, unit_id, end = name + folded[end:per_end], unit_id + folded[end:per_end], per_end
            end, amount, parts = self._with_parts(folded, name, end, amount)
            rules += parts
        if word is not None:
            kind, name, unit_id = word.kind, word.unit, word.unit_id
            rules.append(word.id)
        if fraction and unit is None:
            kind = self._shapes["fraction"].kind
            rules.append(self._shapes["fraction"].id)
        tail = self._after(folded, end, front or unit, counted=bool(kind))
        if match.group("rank") or tail.order:
            if unit is None or kind not in {"count", "ordinal"}:
                return None
            kind, name = "ordinal", name + tail.order
        if tail.half and unit is not None and not tail.order:
            amount = _plus(amount, Decimal("0.5"))
        if tail.decade and not kind:
            kind, name = self._ages.kind, "代"
            rules.append(self._ages.id)
        leads = tuple(self._lead.findall(folded[begin:start]))
        stop = tail.last + len(tail.trail)
        rules += [self._leads[lead].id for lead in leads]
        rules += [self._trails[tail.trail].id] if tail.trail else []
        rules += tail.rules
        told = self._reason(parse, folded, begin, stop, amount) if unit is not None and unit.unit_id == "つ" else None
        if told is not None and told.person:
            kind = told.kind  # 次女（7つ）
            rules.insert(0, told.id)
        if not kind:
            reason: BareRule | ShapeRule | None = self._reason(parse, folded, begin, stop, amount)
            if reason is None and (leads or tail.trail) and re.search("[万億兆]", match.group()):
                reason = self._shapes["scaled"]
            if reason is not None:
                kind = reason.kind
                rules.insert(0, reason.id)
        return _Piece(
            *(begin, stop, (start, number_end), amount, kind, name, unit_id, tuple(rules)),
            *(leads, tail.trail, tail.decade),
        )

    def _after(self, folded: str, at: int, unit: UnitRule | None, *, counted: bool) -> _Tail:
        """What follows the number and its unit: 半, 目, 台, a modifier."""
        if unit is not None and unit.grades:
            grade = next((each for each in unit.grades.split("|") if folded.startswith(each, at)), "")
            at += len(grade)
        match = self._tail.match(folded, at)
        assert match is not None  # every part of it is optional
        trail = match.group("trail") or ""
        decade = match.group("decade") or ""
        if decade and not counted and decade != "代":
            decade = trail = ""
        if (
            trail
            and not counted
            and not decade
            and self._trails[trail].modifier in {"nearly", "more_than"}
            and len(trail) == 1
        ):
            trail = "" if trail != "超" else trail  # 強 and 弱 are nouns after a bare number: 2強
        half, order = match.group("half") or "", match.group("order") or ""
        found = [(part, word) for part, word in (("half", half), ("order", order), ("decade", decade)) if word]
        return _Tail(
            *(bool(half), order, bool(decade), trail, at + len(half) + len(order) + len(decade)),
            tuple(self._tails[each].id for each in found),
        )

    def _before(
        self, folded: str, match: re.Match[str], start: int, amount: Amount
    ) -> tuple[int, UnitRule | None, Amount]:
        """Where the quantity begins, the unit before its number, and the amount with its sign."""
        front = self._fronts.get(match.group("front") or "")
        signs = [(match.group(name) or "").strip() for name in ("outer", "inner")]
        begin = match.start("front") if front is not None and front.grades else match.start()
        if front is not None and not _may_begin(folded, match.start("front")):
            return (match.start("late") if match.group("late") else start), None, amount
        for name, sign in zip(("outer", "inner"), signs, strict=True):
            if sign in _SIGNS and _follows_word(folded, match.start(name)):
                return start, None, amount  # a hyphen between two words
        if (signs[0] in _MINUS) + (signs[1] in _MINUS) + (match.group("front") in _MINUS) == 1:
            amount = Amount(None if amount.value is None else -amount.value, -amount.high, -amount.low)
        return begin, front, amount

    def _unit(
        self, parse: Parse, folded: str, at: int, amount: Amount | None = None, start: int = 0
    ) -> tuple[UnitRule | None, int]:
        """The longest unit at ``at`` that is a word there, and where it ends. ``amount`` stands at ``start``."""
        begin = at + 1 if folded[at : at + 1] == " " else at
        for length in range(min(self._longest, len(folded) - begin), 0, -1):
            end = begin + length
            for rule, earlier, following in self._units.get(folded[begin:end], ()):
                fits = not rule.most or (amount is not None and _is_whole(amount) and amount.high <= int(rule.most))
                fits = fits and (
                    not rule.before or earlier.search(folded, max(0, start - _BEFORE_UNIT), start) is not None
                )
                if fits and following.match(folded, end) and _ends_word(parse, rule, begin, end):
                    return rule, end
        return None, at

    def _per(self, parse: Parse, folded: str, at: int, kind: str) -> int:
        """Where the unit ends that follows a slash at ``at``: 円/L, m/s; ``at`` without one."""
        if kind not in {"money", "measure"} or folded[at : at + 1] != "/":
            return at
        if time := _PER_TIME.match(folded, at + 1):
            return time.end()
        unit, end = self._unit(parse, folded, at + 1)
        return end if unit is not None else at

    def _with_parts(self, folded: str, unit: str, end: int, amount: Amount) -> tuple[int, Amount, list[str]]:
        """The amount with the smaller units that follow (50銭, 7厘), their end and their rules."""
        rules: list[str] = []
        pattern = self._part.get(unit)
        while pattern is not None and (match := pattern.match(folded, end)):
            more = numerals.read(match.group("number"))
            if more is None:
                break
            rule = self._parts[unit, match.group("part")]
            amount, end = _plus(amount, more * Decimal(rule.share)), match.end()
            rules.append(rule.id)
        return end, amount, rules

    def _reason(self, parse: Parse, folded: str, start: int, end: int, amount: Amount) -> BareRule | None:
        """Why a number without a unit tells an amount here, or None."""
        before = folded[max(0, start - 12) : start]
        for left, right, rule in self._bare:
            if (told := left.search(before)) and right.match(folded, end):
                if not rule.person:
                    return rule
                person = parse.word_at(start - len(told.group()) - 1)
                if amount.high <= _OLDEST and self._counted.describes_person(person):
                    return rule
        return None

    # -- joining ------------------------------------------------------------------------------------------------------

    def _joined(self, folded: str, pieces: Sequence[_Piece]) -> Iterator[_Piece]:
        """The pieces, with those that make one quantity joined: ranges, alternatives, pairs."""
        waiting: _Piece | None = None
        for piece in pieces:
            if waiting is None:
                waiting = piece
                continue
            joined = self._join(folded, waiting, piece)
            if joined is None:
                yield waiting
            waiting = joined or piece
        if waiting is not None:
            yield waiting

    def _join(self, folded: str, first: _Piece, second: _Piece) -> _Piece | None:
        """The one quantity that two neighbouring numbers make, or None."""
        between = folded[first.end : second.start]
        decades = first.decade and second.decade and first.kind == second.kind == "age"  # 20代から70代
        if len(between) > 5 or first.trail or second.leads or (first.decade and not decades):
            return None
        if folded.startswith("第", second.start) and not folded.startswith("第", first.start):
            return None  # ベスト8-第90回大会
        if between == "対" and not first.unit and not second.unit:
            pair = next(rule for following, rule in self._pairs if following.match(folded, second.end))
            low, high = sorted((first.amount.low, second.amount.low))
            both = Amount(None, low, high)
            return replace(first, end=second.end, amount=both, kind=pair.kind, rules=(pair.id, *first.rules))
        per = first.unit_id if first.unit_id.startswith("/") else ""  # 時速60-70キロ
        if per:
            first = replace(first, unit="", unit_id="")
        fronted = first.unit and first.unit not in folded[first.number[1] : first.end]
        if fronted and not second.unit and second.kind in {"", "count"}:
            return self._falling(first, second) if _RANGE.fullmatch(between) else None
        if (first.unit and first.unit != second.unit) or first.amount.value is None or second.amount.value is None:
            return None
        written = folded[slice(*second.number)]
        low, scale = first.amount.low, Decimal(1)
        if not first.unit and not re.search("[十百千万億兆]", folded[slice(*first.number)]):
            scale = _scale(written)
        mantissa = second.amount.high / scale
        changes = _CHANGE if first.unit else _CLEAR_CHANGE
        if between in {"、", ",", "・"}:
            if first.unit or not (low < 10 and mantissa == low + 1):
                return None
        elif not _RANGE.fullmatch(between) or (between.strip() == "から" and changes.match(folded, second.end)):
            return None
        if scale > 1 and low < mantissa:
            low *= scale
        if low >= second.amount.high:
            return None
        if not second.kind and not (second.unit or re.search("[万億兆]", written)):
            return None
        return replace(
            second,
            start=first.start,
            amount=Amount(None, low, second.amount.high),
            kind=second.kind or self._shapes["scaled"].kind,
            unit_id=second.unit_id + per,
            rules=(*(second.rules or (self._shapes["scaled"].id,)), *first.rules),
            leads=first.leads,
        )

    @staticmethod
    def _falling(first: _Piece, second: _Piece) -> _Piece | None:
        """The range whose unit stands before its first number only, in whichever order it is told: 震度4から1."""
        low, high = sorted((first.amount.low, second.amount.high))
        return replace(first, end=second.end, amount=Amount(None, low, high)) if low < high else None

    # -- reading ------------------------------------------------------------------------------------------------------

    def _quantity(self, folded: str, piece: _Piece) -> Quantity:
        """The record that a piece makes, with the bounds that its modifiers give."""
        value, low, high = piece.amount
        rules = list(dict.fromkeys(piece.rules))
        modifiers = [self._leads[lead].modifier for lead in piece.leads]
        modifiers += [self._words[word].modifier for word in (folded[slice(*piece.number)],) if word in self._words]
        if piece.trail:
            modifiers.append(self._trails[piece.trail].modifier)
        past = self._past.match(folded, piece.end)
        compared = piece.kind == "ordinal" or folded[piece.start - 1 : piece.start] in {"の", "た"}  # 1回目を上回る
        if past is not None and not compared:
            modifiers.append(self._beyond[past.group()].modifier)
            rules.append(self._beyond[past.group()].id)
        apart = self._apart.match(folded, piece.end)
        if apart is not None:  # 1億ドル（約150億円）以上
            modifiers.append(self._trails[apart.group("trail")].modifier)
        modifier = _strongest(modifiers, vague=value is None and "数" in folded[slice(*piece.number)])
        if piece.decade:
            exchanged = _EXCHANGE.search(folded, max(0, piece.start - 8), piece.start) is not None
            high += Decimal("0.99") if exchanged else _decade(low if value is None else value, high, piece.kind)
            value = None
        side = _OPEN.get(modifier)
        ranged = value is None and low != high
        bounds = (
            None if side == "low" and not ranged else low,
            None if side == "high" and not ranged else high,
        )
        return Quantity(
            *(piece.start, piece.end, piece.kind, tuple(rules), value, *bounds, modifier, piece.unit, piece.unit_id)
        )


class _Spans:
    """Spans of the text that are closed to quantities."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int, beyond: int = 0) -> bool:
        """Whether any of them shares a character with the span.

        One that ends within the span, after ``beyond``, does not count: it took a part of the unit (3日 of 3日分).
        """
        index = bisect.bisect_left(self._starts, end) - 1
        return index >= 0 and self._ends[index] > start and not 0 < beyond < self._ends[index] < end


def _any_of(surfaces: Iterable[str]) -> str:
    """A regular expression for any of the surfaces, the longest first; one that never matches for none."""
    return "|".join(map(re.escape, sorted(set(surfaces), key=lambda each: (-len(each), each)))) or r"(?!)"


def _read(match: re.Match[str]) -> Amount | None:
    """The amount that a match of the number's pattern writes."""
    if match.group("number"):
        return numerals.read_amount(match.group("number"))
    names = ("part", "whole") if match.group("whole") else ("top", "bottom")
    top, bottom = (numerals.read(match.group(name)) for name in names)
    if top is None or not bottom:
        return None
    share = top / bottom
    return Amount(share, share, share)


def _is_whole(amount: Amount) -> bool:
    """Whether the amount is of whole things: 2, 数, but neither 2.5 nor 0."""
    return amount.low > 0 and amount.low == int(amount.low) and amount.high == int(amount.high)


def _plus(amount: Amount, more: Decimal) -> Amount:
    value, low, high = amount
    return Amount(None if value is None else value + more, low + more, high + more)


def _scale(number: str) -> Decimal:
    """What the number's last characters multiply by: 万 in 3万, 十 in 六十."""
    written = re.search("[十百千]?[万億兆]?$", number)
    text = written.group() if written else ""
    return numerals.read(text if text[:1] in set("十百千") else "1" + text) or Decimal(1)


def _decade(low: Decimal, high: Decimal, kind: str) -> Decimal:
    """How far 台 and 代 reach beyond the number: 99 for 8400, 9 for 30, a little less than 1 for 3%."""
    number = int(high)
    if number != high or number == 0 or number % 10:
        return Decimal("0.9") if kind == "percent" else Decimal("0.99")
    place = 1
    while number % (place * 10) == 0:
        place *= 10
    return Decimal(place - 1)


def _strongest(modifiers: Sequence[str], *, vague: bool) -> str:
    """The one modifier that tells most: a bound before about, about before nothing."""
    told = [each for each in modifiers if each not in {"exact", "approx"}]
    if told:
        return told[-1]
    if vague:
        return "several"
    return "approx" if "approx" in modifiers else "exact"


def _follows_word(folded: str, at: int) -> bool:
    """Whether the character before ``at`` is part of a word or number, so that a hyphen at ``at`` joins."""
    before = folded[at - 1 : at]
    return (before.isalnum() and not "ぁ" <= before <= "ん") or before in set(")]}%」』")


def _may_begin(folded: str, at: int) -> bool:
    """Whether a unit of Latin letters may begin at ``at``: no letter or digit stands before it (M, not GM)."""
    return not (folded[at].isascii() and folded[at].isalpha() and at > 0 and re.match("[A-Za-z0-9]", folded[at - 1]))


def _ends_word(parse: Parse, rule: UnitRule, start: int, end: int) -> bool:
    """Whether the unit is no mere beginning of a longer word. A measure may begin one in katakana (ミリバレル)."""
    word = parse.word_at(end - 1)
    if word is not None and word.end > end:
        change = rule.kind == "money" and parse.text[end : word.end] in {"高", "安"}  # 2ドル|高
        measure = rule.kind == "measure" and _KATAKANA.fullmatch(word.text) is not None
        return word.start == start and (change or measure)
    last, following = parse.text[end - 1], parse.text[end : end + 1]
    return not (last.isascii() and last.isalpha() and following.isascii() and following.isalnum())


def _stands_alone(parse: Parse, folded: str, begin: int, number: tuple[int, int], end: int, *, word: bool) -> bool:
    """Whether a number is one, and no part of a name, an idiom, a version or an address.

    ``begin`` is where a unit before it begins, ``end`` where one after it ends.
    """
    start, number_end = number
    before, after = folded[max(0, start - 1) : start], folded[number_end : number_end + 1]
    if before and before in "._/@#&" and not word:
        return False
    if before == "," and folded[start - 2 : start - 1].isdigit() and folded[start].isdigit():
        return False  # 80,00
    if end == number_end and after.isascii() and (after.isalpha() or after in {"_", "@"}):
        return False
    words = parse.words_in(start, number_end)
    if not words or words[-1].end > end:
        return False
    if words[0].start < begin and not words[0].tag.startswith(("接頭辞", "名詞-数詞", "補助記号")):
        several = (
            folded[start] == "数" and number_end > start + 1 and words[0].text.endswith("数")
        )  # 無人機|数十機 as 機数|十
        return several or words[0].text[: begin - words[0].start] in _PREFIXES
    for each in words:
        if each.start < start or each.tag == "名詞-数詞" or each.tag.startswith(("補助記号", "空白", "記号")):
            continue
        if each.end > number_end and (each.end != end or each.tag.endswith("サ変可能")):
            return False
        if each.tag.startswith("名詞-固有名詞") and not word and parse.text[end - 1] not in _UNITS_IN_NAMES:
            return False
    return True
