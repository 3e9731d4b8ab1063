"""One parser and one set of matchers for the whole run."""

import pytest

from pipeline.annotate import Annotator
from pipeline.link import Linker
from pipeline.parse import Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return Annotator()


@pytest.fixture(scope="session")
def annotated(annotator):
    """What annotate and link make of an article and its parse."""
    linker = Linker()

    def run(article, parse):
        return linker.link(annotator.annotate(article, parse), parse)

    return run
