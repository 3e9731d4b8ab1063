"""Who said what."""

from pipeline.matchers.claims.matcher import Matcher as Matcher
