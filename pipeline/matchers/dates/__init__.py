"""Temporal expressions: days, times, spans and lengths of time."""

from pipeline.matchers.dates.matcher import Matcher as Matcher
