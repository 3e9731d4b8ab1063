"""An analyser without a model, for all that comes before and after the analysis. It finds numbers, and names in 〈〉.

Some texts make it misbehave: 「!raise」「!exit」「!kill」「!hang」「!memory」. Words after these do not matter.
"""

import os
import re
import signal
import time
from collections.abc import Iterable, Iterator, Sequence

from pipeline import extract, schema, write
from pipeline.schema import Article, Result


class Analyser:
    """What :class:`pipeline.extract.Analyser` is, but quick."""

    def __call__(self, articles: Sequence[Article]) -> Iterator[extract.Outcome]:
        for article in articles:
            try:
                misbehave(article.text)
                yield rows(article)
            except ValueError as error:
                yield schema.failure(article.source_path, article.article_id, "annotate", error)


def engine(articles: Iterable[Article]) -> Iterator[tuple[Article, extract.Outcome]]:
    """Everything at once in this process."""
    analyse = Analyser()
    for article in articles:
        yield from zip([article], analyse([article]), strict=True)


def refuse() -> Analyser:
    """What a broken installation does."""
    raise RuntimeError("no model")


def misbehave(text: str) -> None:
    if "!raise" in text:
        raise ValueError("a number that is none")
    if "!exit" in text:
        os._exit(7)
    if "!kill" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "!hang" in text:
        time.sleep(600)
    if "!memory" in text:
        hoard = []
        while True:
            hoard.append(bytearray(os.urandom(1_000_000)) * 20)
            time.sleep(0.02)


def rows(article: Article) -> Result:
    name, text = article.article_id, article.text
    sentences = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]

    def sentence(start: int) -> str:
        return f"{name}#s{sum(begin <= start for begin, _ in sentences)}"

    found = [(name, f"{name}#s{i}", str(a), str(b), text[a:b], "body") for i, (a, b) in enumerate(sentences, 1)]
    mentions = [
        (
            *(name, sentence(m.start()), f"{name}#m{i}", m[0], str(m.start()), str(m.end())),
            *("PERSON", "", f"PERSON:{m[0]}", m[0], "", "", "fake"),
        )
        for i, m in enumerate(re.finditer(r"(?<=〈)[^〉\n]+(?=〉)", text), 1)
    ]
    quantities = [
        (
            *(name, sentence(m.start()), f"{name}#q{i}", m[0], str(m.start()), str(m.end())),
            *("count", m[0], m[0], m[0], "exact", *[""] * 11, "fake"),
        )
        for i, m in enumerate(re.finditer(r"[0-9]+", text), 1)
    ]
    about = (name, article.source_path, article.title, article.publisher, article.author, article.url)
    about += (article.published, article.published_basis, article.encoding, str(len(text)), str(len(found)))
    about += (str(len(mentions)), "0", str(len(quantities)), "0", article.text_sha256)
    about += ("" if article.verbatim else write.text_path(name),)
    tables = {"articles": [about], "sentences": found, "mentions": mentions, "quantities": quantities}
    return Result(name, tables)


def corpus(
    mentions: Iterable[tuple[str, ...]], published: dict[str, str], wikidata: dict[str, str]
) -> tuple[list[tuple[str, ...]], dict[str, str]]:
    """What :func:`pipeline.entities.corpus` does, but simple: 〈X氏〉 is 〈X〉."""
    seen: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    merged = {}
    for row in mentions:
        entity = row[8].removesuffix("氏")
        if entity != row[8]:
            merged[row[8]] = entity
        seen.setdefault(entity, set()).add(row[0])
        counts[entity] = counts.get(entity, 0) + 1
    entities = [
        (
            *(entity, entity.partition(":")[2], "PERSON", "", "", entity.partition(":")[2], str(counts[entity])),
            *(str(len(articles)), *_ends(published[article] for article in articles)),
        )
        for entity, articles in sorted(seen.items())
    ]
    return entities, merged


def _ends(dates: Iterable[str]) -> tuple[str, str]:
    known = sorted(filter(None, dates))
    return (known[0], known[-1]) if known else ("", "")


def make(models: object = None, *, fast: bool = False) -> Analyser:
    """In place of :class:`pipeline.extract.Analyser`."""
    return Analyser()


def die() -> Analyser:
    """What a process without memory does."""
    os._exit(3)
