"""Regression: whole articles against their tables. When a change is meant, `make golden` rewrites them for review."""

import pytest

from tests import golden


@pytest.mark.model
def test_tables(parser, annotator):
    for path, text in golden.tables(parser, annotator).items():
        assert path.read_text(encoding="utf-8") == text, path


def test_outputs_readme_describes_the_schema():
    assert golden.OUTPUTS_README.read_text(encoding="utf-8") == golden.outputs_readme()
