"""What is done with the things that a number counts, and who does it: read off the parse.

The act is the verb, or noun of action that stands for one (3人死亡、), that has the quantity or its noun as argument. A
verb that says nothing alone takes its noun along (行方不明になる); one that only tells that an act was found, planned
or told gives way to that act (死亡が確認された: 死亡する). Without such a verb it is the one of the clause that
describes the quantity (死亡した3人), that 〜のは makes its topic, or of the next in a list (3人、寺で2人が死亡した).
Ages, bare ranks, what is a predicate itself (3人だ) and what only tells a place (300メートル先で) have no act.

Who does it is the subject or the topic of that verb, where it can act: 政府, 会社, 市長. Nobody acts where the quantity
is itself the subject, where the verb only tells how much something is, and in the passive without によって.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import lexicon
from pipeline.matchers.quantities.beside import Beside, Things
from pipeline.matchers.quantities.phrases import Span, is_nominal, is_numeric
from pipeline.matchers.quantities.rules import UnitRule
from pipeline.schema import Quantity
from pipeline.syntax import Parse, Word

_SAID_NEXT = re.compile("な|し|見|み|推|予|試算|、")
"""What may follow と so that the act is more than the telling: 12人となる, 3億円と見積もる."""
_KANA = re.compile("[ぁ-ん]+")
_ENDS = set("。」』-–—―")
_PHRASE_REACH = 10
"""How many words before the last word of a phrase the head of the phrase may stand."""
_LIST_REACH = 40
"""How many words after a member of a list its verb is looked for."""
_ORGANIZATIONS = {"Company", "Corporation_Other", "Pro_Sports_Organization", "Government", "International_Organization"}
"""Classes of names, as the parse guesses them, of those who act."""
_LISTED = ("、", "と", "や", "・", ",")


@dataclass(frozen=True, kw_only=True)
class MeasuringRule(lexicon.Rule):
    """Predicates that tell how much something is, so that nobody acts: 上る, 達する. Joined with ``|``."""

    FILE = "quantities/amounts.tsv"
    KEY = ("surfaces",)

    surfaces: str


@dataclass(frozen=True, kw_only=True)
class ActRule(lexicon.Rule):
    """Words, joined with ``|``, that show an act.

    Their ``kind`` says how:
    - ``light`` verbs take the noun before に along: 行方不明になる
    - ``outer`` verbs give way to the noun of action that they take (確認する)
    - ``plan`` nouns give way to the verb that describes them (扱う意向を示す)
    - ``change`` is a noun that stands for the verb ``act`` (増: 増える)
    - ``fate`` verbs only tell how many, but also what became of those whom they describe: 死亡した3人
    - ``actor`` are ends of words for those who act, beside those of quantities/actors.tsv: 監視団
    """

    FILE = "quantities/acts.tsv"
    KEY = ("kind", "words")
    ALLOWED = {"kind": ("light", "outer", "plan", "change", "fate", "actor")}

    kind: str
    words: str
    act: str = ""

    def problem(self) -> str:
        """A change into nothing."""
        return "change without act" if self.kind == "change" and not self.act else ""


@dataclass(frozen=True, kw_only=True)
class IdleRule(lexicon.Rule):
    """Words, joined with ``|``, by which nothing is done with a quantity.

    Their ``kind`` says how:
    - ``being`` verbs tell something of their subject only: ある
    - ``bridge`` verbs only join two phrases: 対する; ``span`` verbs only tell over how much: 2度にわたり手術した
    - ``thought`` verbs tell no act of what stands before と: 2人は兄弟とみられる
    - ``place`` nouns make a place of the quantity: 300メートル先
    """

    FILE = "quantities/idle.tsv"
    KEY = ("kind", "words")
    ALLOWED = {"kind": ("being", "bridge", "span", "thought", "place")}

    kind: str
    words: str


class Acts(Things):
    """What nouns can be, and what verbs tell of a quantity."""

    def __init__(self, folders: Sequence[Path], units: Sequence[UnitRule]) -> None:
        super().__init__(folders, units)
        measuring, acts, idle = (
            lexicon.read(MeasuringRule, folders),
            lexicon.read(ActRule, folders),
            lexicon.read(IdleRule, folders),
        )
        self._measuring = lexicon.by_key(measuring, lambda rule: rule.surfaces.split("|"))
        self._acts = lexicon.by_key(acts, lambda rule: [(rule.kind, word) for word in rule.words.split("|")])
        self._idle = lexicon.by_key(idle, lambda rule: [(rule.kind, word) for word in rule.words.split("|")])

    def reaching(self, predicate: str) -> MeasuringRule | None:
        """The rule by which the predicate only tells how much something is or becomes (上る, 達する), or None."""
        return self._measuring.get(predicate)

    def acting(self, word: str) -> ActRule | None:
        """The rule by whose ending the word names those who act, or None."""
        return self._acts.get(("actor", word[-1])) if len(word) > 1 else None

    def idle(self, kind: str, word: str) -> IdleRule | None:
        """The rule by which the word is one of that kind, by which nothing is done, or None."""
        return self._idle.get((kind, word))

    def told_by(self, kind: str, word: str) -> ActRule | None:
        """The rule of that kind for the word, or None."""
        return self._acts.get((kind, word))


@dataclass(frozen=True)
class Act:
    """A predicate (``form``) with its ``verb``. ``end``: where the argument ends in which the quantity stands."""

    verb: Word
    end: int
    form: str
    rules: tuple[str, ...] = ()
    through: bool = False
    """Whether the argument has another noun than the quantity and its item: 12人の派遣を決めた."""
    relative: bool = False
    """Whether the verb describes the quantity: 死亡した3人."""


class Acting(Beside):
    """One article's phrases, and what is done with its quantities."""

    def __init__(self, rules: Acts, parse: Parse, folded: str) -> None:
        super().__init__(rules, parse, folded)
        self.rules: Acts = rules

    def _reaches(self, predicate: str) -> bool:
        """Whether the predicate only tells how much something is or becomes: 上る, 達する."""
        return self._note(self.rules.reaching(predicate))

    def _is_idle(self, kind: str, word: str) -> bool:
        """Whether the word is one of that kind, by which nothing is done."""
        return self._note(self.rules.idle(kind, word))

    def _done(self, quantity: Quantity, item: Span | None, framed: bool) -> Quantity:
        """The quantity with what is done and who does it. ``framed``: a frame told the item."""
        act = None if self._describes(quantity) else self._act(quantity, item)
        if act is None:
            return quantity
        agent, rule = self._agent(quantity, item, act, framed)
        rules = (*quantity.rules, *act.rules, *((rule,) if rule else ()))
        return replace(quantity, predicate=act.form, agent=agent, rules=rules)

    def _describes(self, quantity: Quantity) -> bool:
        """Whether the number only describes a thing or person, which no act belongs to: 38歳の女, 第2回大会."""
        word = self.parse.word_at(quantity.end)
        return quantity.kind == "age" or (quantity.kind == "ordinal" and word is not None and is_nominal(word))

    def _phrase_end(self, quantity: Quantity, item: Span | None) -> int:
        """Where the phrase ends in which the quantity stands: with the item that follows it."""
        if item is not None and quantity.end <= item[0] <= quantity.end + 12:
            return item[1]
        return self._after_brackets(quantity.end)

    def _phrase_start(self, quantity: Quantity, item: Span | None) -> int:
        """Where the phrase begins in which the quantity stands: with the item that precedes it."""
        if item is not None and item[1] <= quantity.start and self.folded[item[1] : quantity.start] in {"", "の"}:
            return item[0]
        return quantity.start

    def _act(self, quantity: Quantity, item: Span | None) -> Act | None:
        """What is done with the quantity, or None."""
        words = self.parse.words
        end = self._phrase_end(quantity, item)
        own: Word | None = self._word_before(end)
        if end > quantity.end and own is not None and _is_done(words, own):
            return self._told(own, end)  # 3回延期された
        after = self.parse.word_at(end)
        if after is not None and after.start == end:
            change = self.rules.told_by("change", after.text)
            if change is not None:
                return Act(after, end, change.act, (change.id,))  # 3%増の
            struck = after.tag.endswith("サ変可能") and end == quantity.end and quantity.kind != "ordinal"
            own_item = item is not None and item[0] <= after.start < item[1]
            if struck and not own_item and self.folded.startswith("の", after.end) and not self._bridges(after):
                return self._told(after, end)  # 100%出資の会社
            if after.tag.endswith("サ変可能") and _closes(words, after, end):
                return self._told(after, end)  # 3人死亡、
            if after.tag == "動詞-一般":
                return self._told(after, end)  # 3%減った
        following = self.parse.word_at(quantity.end)
        if following is not None and self._is_idle("place", following.text):
            return None  # 300メートル先で
        if self._is_remark(quantity):
            return None
        main = None if self.folded.startswith("として", end) else self._governing(quantity, item, end)
        if quantity.kind == "ordinal" and self.folded.startswith("の", quantity.end):
            return None if item is None or main is None or main.through else main  # 3回目の優勝を決めた
        if main is not None and not main.through and not self._is_aside(main):
            weak = self._reaches(main.form)
            told = self._cleft(quantity, item) if weak else None
            if told is None and weak and main.verb.tag.startswith("形容詞"):
                told = self._relative(quantity, item)  # 死亡した3人は少なかった
            return told or main
        told = self._relative(quantity, item) or self._cleft(quantity, item)
        return told or main or self._listed(quantity, end)

    def _is_remark(self, quantity: Quantity) -> bool:
        """Whether brackets hold the quantity together with other words and no verb: 旅客機（乗員6人、乗客90人）."""
        open_ = self._quotation(quantity.start)
        if open_ < 0 or self.folded[open_] != "(":
            return False
        inside = self.parse.words_in(open_, self.closing[open_])
        return not any(word.pos == "VERB" for word in inside) and (
            open_ + 1 < quantity.start or quantity.end < self.closing[open_]
        )

    def _told(self, verb: Word, end: int, *, through: bool = False, relative: bool = False) -> Act:
        return Act(verb, end, dictionary_form(self.parse.words, verb), through=through, relative=relative)

    def _is_aside(self, act: Act) -> bool:
        """Whether the quantity only tells where the act comes from: 食べた9人から症状が出た."""
        return self.parse.particles_after(act.end).startswith(("から", "で", "のうち"))

    def _governing(self, quantity: Quantity, item: Span | None, end: int) -> Act | None:
        """The act of which the phrase that ends at ``end`` is an argument, as the parse has it."""
        word, nouns = self._word_before(end), list[Word]()
        if word is not None and word.tag.startswith("補助記号-括弧閉"):
            word = self._word_before(quantity.end)  # 3人（男性2人、女性1人）が
            if self.folded.startswith("という", end):
                return None
        for _ in range(6):
            if word is None or self._tells(word):
                return None
            head = self.parse.head(word)
            if word.i - _PHRASE_REACH < head.i < word.i and self.parse.head(head).start >= end:
                head = self.parse.head(head)  # 4万ドル（約600万円）で
            if head.i <= word.i or head.start < end:
                return None
            spanning = self._is_idle("span", head.lemma) and _described(self.parse.words, head) is None
            if spanning and self.parse.head(head).i > head.i:
                word = head  # 2度にわたり手術した
                continue
            if (
                self._closes_argument(max(end, word.end), head)
                or _is_act(self.parse.words, head)
                or head.lemma == "する"
            ):
                return self._argued(quantity, item, max(end, word.end), head, nouns)
            if head.pos not in {"NOUN", "PROPN", "NUM"}:
                return None
            nouns.append(head)
            word = head
        return None

    def _argued(self, quantity: Quantity, item: Span | None, end: int, verb: Word, nouns: Sequence[Word]) -> Act | None:
        """The act told by ``verb``, or None. Its argument ends at ``end``, with the last of ``nouns``."""
        words = self.parse.words
        case = self.parse.particles_after(end)
        verb, rules = self._nearer(end, verb, case)
        described = _described(words, verb)
        apart = not case and self.folded.startswith("、", end)
        if described is not None and ((not case and described.text == "の") or (apart and verb.dep == "acl")):
            return None  # 12人、けがをしたのは; 軽油7万リットル、汚染度の高い油が
        if verb.lemma == "する" and not verb.tag.startswith("名詞"):
            noun = self._taken(verb, end)
            if noun is not None:
                joint = "" if noun.tag.endswith("サ変可能") else "を"
                return Act(verb, end, f"{noun.text}{joint}する", rules, through=noun in nouns)  # けがをする
            own = words[verb.i - 2]
            done = case == "を" and item is not None and own.end == item[1] and own.tag.endswith("サ変可能")
            return Act(verb, end, f"{own.text}する", rules) if done else None  # 2億円の投資をする
        outside = [noun for noun in nouns if item is None or not item[0] <= noun.start < item[1]]
        form = dictionary_form(words, verb)
        if self._is_idle("being", form) and not (case[:1] in {"が", "は", "も"} or (not case and verb.start == end)):
            return None  # 300キロ西にある
        if self._is_idle("bridge", form) and not self._reaches(form):
            return None
        if apart and quantity.kind == "ordinal":
            return None  # 1位、2位が
        between = {word.text for word in words[self._index(end) : verb.i] if word.tag == "助詞-格助詞"}
        if apart and "が" in between and self._reaches(form):
            return None  # 田中氏が330票、鈴木氏が197票で田中氏が会長になった
        timed = quantity.kind in {"ordinal", "measure"} or self._counts("turn", quantity)
        spanning = any(word.dep == "fixed" for word in self.parse.words_in(end, end + 3))  # にわたり
        if case == "で" and "が" in between and quantity.kind == "count":
            return None  # 12球団で地名が入るのは
        if timed and not spanning and case[:1] in {"に", "で", "か"} and between & {"を", "が"}:
            return None  # 7回に選手がスクイズを決めた
        outer = self.rules.told_by("outer", form)
        within = self.folded.startswith("の", self._phrase_end(quantity, item))
        if outside and within and outer is None and self._reaches(form):
            return None  # 33試合の観客は60万人にとどまった
        acted = self._taken(verb, end) or (outside[-1] if outside else None)
        counted = acted is None or (item is not None and item[0] <= acted.start < item[1])
        if (
            acted is not None
            and outer is not None
            and not counted
            and case[:1] != "で"
            and acted.tag.endswith("サ変可能")
        ):
            return Act(acted, acted.end, f"{acted.text}する", (*rules, outer.id))  # 50人の死亡が確認された
        if words[verb.i - 1].text in {"に", "と"} and verb.i > 1:
            noun = words[verb.i - 2]
            light = self.rules.told_by("light", form)
            if (
                light is not None
                and noun.start >= end
                and self._may_become(noun)
                and case[:1] in {"が", "は", "も", "を"}
            ):
                span = self._compound_before(noun.end) or (noun.start, noun.end)
                if span[0] >= end and not any(is_numeric(each) for each in self.parse.words_in(*span)):
                    form = self.folded[slice(*span)] + words[verb.i - 1].text + form  # 行方不明になる
                    rules = (*rules, light.id)
            elif self._is_idle("thought", form) and noun.start >= end:
                return None  # 2人は兄弟とみられる
        return Act(verb, end, form, rules, through=bool(outside))

    def _closes_argument(self, end: int, noun: Word) -> bool:
        """Whether the noun of action stands for the verb of what ends at ``end``: 3人を書類送検、, 3人が死亡、."""
        case = self.parse.particles_after(end)
        after = self.folded[noun.end : noun.end + 1]
        if not noun.tag.endswith("サ変可能") or not (after in {"、", "\n"} or after in _ENDS):
            return False
        return case == "を" or (case in {"が", "も"} and noun.start == end + len(case))

    def _may_become(self, noun: Word) -> bool:
        """Whether a light verb needs the noun: 行方不明になる, but not こととなる."""
        counter = noun.i > 0 and is_numeric(self.parse.words[noun.i - 1])  # 4%となる
        return is_nominal(noun) and not counter and self.rules.told_by("plan", noun.text) is None

    def _taken(self, verb: Word, end: int) -> Word | None:
        """The noun right before the verb, behind ``end``, that is its object or subject: 死亡 in 死亡を確認する."""
        words = self.parse.words
        if verb.i < 2 or words[verb.i - 1].text not in {"を", "が", "は", "も"} or words[verb.i - 2].end <= end:
            return None
        noun = words[verb.i - 2]
        return noun if noun.tag.startswith("名詞-普通名詞") and not is_numeric(noun) else None

    def _index(self, at: int) -> int:
        """The index of the first word that begins at ``at`` or after it."""
        word = self.parse.word_at(at)
        if word is not None:
            return word.i
        following = self.parse.words_in(at, at + 2)
        return following[0].i if following else len(self.parse.words)

    def _nearer(self, end: int, verb: Word, case: str) -> tuple[Word, tuple[str, ...]]:
        """The verb, or a nearer one to which the argument that ends at ``end`` belongs, and the rule that says so."""
        words = self.parse.words
        for word in words[self._index(end) : verb.i]:
            if word.text == "を" and word.start > end:
                break
            if self._closes_argument(end, word):
                return word, ()  # 3人を逮捕、
            if case in {"が", "を", "と"} and word.start == end + 1 and word.tag.startswith("動詞-一般"):
                return word, ()  # 2人が流した情報は
            if word.dep == "fixed" or not _is_act(words, word) or self._bridges(word):
                continue
            described = _described(words, word)
            if described is None:
                if case.startswith("を"):
                    return word, ()  # 3人を逮捕し、車を調べた
                break
            plan = self.rules.told_by("plan", described.text)
            if plan is not None:
                return word, (plan.id,)  # 2件を扱う意向を示した
        return verb, ()

    def _relative(self, quantity: Quantity, item: Span | None) -> Act | None:
        """The verb that describes the quantity: 死亡した3人, 撥ねられた11人."""
        if quantity.kind in {"ordinal", "percent", "ratio", "score"}:
            return None
        verb = self._verb_before(self._phrase_start(quantity, item))
        if verb is None:
            return None
        if verb.lemma == "する" and verb.pos == "VERB":
            noun = self._taken(verb, 0)
            done = noun is not None and noun.tag.endswith("サ変可能") and self.parse.words[verb.i - 1].text == "を"
            return Act(verb, quantity.end, f"{noun.text}する", relative=True) if noun is not None and done else None
        act = self._told(verb, quantity.end, relative=True)
        noun, outer = self._taken(verb, 0), self.rules.told_by("outer", act.form)
        if noun is not None and outer is not None and noun.tag.endswith("サ変可能"):
            act = replace(act, form=f"{noun.text}する", rules=(outer.id,))  # 殺害を行った2人
        if self._bridges(verb):
            return None
        if not self._reaches(act.form):
            return act
        fate = self.rules.told_by("fate", act.form)
        return None if fate is None else replace(act, rules=(*act.rules, fate.id))

    def _bridges(self, verb: Word) -> bool:
        """Whether the word is no act but joins two phrases (3人に対する), or an adverb (大きく)."""
        form = dictionary_form(self.parse.words, verb)
        idle = self._is_idle("bridge", form) or self._is_idle("span", form)
        return verb.tag.startswith("形容詞") or idle

    def _cleft(self, quantity: Quantity, item: Span | None) -> Act | None:
        """The verb that 〜のは makes the topic of the quantity: 立候補したのは959人."""
        for start in {quantity.start, self._phrase_start(quantity, item)}:
            for particle in ("のは", "のが"):
                if self.folded.endswith(particle, 0, start):
                    verb = self._verb_before(start - len(particle))
                    return None if verb is None else self._told(verb, quantity.end, relative=True)
        return None

    def _verb_before(self, at: int) -> Word | None:
        """The verb whose ending stands right before ``at``, or None."""
        word = self._word_before(at)
        if word is None or word.end != at or not re.search("連体形|終止形", word.inflection):
            return None
        words = self.parse.words
        while word.i and _is_ending(word) and words[word.i - 1].end == word.start and words[word.i - 1].text != "を":
            word = words[word.i - 1]
        acts = _is_act(words, word) or (word.lemma == "する" and word.pos == "VERB")
        return word if acts and not word.tag.startswith("形容詞") else None

    def _listed(self, quantity: Quantity, end: int) -> Act | None:
        """The act of the next member of a list, when it is told of this one too: 大阪で3人、京都で2人が死亡した."""
        if (
            not self.folded.startswith(_LISTED, end)
            or self.folded.startswith("として", end)
            or quantity.kind == "score"
        ):
            return None
        words = self.parse.words
        number = None
        index = self._index(end)
        stop = self.parse.sentences[self.parse.sentence_index(quantity.start)][1]
        for word in words[index : index + _LIST_REACH]:
            if word.start >= stop:
                return None
            if word.text in {"。", "」"} or (word.text == "は" and words[word.i - 1].text not in {"で", "に"}):
                break
            if word.dep != "fixed" and _is_act(words, word) and not self._bridges(word):
                break
            if is_numeric(word):
                number = word
        if number is None:
            return None
        last = number
        while last.i + 1 < len(words) and words[last.i + 1].start == last.end and is_nominal(words[last.i + 1]):
            last = words[last.i + 1]
        act = self._governing(quantity, None, last.end)
        return None if act is None or act.through or self._is_aside(act) else act

    def _tells(self, word: Word) -> bool:
        """Whether the phrase that ends in ``word`` is itself what is told: 34回で、, 11人と伝えた."""
        following = self.parse.words[word.i + 1] if word.i + 1 < len(self.parse.words) else None
        if following is None or following.start != word.end:
            return False
        if following.pos == "AUX" and following.lemma in {"だ", "です"} and following.text not in {"に", "な"}:
            return True
        if following.dep == "cop" and following.text == "で":
            return True
        return following.text == "と" and _SAID_NEXT.match(self.folded, following.end) is None

    def _agent(self, quantity: Quantity, item: Span | None, act: Act, framed: bool) -> tuple[Span | None, str]:
        """Who does the act, and the rule that says so; nobody where the quantity does it."""
        case = self.parse.particles_after(act.end)
        if _is_passive(self.parse.words, act.verb):
            return self._by(quantity, act.verb)
        if act.relative:
            return self._own_subject(act.verb, quantity, item)
        if (
            "が" in case
            or case[:1] == "は"
            or case.startswith("しか")
            or (case[:1] == "に" and framed)
            or self._reaches(act.form)
        ):
            return None, ""
        if self._is_idle("span", act.form):
            return None, ""
        chain = [act.verb]
        while (
            len(chain) < 3
            and (chain[-1].dep in {"advcl", "acl", "fixed"} or _is_planned(chain[-1]))
            and self.parse.head(chain[-1]).pos == "VERB"
        ):
            chain.append(self.parse.head(chain[-1]))
            if chain[-2].dep == "acl":
                chain.pop()
                break
        for verb in chain:
            found = self._own_subject(verb, quantity, item)
            if found[0]:
                return found
            if self._is_told_of(verb, quantity, case):
                return None, ""  # 団体は、数が3割も落ちたと見る
        done = any(word.lemma == "た" for word in self.parse.words[act.verb.i + 1 : act.verb.i + 3])
        noun = _described(self.parse.words, act.verb)
        if act.verb.dep == "acl" and case[:1] in {"を", "で"} and noun is not None and noun.text != "の":
            found = self._actor(self.parse.head(act.verb), quantity, item)
            if found[0] and self._is_person(found[0]):
                return found  # 2区を走った佐藤選手
        if act.verb.dep == "acl" and done and not (noun is not None and self.rules.told_by("plan", noun.text)):
            return None, ""  # 30センチを観測した雪, but 5機を購入する計画
        return self._topic(quantity, item)

    def _is_told_of(self, verb: Word, quantity: Quantity, case: str) -> bool:
        """Whether the verb has a subject of its own with が: 会は、数が3割も落ちたと見る, 県は市に株が出たと言う."""
        return any(
            child.dep == "nsubj"
            and (child.end <= quantity.start or case[:1] in {"に", "で", "へ"})
            and self.parse.particles_after(child.end) == "が"
            for child in self.parse.children(verb)
        )

    def _own_subject(self, verb: Word, quantity: Quantity, item: Span | None) -> tuple[Span | None, str]:
        """The verb's own subject or topic before the quantity, when it can act."""
        for child in reversed(list(self.parse.children(verb))):
            if child.dep in {"nsubj", "dislocated"} and child.end <= quantity.start:
                found = self._actor(child, quantity, item)
                if found[0]:
                    return found
        return None, ""

    def _by(self, quantity: Quantity, act: Word) -> tuple[Span | None, str]:
        """The agent of a passive act: the phrase with によって."""
        for child in self.parse.children(act):
            if child.dep == "obl" and self.folded.startswith(("によって", "により"), child.end):
                return self._actor(child, quantity, None)
        return None, ""

    def _topic(self, quantity: Quantity, item: Span | None) -> tuple[Span | None, str]:
        """The nearest phrase with は that can act; without one, the nearest with が in the same clause."""
        for particle in ("は", "が"):
            for word, apart in self._subjects_before(quantity):
                if particle == "が" and apart:
                    break
                if word.text == particle and (noun := self._word_before(self._before_brackets(word.start))) is not None:
                    found = self._actor(noun, quantity, item)
                    if found[0] is None and particle == "は":
                        found = self._doer(noun, quantity, item)
                    if found[0]:
                        return found
        return None, ""

    def _subjects_before(self, quantity: Quantity) -> Iterator[tuple[Word, bool]]:
        """The particles before the quantity, and whether a verb stands between that may have taken the subject.

        A clause that only describes a noun takes no subject that a comma sets apart (市が、困っている3人を), and one in
        the passive takes none that acts (選手が開かれた大会で).
        """
        words = self.parse.words
        for word, between in self._particles_before(quantity):
            apart = self.folded.startswith("、", word.end)
            verbs = words[word.i : self._index(quantity.start)] if between else ()
            yield (
                word,
                any(
                    _described(words, verb) is None or not (apart or _is_passive(words, verb))
                    for verb in verbs
                    if verb.dep != "fixed" and (_is_act(words, verb) or (verb.lemma == "する" and verb.pos == "VERB"))
                ),
            )

    def _doer(self, topic: Word, quantity: Quantity, item: Span | None) -> tuple[Span | None, str]:
        """Who does the act that the topic names: 海軍 in 海軍が行った演習は."""
        if not topic.tag.endswith("サ変可能"):
            return None, ""
        for verb in self.parse.children(topic):
            if verb.dep == "acl" and verb.i < topic.i:
                for child in self.parse.children(verb):
                    if child.dep == "nsubj" and self.folded.startswith("が", child.end):
                        return self._actor(child, quantity, item)
        return None, ""

    def _actor(self, word: Word, quantity: Quantity, item: Span | None) -> tuple[Span | None, str]:
        """The phrase that ends in ``word``, when it can act and stands in the same quotation as the quantity."""
        span = self._compound_before(word.end)
        if span is None or self._quotation(word.start) != self._quotation(quantity.start):
            return None, ""
        if span == item or (item and span[0] < item[1] and item[0] < span[1]):
            return None, ""
        if item and self.folded[slice(*span)] == self.folded[slice(*item)]:
            return None, ""  # 8人乗りのモデルは3万台、4人乗りのモデルは
        last = self._last(span)
        if span[1] - span[0] == 1 and (not word.tag.startswith("名詞") or self.folded[span[0] - 1 : span[0]] == "の"):
            return None, ""  # 維新の会
        if span == (last.start, last.end) and self.before(span[0]) == ")":
            named = self._compound_before(self._before_brackets(span[0]))
            span = (named[0], span[1]) if named is not None and self.rules.is_person(last.text) else span
        whole = self.folded[slice(*span)]
        rule = self.rules.actor(last.text) or self.rules.actor(whole) or self.rules.acting(whole)
        if rule is None and (last.ene in _ORGANIZATIONS or self._is_person(span)):
            return span, ""
        if rule is None and not ("固有名詞" in last.tag and "地名-一般" not in last.tag):
            return None, ""
        return span, rule.id if rule else ""


def _is_planned(noun: Word) -> bool:
    """Whether the noun of action is the object of a verb, whose subject does both: 取得を目指す."""
    return noun.dep == "obj" and noun.tag.endswith("サ変可能")


def _is_act(words: Sequence[Word], word: Word) -> bool:
    """Whether the word tells an act or change: a verb, or a noun of action used as one."""
    if word.tag.startswith("動詞"):
        return word.lemma not in {"いう", "よる", "おける", "つく", "する"}
    if word.tag.startswith("形容詞"):
        return word.pos in {"ADJ", "VERB"}
    if word.tag.endswith(("サ変可能", "サ変形状詞可能")) and not _KANA.fullmatch(word.text):
        following = words[word.i + 1] if word.i + 1 < len(words) else None
        return _closes(words, word) or (following is not None and following.lemma in {"する", "できる", "いたす"})
    return False


def _is_done(words: Sequence[Word], noun: Word) -> bool:
    """Whether する follows the noun of action, so that it is the verb: 延期 in 延期された."""
    following = words[noun.i + 1] if noun.i + 1 < len(words) else None
    return (
        noun.tag.endswith("サ変可能")
        and following is not None
        and following.lemma == "する"
        and (following.start == noun.end)
    )


def _closes(words: Sequence[Word], word: Word, begins: int = -1) -> bool:
    """Whether a noun of action ends its clause, so that it stands for its verb (発射。).

    One inside a compound noun (総選挙) or a list (建設、農業) does not; one that ``begins`` right after a number does.
    """
    following = words[word.i + 1] if word.i + 1 < len(words) else None
    if following is not None and following.lemma == "する" and following.start == word.end:
        return True
    previous = words[word.i - 1] if word.i else None
    direct = word.start == begins
    if not direct and previous is not None and previous.end == word.start and is_nominal(previous):
        return False
    if following is None or following.start > word.end or following.text in _ENDS:
        return True
    return following.text == "、" and (direct or word.pos == "VERB")


def _is_ending(word: Word) -> bool:
    """Whether the word continues a verb: た, れる, い in ている."""
    return word.tag.startswith(("助動詞", "動詞-非自立", "接尾辞-動詞的")) or (
        word.tag == "助詞-接続助詞" and word.text in {"て", "で"}
    )


def _described(words: Sequence[Word], verb: Word) -> Word | None:
    """The noun that stands right after the verb and its endings, which the verb describes: 車 in 3人を乗せた車."""
    last = verb
    while last.i + 1 < len(words) and words[last.i + 1].start == last.end and _is_ending(words[last.i + 1]):
        last = words[last.i + 1]
    following = words[last.i + 1] if last.i + 1 < len(words) else None
    if following is None or following.start != last.end or not re.search("連体形|終止形", last.inflection):
        return None
    return following if is_nominal(following) or following.text == "の" else None


def _is_passive(words: Sequence[Word], act: Word) -> bool:
    """Whether れる or られる follows the act."""
    for word in words[act.i + 1 : act.i + 4]:
        if word.lemma in {"れる", "られる"} and word.tag.startswith("助動詞"):
            return True
        if not word.tag.startswith(("動詞-非自立", "助動詞")):
            return False
    return False


def _joins(word: Word) -> bool:
    """Whether the verb is the first half of a compound verb: 投げ in 投げ抜く; not 先駆け in 先駆け建てる."""
    return word.tag == "動詞-一般" and word.dep == "compound"


def dictionary_form(words: Sequence[Word], act: Word) -> str:
    """発射 → 発射する, 上っ → 上る, 法制化 → 法制化する, 投げ抜い → 投げ抜く."""
    previous = words[act.i - 1] if act.i and words[act.i - 1].end == act.start else None
    if act.tag.startswith(("動詞", "形容詞")):
        return (previous.text if previous is not None and _joins(previous) else "") + act.lemma
    stem = previous.text if previous is not None and act.tag.startswith("接尾辞") else ""
    return stem + act.text + "する"
