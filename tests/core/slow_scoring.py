"""The scores once more, straight from the text of the method: slow, plain, one city at a time.

It reads documents and answers as they are written and shares no code with the engine.
"""

from __future__ import annotations

import math
from fractions import Fraction

BELOW = {"overall": None, "area": "focus_areas", "focus_area": "features", "feature": "indicators"}
NEXT = {"area": "focus_area", "focus_area": "feature", "feature": "indicator"}
SLACK = Fraction(1, 10**9)


class Part:
    """A node or an indicator that exists: it has something scored below."""

    def __init__(self, rank, written, core):
        self.rank, self.written = rank, written
        self.name = written.get("id")
        self.weight = Fraction(written.get("weight", 1))
        self.children = []
        if rank != "indicator":
            below = [Part(NEXT[rank], child, core) for child in written[BELOW[rank]]]
            self.children = [child for child in below if child.exists(core)]

    def exists(self, core):
        if self.rank != "indicator":
            return bool(self.children)
        scored = self.written.get("scored", True) and self.written["kind"] != "shares"
        return scored and (not core or self.written.get("inclusion_core", False))

    def parts(self, rank):
        if self.rank == rank:
            return [self]
        return [part for child in self.children for part in child.parts(rank)]


class City:
    """One city's answers under one framework, whole or cut down to the inclusion core."""

    def __init__(self, document, answers, *, core=False):
        self.answers = answers
        self.scoring = document.get("scoring", {})
        areas = [Part("area", written, core) for written in document["areas"]]
        self.areas = [part for part in areas if part.children]
        self.focus_areas = [part for a in self.areas for part in a.parts("focus_area")]
        through = self.scoring.get("overall_of", "focus_areas") == "areas"
        self.overall = Part("feature", {"indicators": []}, core)
        self.overall.rank = "overall"
        self.overall.children = self.areas if through else self.focus_areas

    def order(self, rank):
        return self.scoring.get("mean", {}).get(rank, 1)

    def threshold(self, rank):
        usual = {"feature": 0.5, "focus_area": 0.5, "area": 0.65, "overall": 0.65, "ranked": 0.8}
        return Fraction(self.scoring.get("coverage", {}).get(rank, usual[rank])) - SLACK

    def said(self, part):
        said = self.answers.get(part.name, "unanswered")
        return said if isinstance(said, tuple) else (said, "city")

    def state(self, part):
        words = {"no_data", "not_applicable", "later", "unanswered"}
        text, _ = self.said(part)
        return text if text in words else "value"

    def excused(self, part):
        may = part.written.get("not_applicable", "never") == "with_reason"
        return may and self.state(part) == "not_applicable"

    def points(self, part):
        text, territory = self.said(part)
        if self.state(part) != "value" or territory == "national":
            return None
        if part.written["kind"] == "level":
            return self.level_points(Fraction(text))
        return number_points(part.written, Fraction(text))

    def level_points(self, value):
        table = self.scoring.get("level_points", [0, 25, 50, 75, 100])
        if not 0 <= value <= 4:
            return None
        lower = math.floor(value)
        upper = min(4, lower + 1)
        return float(table[lower] + (value - lower) * (table[upper] - table[lower]))

    def score(self, part, missing=None):
        """Score a part, with a missing answer at so many points, or left out."""
        if part.rank == "indicator":
            if self.excused(part):
                return None
            points = self.points(part)
            return missing if points is None else points
        found = [(child.weight, self.score(child, missing)) for child in part.children]
        return power_mean([(w, s) for w, s in found if s is not None], self.order(part.rank))

    def wholly_excused(self, part):
        if part.rank == "indicator":
            return self.excused(part)
        return all(self.wholly_excused(child) for child in part.children)

    def coverage(self, part):
        if part.rank == "indicator":
            return Fraction(self.score(part) is not None)
        return plain_mean(
            [
                (child.weight, self.coverage(child))
                for child in part.children
                if not self.wholly_excused(child)
            ]
        )

    def na_share(self, part):
        if part.rank == "indicator":
            return Fraction(self.excused(part))
        return plain_mean([(child.weight, self.na_share(child)) for child in part.children])

    def self_rated(self, part):
        if part.rank == "indicator":
            return Fraction(part.written["kind"] == "level")
        return plain_mean(
            [
                (child.weight, self.self_rated(child))
                for child in part.children
                if self.score(child) is not None
            ]
        )

    def published(self, part):
        if self.score(part) is None or self.coverage(part) < self.threshold(part.rank):
            return False
        if part.rank == "focus_area":
            scored = [f for f in part.children if self.score(f) is not None]
            applying = [f for f in part.children if not self.wholly_excused(f)]
            return len(scored) >= min(2, len(applying))
        if part.rank == "overall":
            return all(self.published(a) for a in self.areas if not self.wholly_excused(a))
        return True

    def ranked(self):
        return self.published(self.overall) and (
            self.coverage(self.overall) >= self.threshold("ranked")
        )

    def node(self, part):
        gone = self.wholly_excused(part)
        return {
            "score": self.score(part),
            "coverage": None if gone else float(self.coverage(part)),
            "published": self.published(part),
            "lower_bound": None if gone else self.score(part, 0.0),
            "upper_bound": None if gone else self.score(part, 100.0),
            "na_share": float(self.na_share(part)),
            "self_rated": optional_float(self.self_rated(part)),
        }

    def nodes(self, rank):
        return {part.name: self.node(part) for a in self.areas for part in a.parts(rank)}

    def shares(self, part, share=1):
        """List every indicator below with the product of the shares on the way."""
        if part.rank == "indicator":
            return {part.name: share}
        total = sum(child.weight for child in part.children)
        return {
            name: weight
            for child in part.children
            for name, weight in self.shares(child, share * child.weight / total).items()
        }

    def renewed(self, part, share=1):
        """Share the weight anew at every step over what has a score."""
        if part.rank == "indicator":
            return {part.name: share}
        scored = [child for child in part.children if self.score(child) is not None]
        total = sum(child.weight for child in scored)
        return {
            name: weight
            for child in scored
            for name, weight in self.renewed(child, share * child.weight / total).items()
        }

    def inclusion(self):
        return {"overall": self.node(self.overall), "focus_areas": self.nodes("focus_area")}

    def indicators(self):
        planned, renewed = self.shares(self.overall), self.renewed(self.overall)
        additive = all(self.order(rank) == 1 for rank in BELOW.keys() - {"indicator"})
        leaves = {}
        for part in (leaf for a in self.areas for leaf in a.parts("indicator")):
            points = None if self.excused(part) else self.points(part)
            counts = points is not None
            leaves[part.name] = {
                "points": points,
                "weight": float(planned[part.name]),
                "contribution": float(renewed[part.name]) * points if counts and additive else None,
                "capped": capped(part.written, Fraction(self.said(part)[0])) if counts else None,
            }
        return leaves


def city(document, answers):
    """Give the object of one city of OUT.json, without a rank."""
    whole = City(document, answers)
    core = City(document, answers, core=True)
    return {
        "overall": whole.node(whole.overall) | {"ranked": whole.ranked(), "rank": None},
        "areas": whole.nodes("area"),
        "focus_areas": whole.nodes("focus_area"),
        "features": whole.nodes("feature"),
        "inclusion": core.inclusion() if core.areas else None,
        "indicators": whole.indicators(),
    }


def number_points(written, value):
    low, high = map(Fraction, written["bounds"])
    posts = written["goalposts"]
    shift = posts.get("log_shift")
    if not low <= value <= high or (shift is not None and value + Fraction(shift) <= 0):
        return None
    best = posts["best"] if isinstance(posts["best"], list) else [posts["best"]]
    worst, best = Fraction(posts["worst"]), [Fraction(b) for b in best]
    if "worst_above" not in posts:
        return ramp(value, worst, best[0], shift)
    if value < best[0]:
        return ramp(value, worst, best[0], shift)
    if value > best[1]:
        return ramp(value, Fraction(posts["worst_above"]), best[1], shift)
    return 100.0


def ramp(value, worst, best, shift):
    value = min(max(value, min(worst, best)), max(worst, best))

    def t(x):
        return x if shift is None else Fraction(math.log(x + Fraction(shift)))

    return float(100 * (t(value) - t(worst)) / (t(best) - t(worst)))


def capped(written, value):
    posts = written.get("goalposts")
    if posts is None:
        return None
    worst, best = Fraction(posts["worst"]), posts["best"]
    if isinstance(best, list):
        return "low" if value < worst or value > Fraction(posts["worst_above"]) else None
    best = Fraction(best)
    if (value < worst) if worst < best else (value > worst):
        return "low"
    return "high" if ((value > best) if worst < best else (value < best)) else None


def plain_mean(pairs):
    return sum(w * x for w, x in pairs) / sum(w for w, _ in pairs) if pairs else None


def power_mean(pairs, p):
    if not pairs:
        return None
    if p <= 0:
        pairs = [(w, max(s, 1.0)) for w, s in pairs]
    total = sum(w for w, _ in pairs)
    if p == 1:
        return float(sum(w * Fraction(s) for w, s in pairs) / total)
    if p == 0:
        return math.exp(math.fsum(float(w) * math.log(s) for w, s in pairs) / float(total))
    return (math.fsum(float(w) * s**p for w, s in pairs) / float(total)) ** (1 / p)


def optional_float(number):
    return None if number is None else float(number)


def ranks(cities):
    """Rank {city: (score, ranked)} as the method says, for the few or the many."""
    rounded = {name: round(score, 6) for name, (score, ranked) in cities.items() if ranked}
    if len(rounded) < 10:
        return dict.fromkeys(cities)
    return {
        name: 1 + sum(other > rounded[name] for other in rounded.values())
        if name in rounded
        else None
        for name in cities
    }
