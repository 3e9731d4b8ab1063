"""Article text -> Parse: GiNZA set up for news. All that is known of spaCy and GiNZA lives here.

What is set up differently from ``spacy.load("ja_ginza")``, and why:

- sentence starts are given to the parser (see sentences.py), which respects them;
- text is worked in pieces of whole sentences, well under SudachiPy's limit of 49,149 bytes, and in batches bounded by
  their length, so that memory does not grow with the article; pieces of several articles share a batch;
- GiNZA runs at a third of its CPU time with every label as it was: :class:`Speed` says how. Each measure is tried on a
  probe when the model is loaded, and left off where it does not work or changes anything.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields, replace
from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING, Any, cast

from pipeline.sentences import NEVER_ENDS, Paragraph, paragraphs, sentences
from pipeline.syntax import Parse, Word

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "ja_ginza"
PIECE = NEVER_ENDS
"""Longest piece of text given to GiNZA, in characters."""
BATCH = 5_000
"""Characters parsed together: about 3,000 tokens, 200 MB at the peak."""


class ParseError(Exception):
    """The text could not be parsed; the message says why."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What is done to make GiNZA fast. None of it changes a label."""

    numpy_products: bool = True
    """Matrix products in numpy's OpenBLAS, with one thread: blis has no kernel for newer CPUs."""
    stepped_transitions: bool = True
    """Transitions of parser and entity recogniser stepped from Python, which keeps the GIL. spaCy's own loop gives it
    up, and its wheels since 3.8.8 take it again in every small accessor."""
    no_subtokens: bool = True
    """No sub-tokens: they are for split modes A and B."""


STOCK = Speed(numpy_products=False, stepped_transitions=False, no_subtokens=False)
"""spaCy as it comes: for comparison."""
PROBE = "【札幌=本社】道庁の山田一郎知事は3月5日、記者団に「港の改修に約２億円をかける」と述べた。\n英国のA社も加わる。"


class _Pieces:
    """Texts cut into pieces, worked in batches, and put together again. What is done with a batch is told below."""

    def parse(self, text: str) -> Parse:
        """One article's text parsed. Raises ParseError."""
        (parse,) = self.pipe([text])
        if isinstance(parse, ParseError):
            raise parse
        return parse

    def pipe(self, texts: Iterable[str]) -> Iterator[Parse | ParseError]:
        """Texts parsed, in order, a few at a time; a text that cannot be parsed comes out as its error."""
        waiting: list[_Draft] = []
        size = 0
        for text in texts:
            draft = _Draft(text)
            waiting.append(draft)
            size += len(text)
            if size >= BATCH:
                yield from self._finish(waiting)
                waiting, size = [], 0
        yield from self._finish(waiting)

    def _finish(self, drafts: Sequence[_Draft]) -> Iterator[Parse | ParseError]:
        batch: list[tuple[_Draft, int, int]] = []
        size = 0
        for draft in drafts:
            for start, end in draft.pieces:
                if batch and size + end - start > BATCH:
                    self._run(batch)
                    batch, size = [], 0
                batch.append((draft, start, end))
                size += end - start
        if batch:
            self._run(batch)
        for draft in drafts:
            yield draft.error or draft.parse()

    def _run(self, batch: Sequence[tuple[_Draft, int, int]]) -> None:
        """Parse the pieces of one batch and hand their words to the drafts."""
        docs: list[Doc] = []
        whose: list[tuple[_Draft, int]] = []
        for draft, start, end in batch:
            try:
                doc = self._tokenise(draft.text[start:end])
            except Exception as error:  # SudachiPy's own class is private; the article is named by the caller
                draft.error = ParseError(f"characters {start} to {end} cannot be tokenised: {error}")
                continue
            if len(doc) == 0:
                continue
            set_sentence_starts(doc, {begin - start for begin, _ in draft.spans})
            docs.append(doc)
            whose.append((draft, start))
        if not docs:
            return
        for (draft, offset), doc in zip(whose, self._label(docs), strict=True):
            draft.words.extend(words_of(doc, offset, len(draft.words), draft.bunsetu))
            draft.bunsetu = draft.words[-1].bunsetu + 1

    def _tokenise(self, text: str) -> Doc:
        """The tokens of a piece."""
        raise NotImplementedError

    def _label(self, docs: list[Doc]) -> list[Doc]:
        """The Docs with all that is not the tokeniser's."""
        raise NotImplementedError


class Parser(_Pieces):
    """GiNZA, loaded once. ``speed`` tells what is in use, which is what was asked for as far as it works here."""

    def __init__(self, speed: Speed | None = None) -> None:
        self._one_thread = import_numpy()
        import spacy
        from thinc.api import NumpyOps, get_current_ops

        self.nlp: Language = spacy.load(MODEL, exclude=["compound_splitter"])  # by name: electra needs weights of a hub
        self._products = {False: get_current_ops(), True: NumpyOps(use_blis=False)}
        self.speed = STOCK
        self._set(self._working(speed or Speed(), metadata.version("spacy")))

    def _working(self, wanted: Speed, version: str) -> Speed:
        """As much of ``wanted`` as leaves the probe's labels alone."""
        granted = STOCK
        plain = self.parse(PROBE)
        for name in (field.name for field in fields(wanted) if getattr(wanted, field.name)):
            try:
                if name == "stepped_transitions" and not version.startswith(_STEPPED):
                    raise ParseError(f"not known to work with spaCy {version}")
                self._set(replace(granted, **{name: True}))
                if self.parse(PROBE) != plain:
                    raise ParseError("labels would change")
                granted = self.speed
            except Exception as error:
                _LOG.warning("%s is left off, GiNZA will be slower: %s", name, error)
        return granted

    def _set(self, speed: Speed) -> None:
        for _, component in self.nlp.pipeline:
            if hasattr(component, "model"):
                for node in component.model.walk():
                    node.ops = self._products[speed.numpy_products]
        cast(Any, self.nlp.tokenizer).need_subtokens = not speed.no_subtokens
        self.speed = speed

    def _tokenise(self, text: str) -> Doc:
        return self.nlp.make_doc(text)

    def _label(self, docs: list[Doc]) -> list[Doc]:
        with self._one_thread():
            for name, pipe in self.nlp.pipeline:
                component = cast(Any, pipe)
                if self.speed.stepped_transitions and name in _TRANSITIONS:
                    component.set_annotations(docs, _step(component, docs))
                elif hasattr(component, "pipe"):
                    docs = list(component.pipe(docs, batch_size=len(docs)))
                else:
                    docs = [component(doc) for doc in docs]
        return docs


class Tokenizer(_Pieces):
    """The words of SudachiPy, as GiNZA has them, and nothing that needs a model: no syntax, no entity classes.

    Every word is its own head and its own phrase, ``dep`` and ``ene`` are empty, and ``pos`` is what follows from
    Sudachi's part of speech.
    """

    def __init__(self) -> None:
        import spacy

        self.nlp = spacy.blank("ja", config={"nlp": {"tokenizer": {"split_mode": "C"}}})
        cast(Any, self.nlp.tokenizer).need_subtokens = False

    def _tokenise(self, text: str) -> Doc:
        return self.nlp.make_doc(text)

    def _label(self, docs: list[Doc]) -> list[Doc]:
        return docs


_LOG = logging.getLogger(__name__)
_TRANSITIONS = ("parser", "ner")
_STEPPED = "3.8."


def import_numpy() -> Callable[[], AbstractContextManager[object]]:
    """Import numpy so that OpenBLAS has one thread, which costs a third less CPU time than two and hardly more time.

    OpenBLAS reads its setting once. Where numpy came before us (a notebook), what comes back holds it to one thread
    for as long as the block lasts, if threadpoolctl is there to do so.
    """
    if "numpy" not in sys.modules:
        before = os.environ.get(_THREADS)
        os.environ[_THREADS] = "1"
        try:
            import numpy  # noqa: F401  # for its setting alone
        finally:
            if before is None:
                del os.environ[_THREADS]
            else:
                os.environ[_THREADS] = before
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return nullcontext
    return partial(ThreadpoolController().limit, limits=1, user_api="blas")


_THREADS = "OPENBLAS_NUM_THREADS"


class _Draft:
    """An article's text on its way to a Parse."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs: tuple[Paragraph, ...] = paragraphs(text)
        self.spans = sentences(text, self.paragraphs)
        self.words: list[Word] = []
        self.bunsetu = 0
        self.error: ParseError | None = None

    @property
    def pieces(self) -> Iterator[tuple[int, int]]:
        """Runs of sentences of one paragraph, none longer than PIECE."""
        ends = iter(self.paragraphs)
        paragraph = next(ends, None)
        start = end = -1
        for begin, stop in self.spans:
            fresh = False
            while paragraph is not None and begin >= paragraph.end:
                paragraph, fresh = next(ends, None), True
            if start >= 0 and (fresh or stop - start > PIECE):
                yield start, end
                start = -1
            if start < 0:
                start = begin
            end = stop
        if start >= 0:
            yield start, end

    def parse(self) -> Parse:
        return Parse(self.text, tuple(self.words), tuple(self.spans), self.paragraphs)


def set_sentence_starts(doc: Doc, starts: set[int]) -> None:
    """Tell the parser where sentences begin: at the first token that begins at or after each of ``starts``.

    ``starts`` are characters of the Doc; nowhere else does a sentence begin.
    """
    due = sorted(starts, reverse=True)
    for token in doc:
        begins = False
        while due and due[-1] <= token.idx:
            begins = due.pop() >= 0 or begins
        token.is_sent_start = begins or token.i == 0


def _step(component: Any, docs: list[Doc]) -> Any:
    """The component's greedy transitions, stepped from Python. Same states as ``component.predict(docs)``."""
    states = component.moves.init_batch(docs)
    model = component.model.predict(docs)
    open_ = [state for state in states if not state.is_final()]
    while open_:
        open_ = component.transition_states(open_, model.predict(open_))
    model.clear_memory()
    return states


def parse_of(doc: Doc) -> Parse:
    """The Parse of a Doc from anybody's pipeline: our sentences and paragraphs, its words."""
    within = paragraphs(doc.text)
    return Parse(doc.text, tuple(words_of(doc)), tuple(sentences(doc.text, within)), within)


def words_of(doc: Doc, offset: int = 0, first: int = 0, bunsetu: int = 0) -> list[Word]:
    """The words of a Doc whose text stands at ``offset`` of the article, numbered from ``first``."""
    from spacy import attrs

    columns = [attrs.IDX, attrs.LENGTH, attrs.LEMMA, attrs.POS, attrs.TAG, attrs.DEP, attrs.ENT_TYPE, attrs.ENT_IOB]
    table = doc.to_array(columns).tolist()
    heads = doc.to_array([attrs.HEAD]).astype("int64").ravel().tolist()
    strings = doc.vocab.strings
    names: dict[int, str] = {0: ""}

    def name(code: int) -> str:
        found = names.get(code)
        if found is None:
            found = names[code] = strings[code]
        return found

    begins = doc.user_data.get("bunsetu_bi_labels") or ["B"] * len(doc)
    inflections = [(morph.get("Inflection", []) or [""])[0] for morph in (token.morph for token in doc)]
    out: list[Word] = []
    text = doc.text
    for i, (idx, length, lemma, pos, tag, dep, ene, iob) in enumerate(table):
        bunsetu += begins[i] == "B" and i > 0
        out.append(
            Word(
                first + i,
                offset + idx,
                offset + idx + length,
                text[idx : idx + length],
                name(lemma),
                name(pos),
                name(tag),
                name(dep).removesuffix("_bunsetu"),
                first + i + heads[i],
                name(ene),
                iob == 3,
                bunsetu,
                inflections[i],
            )
        )
    return out
