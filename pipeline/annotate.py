"""Parse -> Annotation: what the matchers find in one article, with normalised values."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline import lexicon, roles
from pipeline.matchers import claims, dates, mentions, quantities
from pipeline.schema import Annotation, Article
from pipeline.syntax import Parse

_DIGIT = re.compile(r"[0-9０-９〇一二三四五六七八九十百千万億兆数]")


class Annotator:
    """The matchers, compiled once. ``models`` is the user's own folder of rules. Raises LexiconError."""

    def __init__(self, models: Path | None = None) -> None:
        folders = lexicon.folders(models)
        self.roles = roles.Matcher(folders)
        self.mentions = mentions.Matcher(folders)
        self.dates = dates.Matcher(folders)
        self.quantities = quantities.Matcher(folders)
        self.claims = claims.Matcher(folders)

    def annotate(self, article: Article, parse: Parse) -> Annotation:
        """What stands in the article, not yet linked."""
        published, basis = article.published, article.published_basis
        if not published:
            published, basis = self.dates.infer(parse)
        names = self.mentions.find(parse)
        times = self.dates.find(parse, published)
        taken = [(date.start, date.end) for date in times]
        taken += [(name.start, name.end) for name in names if _DIGIT.search(parse.text, name.start, name.end)]
        return Annotation(
            article=article,
            sentences=self.roles.find(parse, article.title),
            published=published,
            published_basis=basis,
            mentions=names,
            dates=times,
            quantities=self.quantities.find(parse, sorted(taken), names),
            claims=self.claims.find(parse, names),
        )
