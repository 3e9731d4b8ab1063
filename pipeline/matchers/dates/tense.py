"""The predicate that governs a phrase, and whether it tells what is past or what is to come."""

from __future__ import annotations

import re

from pipeline.syntax import Parse, Word


def predicate(parse: Parse, start: int, end: int) -> Word | None:
    """The word that governs the span: the first verb, adjective or noun of action above it, or the topmost word."""
    word = parse.head_of_span(start, end)
    if word is None:
        return None
    for _ in range(4):
        head = parse.head(word)
        if head.i == word.i:
            break
        word = head
        if word.pos in {"VERB", "ADJ"} or _is_action(word):
            break
    return word


_AFTERWARDS = ("のち", "後", "あと", "上で", "うえで")
"""What follows a past that is only earlier than the main clause: 承認を得たのち, 統合する."""


def tense_of(parse: Parse, word: Word) -> str:
    """``past`` or ``future`` as the predicate's own ending, or that of the clause it runs into, shows; or empty."""
    for _ in range(3):
        tail = _tail(parse, word)
        past = next((follower for follower in tail if follower.is_past), None)
        if past is not None:
            return _main_tense(parse, word) if parse.text.startswith(_AFTERWARDS, past.end) else "past"
        last = tail[-1] if tail else word
        if "連用形" not in last.inflection and last.text not in {"て", "で"}:
            break
        head = parse.head(word)
        if head.i <= word.i or head.pos not in {"VERB", "ADJ"}:
            break
        word = head
    else:
        return ""
    if word.i and parse.words[word.i - 1].text == "と" and word.lemma in {"する", "みる", "見る", "いう", "言う"}:
        return ""
    if word.pos != "VERB" or not re.search("終止形|連体形", last.inflection):
        return ""
    return "" if any(follower.lemma in {"いる", "ある", "てる"} for follower in (word, *tail)) else "future"


def describes_noun(parse: Parse, word: Word) -> bool:
    """Whether the predicate ends a clause that describes a noun: 3日に起きた事故で; not 3日に起きたことで."""
    head = parse.head(word)
    if word.i < head.i <= word.i + 2 and head.pos == "VERB":  # いなく-なった
        word, head = head, parse.head(head)
    tail = _tail(parse, word)
    last = tail[-1] if tail else word
    described = head.i > word.i and head.pos in {"NOUN", "PROPN"} and "副詞可能" not in head.tag
    return described and "連体形" in last.inflection and head.lemma not in {"こと", "事", "もの", "物", "ところ"}


def _main_tense(parse: Parse, word: Word) -> str:
    """``future`` when a plain non-past verb above the word ends the sentence, else ``past``."""
    head = parse.head(word)
    while head.i > word.i and head.pos != "VERB":
        word, head = head, parse.head(head)
    plain = head.i > word.i and "終止形" in head.inflection and parse.text.startswith("。", head.end)
    return "future" if plain else "past"


def _is_action(word: Word) -> bool:
    return word.tag.startswith("名詞-普通名詞-サ変")


def _tail(parse: Parse, word: Word) -> list[Word]:
    """The auxiliaries and endings that follow the predicate."""
    tail: list[Word] = []
    for follower in parse.words[word.i + 1 : word.i + 7]:
        if follower.pos not in {"AUX", "SCONJ", "VERB", "PART"} or follower.tag.startswith("補助記号"):
            break
        tail.append(follower)
    return tail
