"""Letters to look at: as pages for a browser.

Needs the extra ``views``.
"""

from __future__ import annotations

from imrkit.views.letter import letter_html

__all__ = ["letter_html"]
