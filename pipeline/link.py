"""Annotation -> Annotation: same entity, this speaker, that date."""

from __future__ import annotations

import bisect
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import entities, lexicon, sources
from pipeline.matchers.dates.tense import describes_noun, predicate
from pipeline.matchers.quantities.phrases import is_nominal
from pipeline.names import split
from pipeline.schema import Annotation, Date, Mention, Quantity
from pipeline.syntax import Parse, Word

_VAGUE = {"PAST_REF"}
"""Values of dates that tell nothing of when: これまで, 当時."""
_NOUNS = 3
"""How many nouns joined by の after a date are looked at."""
_PHRASE = 30
"""How many characters after a quantity the date may stand that its verb takes too."""


@dataclass(frozen=True, kw_only=True)
class Limit(lexicon.Rule):
    """Words (joined with ``|``) after a date that only limits or compares what is counted: 18日まで, 前年比.

    ``kinds``: the kinds of quantities of which that holds, joined with ``|``; empty for all.
    """

    FILE = "quantities/limits.tsv"
    KEY = ("words",)

    words: str
    kinds: str = ""


@dataclass(frozen=True, kw_only=True)
class Held(lexicon.Rule):
    """Verbs, joined with ``|``, of clauses that tell when what they describe was: 開く in 9日に開かれた大会."""

    FILE = "quantities/held.tsv"
    KEY = ("words",)

    words: str


class Linker:
    """Ties an article's records to one another. ``models`` is the user's own folder of rules. Raises LexiconError."""

    def __init__(self, models: Path | None = None) -> None:
        folders = lexicon.folders(models)
        self._entities = entities.Rules(folders)
        self._references = sources.References(folders)
        self._limits = lexicon.by_key(lexicon.read(Limit, folders), lambda rule: split(rule.words))
        held = lexicon.by_key(lexicon.read(Held, folders), lambda rule: split(rule.words))
        self._held = {word: rule.id for word, rule in held.items()}

    def link(self, annotation: Annotation, parse: Parse) -> Annotation:
        """The annotation with entities, the names of sources, and its records tied to one another."""
        annotation = entities.name_entities(annotation, parse, self._entities)
        annotation = sources.name_sources(annotation, parse, self._references)
        return tie_quantities(tie_claims(annotation), parse, self._limits, self._held)


def tie_claims(annotation: Annotation) -> Annotation:
    """Dates and quantities with the innermost claim in whose content they stand."""
    claims = sorted((claim.start, claim.end, i) for i, claim in enumerate(annotation.claims))
    starts = [start for start, _, _ in claims]
    longest = max((end - start for start, end, _ in claims), default=0)

    def around(start: int, end: int) -> int | None:
        near = claims[bisect.bisect_left(starts, end - longest) : bisect.bisect_right(starts, start)]
        return min(((stop - begin, i) for begin, stop, i in near if end <= stop), default=(0, None))[1]

    return replace(
        annotation,
        dates=tuple(replace(date, claim=around(date.start, date.end)) for date in annotation.dates),
        quantities=tuple(replace(each, claim=around(each.start, each.end)) for each in annotation.quantities),
    )


def tie_quantities(
    annotation: Annotation, parse: Parse, limits: Mapping[str, Limit], held: Mapping[str, str]
) -> Annotation:
    """Quantities with the date of what they tell and the entity of their agent.

    ``limits`` and ``held``: words with their rules, verbs with the ids of theirs.
    """
    by_sentence: dict[int, list[int]] = {}
    for i, date in enumerate(annotation.dates):
        if date.type in {"DATE", "TIME"} and date.value not in _VAGUE and not _in_name(date, parse):
            by_sentence.setdefault(parse.sentence_index(date.start), []).append(i)
    found = []
    for quantity in annotation.quantities:
        near = by_sentence.get(parse.sentence_index(quantity.start), [])
        limited = {i: rule for i in near if (rule := _limit(parse.text, annotation.dates[i], quantity, limits))}
        agent = None if _reports(quantity, annotation) else quantity.agent
        told = _date_of(quantity, near, limited, held, annotation, parse)
        event = "" if told is None else _event(annotation.dates[told], parse, held)
        found.append(
            replace(
                quantity,
                agent=agent,
                date=told,
                agent_entity_id=_entity_of(agent, annotation.mentions),
                rules=(*quantity.rules, *limited.values(), *((event,) if event else ())),
            )
        )
    return replace(annotation, quantities=tuple(found))


def _in_name(date: Date, parse: Parse) -> bool:
    """Whether the date stands inside a compound noun: 鉄道2015年関連記事."""
    before = parse.word_at(date.start - 1) if date.start else None
    after = parse.word_at(date.end)
    return all(
        word is not None and word.tag.startswith("名詞-普通名詞") and not word.tag.endswith("副詞可能")
        for word in (before, after)
    )


def _limit(text: str, date: Date, quantity: Quantity, limits: Mapping[str, Limit]) -> str:
    """The id of the rule whose word stands right after the date, for quantities of this kind; empty without one.

    With に the word tells when something was done: 18日までに.
    """
    for word, rule in limits.items():
        if text.startswith(f"{word}に", date.end):
            continue
        beside = text.startswith(word, date.end) or text[date.start : date.end].endswith(word)  # 2001年以来
        if beside and (not rule.kinds or quantity.kind in rule.kinds.split("|")):
            return rule.id
    return ""


def _reports(quantity: Quantity, annotation: Annotation) -> bool:
    """Whether the agent is the medium that only reports what is done: ロイターは…と伝えた."""
    if quantity.claim is None or quantity.agent is None:
        return False
    claim = annotation.claims[quantity.claim]
    start, end = quantity.agent
    return (
        claim.source is not None and claim.source_kind == "media" and claim.source[0] < end and start < claim.source[1]
    )


def _date_of(  # noqa: PLR0917
    quantity: Quantity,
    near: Sequence[int],
    limited: Container[int],
    held: Mapping[str, str],
    annotation: Annotation,
    parse: Parse,
) -> int | None:
    """The date that the quantity belongs to, among those of its sentence (``near``), or None.

    The one right before it wins (昨年の25発); then one between it and its verb (3人を9日に釈放した); then the nearest
    before it that frames the sentence, in the same quotation or around it. None that is ``limited`` (18日まで), that
    tells when something else was (2004年に建てた家で3人が), or when it was said (9日、3人を送ると述べた).
    """
    dates = annotation.dates
    before = [
        i
        for i in near
        if dates[i].end <= quantity.start
        and _quotation(parse, dates[i].start) in {-1, _quotation(parse, quantity.start)}
    ]
    for i in reversed(before):
        if parse.text[dates[i].end : quantity.start] in {"の", "に", "", "、"} and not dates[i].value.endswith("_REF"):
            return _first_of(i, annotation)
    following = next((i for i in near if dates[i].start >= quantity.end), None)
    if following is not None and following not in limited and _follows(quantity, dates[following], parse):
        return _first_of(following, annotation)
    frames: list[int] = []
    passed = False
    for i in reversed([i for i in before if i not in limited]):
        date = dates[i]
        if (
            (date.value.endswith("_REF") and parse.text.startswith("の", date.end))
            or _of_another(quantity, date, parse, held)
            or _of_noun(quantity, date, parse)
            or _when_said(quantity, date, annotation, parse)
        ):
            passed = True
        elif not passed or _frames(quantity, date, parse):
            frames.insert(0, i)
    exact = [i for i in frames if not dates[i].value.endswith("_REF")] or frames
    told = exact
    if exact and _event(dates[exact[-1]], parse, held):
        told = [i for i in exact if _frames(quantity, dates[i], parse)] or exact
    if len(told) > 1 and parse.text.startswith("まで", dates[told[-1]].end):
        period = dates[told[-2]].value
        if period and dates[told[-1]].value.startswith(period):
            told = told[:-1]  # 今年に入って、18日までに67発: so many in the year
    return _first_of(told[-1], annotation) if told else None


def _follows(quantity: Quantity, date: Date, parse: Parse) -> bool:
    """Whether the date stands between the quantity's phrase and the verb of both: 3人を9日に釈放した."""
    between = parse.words_in(quantity.end, date.start)
    if date.start - quantity.end > _PHRASE or not any(
        word.tag in {"助詞-格助詞", "助詞-係助詞"} and word.text in {"が", "を", "は", "も"} for word in between
    ):
        return False
    if any(word.tag.startswith(("動詞", "名詞-数詞")) or word.pos == "VERB" for word in between):
        return False
    verb = predicate(parse, date.start, date.end)
    return verb is not None and verb.start >= date.end and _is_verb_of(verb, quantity)


def _is_verb_of(verb: Word, quantity: Quantity) -> bool:
    """Whether the verb is the quantity's predicate."""
    return bool(quantity.predicate) and quantity.predicate.endswith((verb.lemma, verb.text, f"{verb.text}する"))


def _of_another(quantity: Quantity, date: Date, parse: Parse, held: Mapping[str, str]) -> bool:
    """Whether the date belongs to a clause that describes another thing: 2004年に建てた家で3人が.

    Not where the clause tells what happened (9日に開かれた大会で), ends in the quantity (9日に建てた3軒), describes
    what is counted (今年撃った弾は30発に達した), or stands apart from the date (9日、古い家で).
    """
    verb = predicate(parse, date.start, date.end)
    if verb is None or not date.end <= verb.start < quantity.start or verb.lemma in held:
        return False
    particles = parse.particles_after(date.end)
    if parse.text.startswith("、", date.end + len(particles)) or not describes_noun(parse, verb):
        return False
    described = parse.head(verb)
    while described.pos == "VERB" and parse.head(described).i > described.i:
        described = parse.head(described)  # 今年に入って撃った弾
    counted = quantity.item is not None and quantity.item[0] <= described.start < quantity.item[1]
    if counted or described.tag.endswith("副詞可能") or _is_verb_of(verb, quantity):
        return False
    between = parse.words_in(verb.end, quantity.start)
    return any(word.tag in {"助詞-格助詞", "助詞-係助詞"} and word.text not in {"の", "と"} for word in between)


def _frames(quantity: Quantity, date: Date, parse: Parse) -> bool:
    """Whether the verb that the date belongs to stands behind the quantity."""
    verb = predicate(parse, date.start, date.end)
    return verb is not None and verb.start >= quantity.end


def _event(date: Date, parse: Parse, held: Mapping[str, str]) -> str:
    """The rule by which the date tells when something was held that the sentence only names (4月に行われた選挙で)."""
    verb = predicate(parse, date.start, date.end)
    if verb is None or verb.start < date.end or not describes_noun(parse, verb):
        return ""
    return held.get(verb.lemma, "")


def _of_noun(quantity: Quantity, date: Date, parse: Parse) -> bool:
    """Whether the date belongs to a noun before the quantity that does not frame it: 昨年の勝者、1975年の優勝を機に."""
    if not parse.text.startswith("の", date.end):
        return False
    word = parse.head_of_span(date.start, date.end)
    for _ in range(_NOUNS):
        if word is None or parse.head(word).i <= word.i or not is_nominal(parse.head(word)):
            break
        word = parse.head(word)
        if parse.particles_after(word.end) != "の":
            break
    if word is None or not date.end < word.start < quantity.start:
        return False
    return parse.text.startswith(("、", "を", "や", "など", "及び"), word.end)


def _when_said(quantity: Quantity, date: Date, annotation: Annotation, parse: Parse) -> bool:
    """Whether the date only tells when the quantity was told of: by a medium, or of what is not yet past."""
    if quantity.claim is None:
        return False
    claim = annotation.claims[quantity.claim]
    if claim.start <= date.start < claim.end:
        return False
    verb = predicate(parse, date.start, date.end)
    if verb is None or claim.cue is None or not claim.cue[0] <= verb.start < claim.cue[1]:
        return False
    return claim.source_kind == "media" or not any(word.is_past for word in parse.words_in(quantity.end, claim.end))


def _first_of(date: int, annotation: Annotation) -> int:
    """The date, or where it ends a range, the one that begins it: 2024 in 2024〜26年."""
    other = annotation.dates[date].range_with
    return date if other is None else min(date, other)


def _quotation(parse: Parse, at: int) -> int:
    """Where the innermost pair of brackets around ``at`` opens; -1 for none."""
    paragraph = parse.paragraph_at(at)
    if paragraph is None:
        return -1
    sentence = parse.sentences[max(parse.sentence_index(at), 0)]
    first, last = (
        bisect.bisect_right(paragraph.brackets, end, key=lambda pair: pair.open) for end in (sentence[0] - 1, at)
    )
    return max((pair.open for pair in paragraph.brackets[first:last] if at <= pair.close), default=-1)


def _entity_of(span: tuple[int, int] | None, mentions: Sequence[Mention]) -> str:
    """The entity of the last mention within the span; empty without one."""
    if span is None:
        return ""
    inside = [each.entity_id for each in mentions if span[0] <= each.start and each.end <= span[1]]
    return inside[-1] if inside else ""
