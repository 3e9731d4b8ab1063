"""Numbers with their unit, what is counted, what is done with it and by whom."""

from pipeline.matchers.quantities.matcher import Matcher as Matcher
