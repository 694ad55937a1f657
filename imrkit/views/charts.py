"""Figures as charts: specifications in Vega-Lite, which the page draws.

Colours are those of the page's style, so that charts follow it from light to dark. Where a figure has many groups,
the chart has the largest; the table has all.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from attrs import frozen

from imrkit.errors import MissingExtraError
from imrkit.views.figure import Figure
from imrkit.vocabulary import Decision

MOST_GROUPS: Final = 15
ROW: Final = 25
"""Pixels for a group."""
_SERIES: Final = ("var(--blue)", "var(--orange)", "var(--green)", "var(--purple)")

Spec = dict[str, Any]


@frozen
class Chart:
    """A chart, and what it shows in words."""

    caption: str
    spec: Spec


CONFIG: Final[Spec] = {
    "background": None,
    "font": "Helvetica, Arial, 'Liberation Sans', sans-serif",
    "aria": False,  # the whole is a picture with a name; the table beside it has the numbers
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--ink)",
        "titleColor": "var(--soft)",
        "gridColor": "var(--line)",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "labelFontSize": 12.5,
        "titleFontSize": 12.5,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    },
    "axisX": {"labelOverlap": "greedy", "labelSeparation": 6},
    "axisY": {"labelPadding": 6},
    "legend": {
        "labelColor": "var(--ink)",
        "labelFontSize": 12.5,
        "titleColor": "var(--soft)",
        "orient": "top",
    },
    "text": {"color": "var(--ink)", "fontSize": 12.5},
    "bar": {"color": "var(--blue)"},
    "range": {"category": list(_SERIES)},
}
"""What all charts have in common."""


@cache
def library() -> str:
    """The script that draws the charts: Vega-Lite, Vega and what embeds them. It takes a second to put together.

    Raises:
        MissingExtraError: the extra ``views`` is not installed.
    """
    try:
        import vl_convert  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise MissingExtraError(
            'for reports, install the extra "views": pip install "imrkit[views]"'
        ) from error
    bundle: Any = vl_convert.javascript_bundle  # its stub asks for an argument that has a default
    script: str = bundle()
    return script


def charts(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    """The charts of *figure*, none for one that is better read as a table; *rate_of_all* is drawn beside rates."""
    if not figure.rows:
        return ()
    draw = _CHARTS.get(figure.name)
    return tuple(chart for chart in draw(figure, rate_of_all) if chart.spec) if draw else ()


def _data(records: Iterable[Mapping[str, Any]]) -> Spec:
    return {
        "values": [
            {
                name: value.isoformat() if isinstance(value, dt.date) else value
                for name, value in record.items()
            }
            for record in records
        ]
    }


_FORMATS: Final[dict[str, Spec]] = {
    ",": {"type": "quantitative", "format": ","},
    "%": {"type": "quantitative", "format": ".1%"},
    "": {"type": "nominal"},
}


def _tooltip(*fields: tuple[str, str, str]) -> list[Spec]:
    """Field, name, and format: "," for a count, "%" for a share, nothing for words."""
    return [{"field": field, "title": name, **_FORMATS[form]} for field, name, form in fields]


def _names(field: str) -> Spec:
    """Names down the side, in the order of the data."""
    return {
        "field": field,
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False},
    }


_SHARES: Final[Spec] = {"format": ".0%", "tickCount": 5, "tickMinStep": 0.01}


def _counts(records: Iterable[Mapping[str, Any]], name: str) -> Spec:
    """The axis of a count: no more ticks than there are whole numbers."""
    return {"format": ",d", "tickCount": min(5, max(record[name] for record in records)) or 1}


_FAINT_IF_SMALL: Final[Spec] = {
    "condition": {"test": "datum.small", "value": "var(--faint)"},
    "value": "var(--blue)",
}
_INTERVAL: Final = (("low", "95% from", "%"), ("high", "to", "%"))
_RATED: Final = (("rate", "Overturned", "%"), *_INTERVAL, ("decided", "Decisions", ","))


def _bars(
    records: Sequence[Mapping[str, Any]], name: str, value: str, *tooltip: tuple[str, str, str]
) -> Spec:
    """A bar for each group, with its value at its end."""
    share = value == "share"
    labelled: list[Spec] = [
        {**record, "label": f"{100 * record[value]:.1f}%" if share else f"{record[value]:,}"}
        for record in records
    ]
    longest = max(record.get("high", 0) if share else record[value] for record in records)
    scale = {"domainMin": 0, "domainMax": (longest or 1) * 1.16, "nice": False}
    across = {"field": value, "type": "quantitative", "axis": None, "scale": scale}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.62}},
            "encoding": {"x": across, "tooltip": _tooltip(*tooltip)},
        }
    ]
    end = value
    if share and "high" in records[0]:
        rule = {"x": {**across, "field": "low"}, "x2": {"field": "high"}}
        layers.append({"mark": {"type": "rule", "color": "var(--ink)", "strokeWidth": 1.5}, "encoding": rule})
        end = "high"
    text = {"x": {**across, "field": end}, "text": {"field": "label", "type": "nominal"}}
    layers.append({"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": text})
    return {
        "height": ROW * len(labelled),
        "data": _data(labelled),
        "encoding": {"y": _names(name)},
        "layer": layers,
    }


def _rates(records: Sequence[Mapping[str, Any]], name: str, title: str, rate_of_all: float | None) -> Spec:
    """A dot for the rate of each group on its interval, and a line for the rate of all."""
    rated = [record for record in records if record["rate"] is not None]
    if not rated:
        return {}
    zero = 2 * min(record["low"] for record in rated) < max(record["high"] for record in rated)
    across: Spec = {"type": "quantitative", "title": "overturned", "axis": _SHARES, "scale": {"zero": zero}}
    interval: Spec = {"x": {**across, "field": "low"}, "x2": {"field": "high"}, "color": _FAINT_IF_SMALL}
    tooltip = _tooltip((name, title, ""), *_RATED)
    dot = {"x": {**across, "field": "rate"}, "color": _FAINT_IF_SMALL, "tooltip": tooltip}
    return {
        "height": ROW * len(rated),
        "data": _data(rated),
        "encoding": {"y": _names(name)},
        "layer": [
            {
                "data": {"values": [{"all": rate_of_all}]},
                "mark": {"type": "rule", "color": "var(--soft)", "strokeDash": [4, 4]},
                "encoding": {"x": {**across, "field": "all"}, "y": None},
            },
            {"mark": {"type": "rule", "strokeWidth": 2.5}, "encoding": interval},
            {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1}, "encoding": dot},
        ],
    }


def _columns(
    records: Sequence[Mapping[str, Any]],
    name: str,
    title: str,
    value: str = "letters",
    series: str | None = None,
) -> Spec:
    """A column for each number or band of numbers, side by side for several series."""
    along: Spec = {
        "field": name,
        "type": "ordinal",
        "sort": None,
        "title": title,
        "axis": {"labelAngle": 0, "ticks": False},
        "scale": {"paddingInner": 0.2},
    }
    encoding: Spec = {
        "x": along,
        "y": {"field": value, "type": "quantitative", "title": None, "axis": _counts(records, value)},
        "tooltip": _tooltip((name, title, ""), (value, value.capitalize(), ","), ("share", "Share", "%")),
    }
    if series:
        encoding["xOffset"] = {"field": series, "sort": None}
        encoding["color"] = {"field": series, "type": "nominal", "sort": None, "title": None}
        encoding["tooltip"] = [*_tooltip((series, series.capitalize(), "")), *encoding["tooltip"]]
    return {"height": 220, "data": _data(records), "mark": "bar", "encoding": encoding}


def _months(records: Sequence[Mapping[str, Any]]) -> Spec:
    """The axis of months."""
    years = len(records) > 30
    axis: Spec = {
        "format": "%Y" if years else "%b %Y",
        "labelFlush": False,
        "grid": False,
    }
    if years:
        axis["tickCount"] = {"interval": "year", "step": 1}
    return {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "title": None, "axis": axis}


def _line(
    records: Sequence[Mapping[str, Any]], along: Spec, value: str, *tooltip: tuple[str, str, str]
) -> Spec:
    """A line, on the band of its intervals if it is a rate."""
    share = value == "rate"
    up: Spec = {"type": "quantitative", "title": None, "scale": {"zero": True}}
    up["axis"] = _SHARES if share else {"tickCount": 5}
    drawn = {
        "type": "line",
        "color": "var(--blue)",
        "strokeWidth": 2,
        "point": {"size": 22, "color": "var(--blue)"},
    }
    layers: list[Spec] = [
        {"mark": drawn, "encoding": {"y": {**up, "field": value}, "tooltip": _tooltip(*tooltip)}},
    ]
    if share:
        band = {"y": {**up, "field": "low"}, "y2": {"field": "high"}}
        layers.insert(0, {"mark": {"type": "area", "color": "var(--blue)", "opacity": 0.2}, "encoding": band})
    rated = [record for record in records if record[value] is not None]
    return {"height": 220, "data": _data(rated), "encoding": {"x": along}, "layer": layers}


def _by_month(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    records = figure.records()
    along = _months(records)
    month = ("month", "Month", "")
    letters = {
        "height": 220,
        "data": _data(records),
        "mark": "bar",
        "encoding": {
            "x": along,
            "y": {
                "field": "letters",
                "type": "quantitative",
                "title": None,
                "axis": _counts(records, "letters"),
            },
            "tooltip": _tooltip(month, ("letters", "Letters", ","), ("items", "Decisions", ",")),
        },
    }
    items = ("items_per_letter", "Decisions per letter", "")
    return (
        Chart("Letters", letters),
        Chart("Share of decisions that overturn", _line(records, along, "rate", month, *_RATED)),
        Chart("Decisions per letter", _line(records, along, "items_per_letter", month, items)),
    )


def _told_apart(records: Sequence[dict[str, Any]], name: str, *others: str) -> list[dict[str, Any]]:
    """*records* under names that differ: where some do not, with another field of theirs behind."""
    seen = Counter(record[name] for record in records)
    return [
        {**record, name: f"{record[name]} ({', '.join(str(record[other]) for other in others)})"}
        if seen[record[name]] > 1
        else record
        for record in records
    ]


def _services(name: str, what: str) -> Any:
    def draw(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
        records: Any = figure.records()[:MOST_GROUPS]
        if name == "subcategory":
            records = _told_apart(records, name, "category")
        tooltip = ((name, what.capitalize(), ""), ("items", "Items", ","), ("share", "Share", "%"))
        return (
            Chart(f"Disputed items by {what}", _bars(records, name, "items", *tooltip)),
            Chart(f"Overturned by {what}", _rates(records, name, what.capitalize(), rate_of_all)),
        )

    return draw


def _letters(name: str, what: str) -> Any:
    def draw(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
        records: Any = figure.records()[:MOST_GROUPS]
        tooltip = ((name, what.capitalize(), ""), ("letters", "Letters", ","), ("share", "Share", "%"))
        return (
            Chart(f"Letters by {what}", _bars(records, name, "letters", *tooltip)),
            Chart(f"Overturned by {what}", _rates(records, name, what.capitalize(), rate_of_all)),
        )

    return draw


def _shares(name: str, what: str, of: str = "letters") -> Any:
    def draw(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
        tooltip = ((name, what, ""), (of, of.capitalize(), ","), ("share", "Share", "%"), *_INTERVAL)
        records: Any = figure.records()[:MOST_GROUPS]
        return (Chart(f"{what}: share of {of}", _bars(records, name, "share", *tooltip)),)

    return draw


def _reasons(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    tooltip = (("reason", "Reason", ""), ("items", "Items", ","), ("share", "Share", "%"), *_INTERVAL)
    made = []
    for decision in Decision:
        records: Any = [record for record in figure.records() if record["decision"] == decision]
        if records:
            spec = _bars(records[:MOST_GROUPS], "reason", "share", *tooltip)
            made.append(Chart(f"Reasons for {decision} items", spec))
    return tuple(made)


def _by_side(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    records: Any = [
        {
            **record,
            "kind": record["source"] if "source" in record else ("MTUS" if record["mtus"] else "other"),
        }
        for record in figure.records()
    ]
    tooltip = (
        ("cited_by", "Cited by", ""),
        ("kind", "What", ""),
        ("citations", "Citations", ","),
        ("share", "Share", "%"),
    )
    spec = {
        "height": 44 * len({record["cited_by"] for record in records}),
        "data": _data(records),
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": _names("cited_by"),
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": "share of citations",
                "axis": _SHARES,
                "stack": "zero",
            },
            "color": {"field": "kind", "type": "nominal", "sort": None, "title": None},
            "order": {"field": "order", "type": "quantitative"},
            "tooltip": _tooltip(*tooltip),
        },
    }
    return (Chart(figure.title, spec),)


def _chapters(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    records = _told_apart(figure.records()[:MOST_GROUPS], "title", "source", "mtus")
    sides = (("claims_administrator", "claims administrator"), ("reviewer", "reviewer"))
    folded = [
        {"chapter": record["title"], "side": side, "citations": record[field]}
        for record in records
        for field, side in sides
    ]
    spec = {
        "height": 32 * len(records),
        "data": _data(folded),
        "mark": {"type": "bar"},
        "encoding": {
            "y": {**_names("chapter"), "scale": {"paddingInner": 0.25}},
            "yOffset": {"field": "side", "sort": None},
            "x": {
                "field": "citations",
                "type": "quantitative",
                "title": "citations",
                "axis": _counts(folded, "citations"),
            },
            "color": {"field": "side", "type": "nominal", "sort": None, "title": None},
            "tooltip": _tooltip(
                ("chapter", "Chapter", ""), ("side", "Cited by", ""), ("citations", "Citations", ",")
            ),
        },
    }
    return (Chart("Citations by chapter and side", spec),)


def _days(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    made = []
    records: Any = figure.records()
    for measure in dict.fromkeys(record["measure"] for record in records):
        bins = [
            {**record, "days": f"{record['days_from']}{'+' if record['days_below'] is None else ''}"}
            for record in records
            if record["measure"] == measure
        ]
        made.append(
            Chart(f"From {measure.replace(' to ', ' to the ')}", _columns(bins, "days", "days, from"))
        )
    return tuple(made)


def _claim_ages(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    records: Any = [
        {**record, "years": str(record["years"]).replace(" to ", "–").replace(" or more", "+")}
        for record in figure.records()
    ]
    return (
        Chart(
            "Letters by age of the claim", _columns(records, "years", "full years from injury to decision")
        ),
        Chart("Overturned by age of the claim", _rates(records, "years", "Years", rate_of_all)),
    )


def _accident_years(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    records = figure.records()
    along: Spec = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "nice": False},
    }
    along["axis"] = {"format": "d", "tickMinStep": 1, "grid": False}
    rated = [record for record in records if not record["small"]]
    letters = Chart("Letters by accident year", _columns(records, "year", "year of the injury"))
    if len(rated) < 2:
        return (letters,)
    line = _line(rated, along, "rate", ("year", "Year", ""), *_RATED)
    return (letters, Chart("Overturned by accident year", line))


def _sizes(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    records = [
        {**record, "decisions": f"{record['items']}{'+' if record['or_more'] else ''}"}
        for record in figure.records()
    ]
    return (
        Chart("Letters by number of decisions", _columns(records, "decisions", "decisions in the letter")),
    )


def _ages(figure: Figure, rate_of_all: float | None) -> tuple[Chart, ...]:
    records: Any = [record for record in figure.records() if record["sex"] != "not stated"]
    made = [Chart("Letters by age and sex", _columns(records, "age", "age in years", series="sex"))]
    for sex in dict.fromkeys(record["sex"] for record in records):
        of_sex = [record for record in records if record["sex"] == sex]
        made.append(Chart(f"Overturned by age, {sex}", _rates(of_sex, "age", "Age", rate_of_all)))
    return tuple(made)


_CHARTS: Final = {
    "months": _by_month,
    "sizes": _sizes,
    "outcomes": _shares("outcome", "Outcome"),
    "categories": _services("category", "category"),
    "subcategories": _services("subcategory", "subcategory"),
    "drug_classes": _services("drug_class", "drug class"),
    "reasons": _reasons,
    "guidelines": _by_side,
    "sources": _by_side,
    "chapters": _chapters,
    "days": _days,
    "claim_ages": _claim_ages,
    "accident_years": _accident_years,
    "specialties": _letters("specialty", "specialty"),
    "states": _letters("state", "state"),
    "ages": _ages,
    "findings": _shares("finding", "Finding"),
}
