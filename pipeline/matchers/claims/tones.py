"""What kind of telling it is where the verb does not tell: 〜すべきだと述べた demands, 〜を始めると発表した promises.

述べた, 発表した and としている tell only that something was said. What it was, the end of the content shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.schema import CUE_TYPES
from pipeline.syntax import Word

_AFTER = "。．.！!」』）) \n\u3000"
"""What may stand after the last word of a quotation."""
_SURU = "する"


@dataclass(frozen=True, kw_only=True)
class ToneRule(lexicon.Rule):
    """How told content ends, and the ``cue_type`` that it then has with a cue of type state.

    ``ending`` are the last characters, several joined with ``|``; the longest one decides. ``cues``: only with these
    cues, joined with ``|``. ``form`` is ``verb`` where a verb in its dictionary form must end so: 〜を始める.
    """

    FILE = "claims/tones.tsv"
    KEY = ("ending", "cues", "form")
    ALLOWED = {"cue_type": CUE_TYPES, "form": ("verb",)}

    ending: str
    cue_type: str
    cues: str = ""
    form: str = ""


class Tones:
    """The rules by their endings."""

    def __init__(self, rules: Sequence[ToneRule]) -> None:
        self._rules: dict[str, list[tuple[frozenset[str], ToneRule]]] = {}
        for rule in rules:
            cues = frozenset(filter(None, rule.cues.split("|")))
            for ending in rule.ending.split("|"):
                self._rules.setdefault(ending, []).append((cues, rule))
        for found in self._rules.values():
            found.sort(key=lambda pair: not pair[0])  # a rule for certain cues goes before one for all
        self._longest = max(map(len, self._rules), default=0)

    def of(self, content: str, words: Sequence[Word], cue: str) -> ToneRule | None:
        """The rule for content that consists of ``words`` and is told with ``cue``, or None."""
        said = content[-self._longest - len(_AFTER) :].rstrip(_AFTER)
        for length in range(min(self._longest, len(said)), 0, -1):
            for cues, rule in self._rules.get(said[-length:], ()):
                if (not cues or cue in cues) and (
                    not rule.form or _is_plain_verb(words, own=rule.cue_type == "promise")
                ):
                    return rule
        return None


def _is_plain_verb(words: Sequence[Word], *, own: bool) -> bool:
    """Whether the words end with a verb in its dictionary form, not passive. ``own``: and without another's subject."""
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i].pos != "PUNCT"), None)
    if last is None or words[last].text != words[last].lemma:
        return False
    verb = words[last]
    if verb.text == _SURU and last > 0:
        verb = words[last - 1]
    elif not verb.tag.startswith("動詞"):
        return False
    first = words[0].i
    return not own or not any(
        word.text == "が"
        and word.tag == "助詞-格助詞"
        and first <= word.head <= verb.i
        and words[word.head - first].head == verb.i
        for word in words[1:last]
    )
