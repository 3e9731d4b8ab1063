"""One parser and one set of matchers for the whole run."""

import pytest

from pipeline.annotate import Annotator
from pipeline.parse import Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return Annotator()
