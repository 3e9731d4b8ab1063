"""Where told content begins and ends: what belongs to the telling is no part of it.

首相は10日、都内での会見で、これを受けて税を下げると述べた: what is told is 税を下げる.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.matchers.claims.cues import Setting
from pipeline.matchers.claims.speech import Cue, Line
from pipeline.syntax import ASIDE, Word

Span = tuple[int, int]

_PLACE = 14
_PROMPT = 24
"""What moved somebody to speak (〜を受けて、) is at most so many words long."""
_TOLD = 40
"""A telling without a clause (終了を発表し、) is at most so many words long."""
_LATER = 5
"""Words after what is told in which the day of the telling stands."""
_NOTE = re.compile(r"[\[［][0-9*注]+[\]］]")


class Borders(Line):
    """A line whose told clauses can be freed from what belongs to the telling.

    ``dated`` are the ids of the rules that told whose the dates are which stand where the last content begins.
    """

    def __init__(self, setting: Setting, words: Sequence[Word]) -> None:
        super().__init__(setting, words)
        self.dated: list[str] = []

    # -- where content begins --------------------------------------------------------------------------------------

    def content_begin(
        self, low: int, k: int, *, after_source: bool, addressed: bool = False, carried: bool = False
    ) -> int:
        """The first word of told content between ``low`` and ``k``, after what belongs to the telling.

        ``after_source``: the source stands right before ``low``. ``addressed``: it is asked of somebody. ``carried``:
        somebody tells it whom the sentence does not name.
        """
        b = self.without_remnant(low, k)
        told = after_source or carried
        while b < k:
            if self.at(b) in {"、", "　", " "} or self.words[b].pos in {"CCONJ", ASIDE}:
                b += 1
                continue
            then = max(self.turn_end(b, k), self.prompt_end(b, k) if told else b)
            if after_source:
                then = max(then, self.place_end(b, k), self.occasion_end(b, k), self.telling_end(b, k))
                then = max(then, self.listener_end(b, k), self.remark_end(b, k))
            then = max(then, self.phrase_end(b, low, k, after_source=after_source, addressed=addressed, told=told))
            if then == b:
                break
            b = then
        # The words before may have been told up to the end, where no 。 stands.
        return b if b < k else min(low, self.size - 1)

    def phrase_end(self, b: int, low: int, k: int, *, after_source: bool, addressed: bool, told: bool) -> int:
        """The word after a noun phrase at word ``b`` that tells when, where or to whom it is said, or ``b``."""
        c = b
        while c < k and self.is_noun(c):
            c += 1
        if c == b or c >= k:
            return b
        mark = self.at(c)
        dated = self.is_dated(c - 1) or self.is_dated(b)
        kind = self.kind_of(b, c - 1)[0] if after_source or addressed else ""
        later = any(self.is_dated(i) for i in range(k, min(k + _LATER, self.size)))
        if dated and mark == "に" and after_source and later and self.at(k) in {"こと", "と"}:
            return b  # 一月に売った菓子に…ことを5日に明らかにした
        if dated and (mark == "、" or (mark == "に" and after_source and self.is_plain(c))):
            # only the date right after the source is that of the telling
            first = b == low and (after_source or low > 0)
            day = mark == "、" and told and self.is_day_of_telling(c - 1)
            day = day and all(self.at(i) in {"、", "　", " "} for i in range(low, b))
            return c + 1 if (first or day) and not self.is_planned(b, c) else b
        if mark == "で" and self.at(c + 1) == "は" and (self.at(c - 1) == "間" or self.is_voice(b, c)):
            return c + 2
        if mark == "の" and b == low:
            among = self.among_end(c, k)
            if among > c:
                return among
        if mark == "から" and self.at(c + 1) == "は" and self.at(c + 2) == "、" and self.is_voice(b, c):
            return c + 3
        if dated and mark == "まで" and self.at(c + 1) == "に" and after_source and b == low:
            return c + 2
        if mark == "に" and self.at(c + 1) in {"対し", "対する"} and self.at(c + 2) in {"、", "て"}:
            return c + 2 + (self.at(c + 2) == "て")
        if mark == "で" and self.at(c + 1) == "、" and (kind or (after_source and self.names_medium_at(b, c))):
            return c + 1
        if mark == "に" and self.is_plain(c) and kind and (addressed or kind in {"unnamed", "person"}):
            return b if self.words[c - 1].head == self.words[c + 1].i else c + 1
        if after_source and mark == "の":
            return self.owned_end(b, c, k)
        return b

    def among_end(self, c: int, k: int) -> int:
        """The word after 専門家の間で whose first の stands at word ``c``, or ``c``."""
        m = c
        while m + 2 < k and self.at(m) == "の" and self.is_noun(m + 1):
            if self.at(m + 1) == "間" and self.at(m + 2) == "で":
                return m + 3 + (self.at(m + 3) == "は")
            m += 1
            while m < k and self.is_noun(m):
                m += 1
        return c

    def owned_end(self, b: int, c: int, k: int) -> int:
        """The word after 〜の会見で that begins at word ``b`` with の at word ``c``, or ``b``."""
        d = c + 1
        while d < k and self.is_noun(d):
            d += 1
        if d == c + 1 or self.at(d) not in {"で", "に"} or self.at(d + 1) in {"は", "も"}:
            return b
        place = self.kind_of(c + 1, d - 1)[0] in {"unnamed", "media", "document", "basis"}
        return d + 1 if place or (self.is_dated(d - 1) and self.at(d + 1) == "、") else b

    def names_medium_at(self, b: int, c: int) -> bool:
        """Whether the words from ``b`` to before ``c`` are a medium and its name in quotation marks."""
        noun = self.noun_before(c, "", b)
        return noun is not None and self.names_medium(noun)

    def is_day_of_telling(self, i: int) -> bool:
        """Whether a date that ends with word ``i`` is a day: 12日、."""
        while i > 0 and self.words[i].pos == ASIDE:
            i -= 1
        return self.fits_day("told", self.at(i))

    def is_planned(self, b: int, c: int) -> bool:
        """Whether the date of the words from ``b`` to before ``c`` is that of what is told: 年内に, 午後3時に."""
        return self.fits_day("planned", "".join(word.text for word in self.words[b:c] if word.pos != ASIDE))

    def fits_day(self, sense: str, date: str) -> bool:
        """Whether the date is one of that sense; the rules that tell so are kept for the claim."""
        fitting = [rule for rule in self.setting.days if rule.fits(date)]
        last = max((rule for rule in fitting if rule.side == "end"), key=lambda rule: len(rule.word), default=None)
        rules = [rule.id for rule in fitting if rule.sense == sense and (rule.side != "end" or rule is last)]
        self.dated += rules  # of 後 and 午後 only the longer ending counts
        return bool(rules)

    def without_remnant(self, low: int, k: int) -> int:
        """The word after what is left of the telling before word ``low``: 批判|しながらも、."""
        b = low
        while 0 < b < k and (
            (b == low and self.lemma(b) in {"する", "つつ", "ながら"})
            or (b > low and self.at(b) in {"つつ", "ながら", "も"})
        ):
            b += 1
        return b + 1 if b > low and self.at(b) == "、" else low

    def turn_end(self, b: int, k: int) -> int:
        """The word after a set phrase that joins sentences, at word ``b``, or ``b``: その上で、."""
        turns = self.setting.cues["not 接続"]
        for last in range(min(b + 4, k - 1), b, -1):
            if self.setting.text[self.words[b].start : self.words[last - 1].end] in turns:
                return last
        return b

    def prompt_end(self, b: int, k: int) -> int:
        """The word after what moved somebody to speak, from word ``b``, or ``b``: 事故を受けて、."""
        for m in range(b + 1, min(b + _PROMPT, k - 2)):
            if self.at(m) in {"は", "が", "、"} and self.words[m].tag.startswith("助詞"):
                break
            if self.at(m) == "を" and self.lemma(m + 1) == "受ける":
                then = m + 2 + (self.at(m + 2) == "て")
                moved = self.at(m - 1).endswith(tuple(self.setting.cues["not 受"]))
                return then + 1 if moved and self.at(then) == "、" and then + 1 < k else b
        return b

    def telling_end(self, b: int, k: int) -> int:
        """The word after a telling without a clause that begins at word ``b``, or ``b``: 開発の終了を発表し、."""
        for m in range(b + 1, min(b + _TOLD, k - 2)):
            if self.at(m) in {"は", "も"} and self.words[m].tag.startswith("助詞"):
                break
            if not self.follows_object(b, m):
                continue
            cue = self.cue_at(m, "と")
            if (
                cue is None
                or cue.passive
                or (cue.negative and self.at(cue.last) != "が")
                or cue.last >= k
                or not self.is_told_of(cue)
            ):
                continue
            if any(noun.particle == "が" and not self.closed(noun.last, m) for noun in self.marked(b, m)):
                continue
            if self.at(cue.last) == "が" and self.at(cue.last + 1) == "、":
                return min(cue.last + 2, k - 1)
            if self.at(cue.last) == "と" and self.at(cue.last + 1) == "ともに":
                return min(cue.last + 2, k - 1)
            if self.at(cue.last) == "とともに":
                return min(cue.last + 1, k - 1)
            if self.at(cue.last) == "、" and "連用形" in self.words[self.verb_of(cue)].inflection:
                return cue.last + 1
        return b

    def follows_object(self, b: int, m: int) -> bool:
        """Whether word ``m`` may be a verb of what を or そう marks before it: 文書を(入手して)報道し."""
        if self.at(m - 1) in {"を", "そう", "こう"}:
            return True
        return self.at(m - 1) in {"て", "で"} and any(self.at(i) == "を" for i in range(m - 2, max(b, m - 5), -1))

    def is_told_of(self, cue: Cue) -> bool:
        """Whether the cue may tell of a thing and no clause: 終了を発表する, never 会議を続ける."""
        return not cue.rule.takes.isdisjoint({"を", "前文"}) or cue.rule.cue_type in {
            "report",
            "criticise",
            "deny",
            "demand",
        }

    def verb_of(self, cue: Cue) -> int:
        """The last inflected word of the cue."""
        return next((i for i in range(cue.last - 1, cue.first, -1) if self.words[i].inflection), cue.first)

    def place_end(self, b: int, k: int) -> int:
        """The word after a place of speaking that begins at word ``b``, or ``b``: 11日に公表した報告書で、."""
        seats = tuple(self.setting.cues["not 席"])
        for m in range(b, min(b + _PLACE, k - 1)):
            if self.at(m) in {"は", "が", "も", "、"}:
                break
            if self.at(m) != "で" or m == b or not self.is_noun(m - 1) or not self.words[m].tag.startswith("助詞"):
                continue
            apart = self.at(m + 1) == "、"
            among = self.at(m - 1) in {"中", "なか"} and self.at(m - 2) == "の"
            noun = self.noun_before(m - 2 * among, "で", b)
            if apart and noun is not None and noun.kind in {"document", "basis", "media"}:
                return m + 2
            topic = self.at(m + 1) in {"は", "も"}
            within = self.words[b].i <= self.words[m - 1].head < self.words[k - 1].i
            if noun is None or not (apart or topic or among or not within):
                return b
            seat = self.setting.text[self.words[b].start : self.words[m - 1].end].rstrip("」』").endswith(seats)
            return m + 1 + (apart or topic) + (topic and self.at(m + 2) == "、") if seat else b
        return b

    def listener_end(self, b: int, k: int) -> int:
        """The word after to whom and where it is said, from word ``b``, or ``b``: 訪問先で同行記者団に、."""
        listeners = tuple(self.setting.cues["not 相手"])
        for m in range(b + 1, min(b + _PLACE, k - 1)):
            if self.at(m) in {"は", "が", "を", "も", "、"}:
                break
            if self.at(m) == "に" and self.is_plain(m):
                last = m - 1 - (self.at(m - 1) in {"ら", "たち"})
                listening = self.setting.text[self.words[b].start : self.words[last].end].endswith(listeners)
                return m + 1 + (self.at(m + 1) == "、") if listening else b
        return b

    def remark_end(self, b: int, k: int) -> int:
        """The word after a verb of telling alone at word ``b``, or ``b``: 記者団に対して|語り、."""
        cue = self.cue_at(b, "と")
        if cue is None or cue.passive or cue.negative or cue.last + 1 >= k or self.at(cue.last) != "、":
            return b
        return cue.last + 1 if "連用形" in self.words[self.verb_of(cue)].inflection else b

    def occasion_end(self, b: int, k: int) -> int:
        """The word after an occasion of speaking that begins at word ``b``, or ``b``: 都内で記者会見し、."""
        for m in range(b, min(b + _PLACE, k - 1)):
            if self.at(m) in {"は", "が", "も", "、"}:
                break
            cue = self.cue_at(m, "not 場")
            if cue is not None:
                last = cue.last + (self.at(cue.last) in {"て", "に"})
                return last + 1 if self.at(last) == "、" and last + 1 < k else b
        return b

    def matter_end(self, low: int, k: int) -> int:
        """The word after what a rumour is about or when it went round, from word ``low``, or ``low``: 夏には、."""
        for m in range(low + 1, min(low + _PLACE, k - 2)):
            if self.at(m) in {"は", "が", "、"}:
                break
            if self.at(m) == "に" and self.at(m + 1) == "は" and self.at(m + 2) == "、" and self.is_dated(m - 1):
                return m + 3
            if self.at(m) == "を" and self.lemma(m + 1) in {"めぐる", "巡る"}:
                then = m + 2
                while self.at(then) in {"て", "は"}:
                    then += 1
                return then + 1 if self.at(then) == "、" else low
        return low

    def is_plain(self, m: int) -> bool:
        """Whether the particle at word ``m`` stands alone, neither a topic nor part of a compound (における)."""
        return self.at(m + 1) not in {"は", "も"} and not (m + 1 < self.size and self.words[m + 1].dep == "fixed")

    def clause_begin(self, low: int, k: int) -> int:
        """The first word of the clause that ends at word ``k - 1``, where a clause before it has been closed."""
        marker = self.words[k] if k < self.size else self.words[k - 1]
        head = self.words[k - 1] if self.words[k - 1].head == marker.i else self.parse.words[marker.head]
        known = {head.i: True}
        b = k - 1
        while b >= low and (self.words[b].pos == "PUNCT" or self.is_under(self.words[b].i, known)):
            b -= 1
        b += 1
        for i in range(b - 1, low, -1):
            word = self.words[i - 1]
            if self.at(i) == "、" and word.pos in {"SCONJ", "VERB", "AUX", "ADJ"} and not self.is_condition(i - 1):
                return i + 1
        return low

    def is_condition(self, i: int) -> bool:
        """Whether the word ends a condition: 〜なら, 〜すれば, 〜したら, 〜すると."""
        return self.at(i) in {"ば", "と", "ては", "ても"} or "仮定形" in self.words[i].inflection

    def after_turn(self, low: int, k: int) -> int:
        """The first word after the last main clause that が、 ends between the words."""
        return next((i + 1 for i in range(k - 2, low, -1) if self.turns(i, i + 1)), low)

    # -- where content ends --------------------------------------------------------------------------------------

    def inside(self, quotes: Span) -> Span:
        """The span from within the first to within the last of the quotations, without space at its ends."""
        text = self.setting.text
        start, end = self.words[quotes[0]].start + 1, self.words[quotes[1]].end - 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def without_closing(self, begin: int, end: int) -> int:
        """The end of what a frame tells, without a 〜という, 〜とのことです, 〜としている or a note after it."""
        while end > begin + 1 and self.words[end - 1].pos == ASIDE and _NOTE.fullmatch(self.at(end - 1)):
            end -= 1
        for k in range(end - 1, max(begin, end - 7), -1):
            if self.at(k) == "と" and self.words[k].tag.startswith("助詞"):
                clausal = self.ends_clause(k - 1) or self.is_quote(k - 1) or self.at(k - 1) == "、"
                return k if self.is_closing(k + 1, end, clausal=clausal) else end
        return end

    def is_closing(self, i: int, end: int, *, clausal: bool) -> bool:
        """Whether the words from ``i`` to before ``end`` only end what a frame tells: という, とされる, としている."""
        if i >= end:
            return False
        while end > i + 1 and self.lemma(end - 1) in {"です", "だ", "ます"}:
            end -= 1
        fact = end - 1 if self.at(end - 1) == "こと" and self.lemma(i) == "いう" else end
        cue = self.cue_at(i, "伝聞")
        if cue is not None and "結び" in cue.rule.takes and cue.last >= fact:
            return clausal or "とされる" not in cue.rule.takes
        if self.lemma(i) != "する" or self.inflected(self.setting.only["とする"], i, i + 1).last < end:
            return False
        bare, past = end == i + 1, self.at(end - 1) == "た"
        return bare or (self.source is None and (clausal or not past))
