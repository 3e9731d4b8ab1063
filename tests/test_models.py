"""Every row of models/ does what its example says: the bracketed text comes out, made by this very row."""

import shutil

import pytest

from pipeline import annotate, lexicon, published
from pipeline.schema import Article

PUBLISHED = "2024-06-19"
RULES = [
    pytest.param(rule, id=f"{cls.FILE}:{rule.id}")
    for cls in lexicon.rule_classes()
    for rule in lexicon.read(cls, lexicon.folders())
    if rule.example
]
OF_URLS = [param for param in RULES if isinstance(param.values[0], published.UrlRule)]
OF_TEXTS = [param for param in RULES if param not in OF_URLS]
TOGETHER = {"claims/not_sources.tsv"}
"""Nouns that never speak also bound what others say: one alone need not keep a row away."""
FORBIDDING = [
    param for param in OF_TEXTS if "/not_" in type(param.values[0]).FILE and type(param.values[0]).FILE not in TOGETHER
]


@pytest.fixture(scope="module")
def parses(parser):
    """Every example's parse, by its text; parsed in one go, since that is much faster than one by one."""
    texts = sorted({lexicon.target(param.values[0].example)[0] for param in OF_TEXTS})
    return dict(zip(texts, parser.pipe(texts), strict=True))


@pytest.fixture(scope="module")
def annotations(parses, annotated):
    """Every example annotated, by its text."""
    return {text: annotated(Article("example", "", text, published=PUBLISHED), parse) for text, parse in parses.items()}


@pytest.fixture(scope="module")
def lenient(tmp_path_factory):
    """For each table an annotator to which no row of it is forbidden: our rules without those that say what is none."""
    annotators = {}
    for table in sorted({type(param.values[0]).FILE.partition("/")[0] for param in FORBIDDING}):
        models = tmp_path_factory.mktemp("lenient") / "models"
        shutil.copytree(lexicon.shipped(), models)
        for path in (models / table).glob("not_*.tsv"):
            path.unlink()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(lexicon, "SHIPPED", (models,))
            annotators[table] = annotate.Annotator()
    return annotators


@pytest.mark.model
@pytest.mark.parametrize("rule", OF_TEXTS)
def test_example(rule, annotations):
    text, start, end = lexicon.target(rule.example)
    annotation = annotations[text]
    table, _, name = type(rule).FILE.partition("/")
    if table == "sentences":
        assert any(s.start <= start and end <= s.end and s.role == rule.role for s in annotation.sentences)
        return
    records = getattr(annotation, table)
    found = {text[record.start : record.end]: record.rules for record in records}
    if name.startswith("not_"):
        assert not [record for record in records if record.start < end and record.end > start], found
    else:
        spans = [(r.start, r.end) for r in records] + [
            span for r in records for span in (getattr(r, "cue", None),) if span
        ]
        assert (start, end) in spans, found
        assert any(rule.id in record.rules for record in records), found


@pytest.mark.model
@pytest.mark.parametrize("rule", FORBIDDING)
def test_what_is_forbidden_would_be_a_row(rule, parses, lenient):
    """So that no rule stands there which forbids nothing."""
    text, start, end = lexicon.target(rule.example)
    table = type(rule).FILE.partition("/")[0]
    found = lenient[table].annotate(Article("example", "", text, published=PUBLISHED), parses[text])
    records = getattr(found, table)
    assert [record for record in records if record.start < end and record.end > start]


@pytest.mark.parametrize("rule", OF_URLS)
def test_example_of_a_url(rule):
    date, url = rule.example.split()
    assert published.UrlDates(lexicon.folders()).find(url) == (date.strip("[]"), rule.id)


def test_ids_are_unique():
    seen = {}
    for param in RULES:
        rule = param.values[0]
        assert rule.id not in seen, f"{rule.id} stands in {seen[rule.id]} and {type(rule).FILE}"
        seen[rule.id] = type(rule).FILE


def test_all_files_are_known_and_right():
    assert annotate.Annotator  # imports every matcher, so that its rules are known, as published and link do for theirs
    assert lexicon.check() == []
