"""Names of persons, organisations, places and other things."""

from pipeline.matchers.mentions.matcher import Matcher as Matcher
