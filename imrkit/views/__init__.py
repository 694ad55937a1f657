"""Letters to look at: one as a page, many as a report, and the figures of it as data; the errors on labelled letters.

Needs the extra ``views``; notebooks, :func:`letter_html` and :func:`evaluation_html` get by with jinja2 of it.
"""

from __future__ import annotations

from imrkit.views.evaluation import evaluation_html
from imrkit.views.figure import Figure
from imrkit.views.figures import figures
from imrkit.views.letter import letter_html
from imrkit.views.report import report

__all__ = ["Figure", "evaluation_html", "figures", "letter_html", "report"]
