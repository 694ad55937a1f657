"""Which drug a request names: the lexicon's names, mixtures, slips of the pen, and names not in any lexicon.

The grammar is told in :mod:`imrkit.extractors.drugs`; here a name gets its place and what it tells of its class.
"""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Region
from imrkit.extractors.drug_lexicon import (
    Hit,
    Token,
    around,
    elsewhere,
    forms,
    hits_of,
    kind_names,
    slip_of,
    words,
)
from imrkit.extractors.drug_mixtures import mixture
from imrkit.extractors.drug_request import PERCENT, Named, RequestWords
from imrkit.vocabulary import DrugClass

_FIGURES: Final = r"(?<![\d.])(?:\d{1,5}(?:[.,/-]\d{1,5}){0,5}+|\.\d{1,4})"
_MASS: Final = re.compile(rf"{_FIGURES} ?(?:mgs?|mcgs?|ug|milligrams?|micrograms?|meq)(?![a-z])")
_BULK: Final = re.compile(rf"{_FIGURES} ?(?:gms?|grams?|g|ml|cc|oz)(?![a-z/])")
_DOSE: Final = re.compile(r"\d ?(?:m?c?gs?|gms?|grams?|%|ml|cc|oz|units)(?![a-z])|#|qty|quantity|refill")
_NUMBERED: Final = re.compile(r"# ?\d|qty|quantity")

_LONGEST_PARENTHESIS: Final = 160
_MOST_INGREDIENTS: Final = 6  # that no lexicon has, before one that it has
_ABBREVIATION: Final = 6  # letters and digits at most
_OWN_DELIVERY: Final = frozenset({"injection", "injections", "inj", "inject", "pump"})
_JOINING: Final = frozenset({"/", " /", "/ ", " / ", "-", "+", " + ", " & ", "&"})
_SAME_AGAIN: Final = frozenset({" ", " - "})  # a brand and its generic name, one after the other
_LISTING: Final = frozenset({",", ", ", "; ", ";"})


def find_name(key: str, region: Region) -> Named | None:
    """The drug that the request in *region* of *key* is for."""
    request = _Request(key, region)
    return mixture(request) or request.listed() or request.unlisted() or request.kind_only()


class _Request(RequestWords):
    """The readings of a request that names one drug, or a kind of drug."""

    __slots__ = ("_mixes",)

    def __init__(self, key: str, region: Region) -> None:
        super().__init__(key, region)
        self._mixes: bool | None = None

    def listed(self) -> Named | None:
        """A drug of the lexicon, with its salt, its release, its other ingredients or its other name."""
        if not self.hits:
            return None
        hit = self.first_hit()
        start, kinds = self._joined_before(hit)
        stop, end = self._extend(hit, kinds)
        injected = hit.kind is DrugClass.VISCOSUPPLEMENTATION or any(
            token.text in words("injected") for token in self.tokens[hit.first : hit.stop]
        )
        if self._is_elsewhere(start, end, injected=injected):
            return None
        heads = all(self._leads(token) for token in self.tokens[:start])
        ambiguous = stop - start == 1 and self.tokens[start].text in words("ambiguous")
        if (ambiguous or not heads) and not self._is_dosed(end):
            return None
        return Named(Region(self.tokens[start].start, end), tuple(kinds))

    def unlisted(self) -> Named | None:
        """The words before a dose, where no service is named that would use them otherwise."""
        key, region = self.key, self.region
        if self.hits or any(token.text in elsewhere() for token in self.tokens):
            return None
        stop = self._dose_start()
        lead = self.words_before(stop) if stop is not None else []
        if not lead:
            return None
        name = Region(lead[0].start, lead[-1].end)
        known = next((kind for token in lead if (kind := slip_of(token.text))), None)
        if known:
            return Named(name, (known,))
        if _MASS.search(key, *region):
            return Named(name, (DrugClass.OTHER_DRUG,), in_lexicon=False)
        if (
            _BULK.search(key, *region)
            and name.end - name.start <= _ABBREVIATION
            and " " not in key[name.start : name.end]
        ):
            return Named(name, (DrugClass.TOPICAL_COMPOUNDS,), in_lexicon=False)  # as compounders call them
        if not any(token.text in words("own form") for token in self.tokens):
            return None
        if not any(token.text in words("topical form") for token in self.tokens):
            kind = DrugClass.OTHER_DRUG
        elif "/" in key[name.start : name.end]:
            kind = DrugClass.TOPICAL_COMPOUNDS
        else:
            kind = DrugClass.TOPICAL_ANALGESICS
        return Named(name, (kind,), in_lexicon=False)

    def kind_only(self) -> Named | None:
        """A kind of drug in the place of a drug: "muscle relaxants"."""
        hit = next(hits_of(self.key, self.tokens, kind_names()), None)
        if not hit or not all(
            self._leads(token) for token in [*self.tokens[: hit.first], *self.tokens[hit.stop :]]
        ):
            return None
        name = Region(self.tokens[hit.first].start, self.tokens[hit.stop - 1].end)
        return Named(name, (hit.kind,), in_lexicon=False)

    def _joined_before(self, hit: Hit) -> tuple[int, list[DrugClass]]:
        """The token that the name of *hit* begins with: an ingredient that is not in the lexicon may precede."""
        start, kinds = hit.first, [hit.kind]
        while start and hit.first - start < _MOST_INGREDIENTS and self.gap(start) == "/":
            token = self.tokens[start - 1]
            if len(token.text) < 4 or token.text in around() or not token.text.isalpha():
                break
            start -= 1
            if slip := slip_of(token.text):
                kinds.insert(0, slip)
        return start, kinds

    def _extend(self, hit: Hit, kinds: list[DrugClass]) -> tuple[int, int]:
        """The token after the name that begins with *hit* and the name's end; *kinds* gets its ingredients'."""
        stop, end = hit.stop, self.tokens[hit.stop - 1].end
        while stop < len(self.tokens):
            token, gap = self.tokens[stop], self.key[end : self.tokens[stop].start]
            other = self.hits.get(stop)
            if other and (
                gap in _JOINING or gap in _SAME_AGAIN or (gap in _LISTING and self._is_listing(other))
            ):
                if gap not in _SAME_AGAIN:
                    kinds.append(other.kind)
                stop = other.stop
            elif self._is_part(gap, token.text):
                stop += 1
            elif token.text in {"with", "w", "and"} and (joined := self.hits.get(stop + 1)):
                if not self._may_join(joined):
                    break
                kinds.append(joined.kind)
                stop = joined.stop
            elif gap in {" (", "("} and (close := self._other_name(end, stop)):
                end = close
                while stop < len(self.tokens) and self.tokens[stop].start < close:
                    stop += 1
                continue
            else:
                break
            end = self.tokens[stop - 1].end
        return stop, end

    def _is_part(self, gap: str, text: str) -> bool:
        """Whether a word after a name belongs to it: a salt, or an ingredient that is not in the lexicon."""
        if gap == "/":
            return len(text) > 3 and text.isalpha() and text not in forms()
        return gap in {" ", "-"} and text in words("suffix")

    def _is_listing(self, other: Hit) -> bool:
        """Whether the commas of this request are between the ingredients of one cream."""
        if self._mixes is None:
            self._mixes = any(
                token.text in words("topical form") or token.text.startswith("compound")
                for token in self.tokens
            )
        return self._mixes and other.kind is not DrugClass.OTHER_DRUG

    def _may_join(self, other: Hit) -> bool:
        return self.tokens[other.first].text in words("adjunct") or self._is_listing(other)

    def _other_name(self, end: int, stop: int) -> int | None:
        """The end of a parenthesis that gives the drug's other name, without a dose."""
        close = self.key.find(")", end, min(end + _LONGEST_PARENTHESIS, self.region.end)) + 1
        inner = stop
        while inner < len(self.tokens) and self.tokens[inner].start < close:
            if inner in self.hits:
                percentages = len(PERCENT.findall(self.key, end, close))
                return close if percentages > 1 or not re.search(r"\d", self.key[end:close]) else None
            inner += 1
        return None

    def _is_elsewhere(self, start: int, end: int, *, injected: bool) -> bool:
        """Whether a service or a procedure is requested that uses the drug."""
        allowed = _OWN_DELIVERY if injected else frozenset()
        if any(token.text in elsewhere() and token.text not in allowed for token in self.tokens[:start]):
            return True
        numbered = _NUMBERED.search(self.key, end, self.region.end)
        until = numbered.start() if numbered else self.region.end
        return any(
            token.text in words("procedure") and token.text not in allowed
            for token in self.tokens
            if end <= token.start < until
        )

    def _leads(self, token: Token) -> bool:
        return len(token.text) == 1 or token.text in around() or token.text.isdigit()

    def _is_dosed(self, end: int) -> bool:
        return bool(_DOSE.search(self.key, end, self.region.end)) or any(
            token.text in forms() for token in self.tokens if token.start >= end
        )

    def _dose_start(self) -> int | None:
        """Where the dose of an unknown drug begins, or the form that it is taken in."""
        patterns = (_MASS, PERCENT, _BULK, _NUMBERED)
        starts = [found.start() for pattern in patterns if (found := pattern.search(self.key, *self.region))]
        starts += (
            [token.start for token in self.tokens if token.text in words("own form")][:1] if starts else []
        )
        return min(starts, default=None)
