"""What a quantity counts, what is done with it, and who does that: read off the words around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.schema import Quantity
from pipeline.syntax import Parse


@dataclass(frozen=True, kw_only=True)
class NotItemRule(lexicon.Rule):
    """A noun beside a number that is never what is counted: 昨年, 合計, うち. ``surfaces`` are joined with ``|``."""

    FILE = "quantities/not_items.tsv"
    KEY = ("surfaces",)

    surfaces: str


@dataclass(frozen=True, kw_only=True)
class ActorRule(lexicon.Rule):
    """The last word of a phrase that can act: 政府, 軍, 氏. ``surfaces`` are joined with ``|``."""

    FILE = "quantities/actors.tsv"
    KEY = ("surfaces",)

    surfaces: str


class Counted:
    """Finds item, predicate and agent of quantities."""

    def __init__(
        self,
        not_items: Sequence[NotItemRule],
        actors: Sequence[ActorRule],
        *,
        own: Mapping[str, str],
        carried: frozenset[str],
    ) -> None:
        self._not_items = {surface for rule in not_items for surface in rule.surfaces.split("|")}
        self._actors = tuple(surface for rule in actors for surface in rule.surfaces.split("|"))
        self._own = own
        self._carried = carried

    def tell(self, parse: Parse, folded: str, found: Sequence[Quantity]) -> tuple[Quantity, ...]:
        """The quantities ``found``, in order, with item, predicate and agent where the words tell them."""
        return tuple(found)
