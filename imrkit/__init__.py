"""Reads Independent Medical Review decision letters into typed, frozen objects.

>>> import imrkit
>>> letter = imrkit.read_letter("examples/letters/one-request.pdf")
>>> [(item.request.text, item.decision.value) for item in letter.items]
[('Physical therapy 2 times a week for 4 weeks for the low back', 'upheld')]

Every value that a letter states has its place in the text: ``letter.evidence``. What a careful reader would
flag is in ``letter.findings``. :func:`read_letters` reads many letters.

What else there is has modules of its own: :mod:`imrkit.codec` and :mod:`imrkit.schema` for JSON, :mod:`imrkit.tables`,
:mod:`imrkit.batch` and :mod:`imrkit.spark` for many letters, :mod:`imrkit.views` to look at them, :mod:`imrkit.synth`
for letters that never existed, and :mod:`imrkit.testing`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from imrkit.corpus import (
        read_letters as read_letters,
    )
    from imrkit.corpus.results import (
        FailureReason as FailureReason,
    )
    from imrkit.corpus.results import (
        LetterFailure as LetterFailure,
    )
    from imrkit.corpus.results import (
        LetterRead as LetterRead,
    )
    from imrkit.errors import (
        BatchError as BatchError,
    )
    from imrkit.errors import (
        DataError as DataError,
    )
    from imrkit.errors import (
        ExtractorError as ExtractorError,
    )
    from imrkit.errors import (
        ImrkitError as ImrkitError,
    )
    from imrkit.errors import (
        LabelError as LabelError,
    )
    from imrkit.errors import (
        MissingExtraError as MissingExtraError,
    )
    from imrkit.errors import (
        NotALetterError as NotALetterError,
    )
    from imrkit.errors import (
        PluginError as PluginError,
    )
    from imrkit.errors import (
        UnreadableDocumentError as UnreadableDocumentError,
    )
    from imrkit.errors import (
        WorkerError as WorkerError,
    )
    from imrkit.extractors.base import (
        Found as Found,
    )
    from imrkit.extractors.base import (
        ItemParts as ItemParts,
    )
    from imrkit.extractors.protocol import (
        Extractor as Extractor,
    )
    from imrkit.extractors.protocol import (
        Passage as Passage,
    )
    from imrkit.layouts import Layout as Layout
    from imrkit.model import (
        BodyPart as BodyPart,
    )
    from imrkit.model import (
        CaseHeader as CaseHeader,
    )
    from imrkit.model import (
        DisputedItem as DisputedItem,
    )
    from imrkit.model import (
        Drug as Drug,
    )
    from imrkit.model import (
        Evidence as Evidence,
    )
    from imrkit.model import (
        Finding as Finding,
    )
    from imrkit.model import (
        Guideline as Guideline,
    )
    from imrkit.model import (
        Guidelines as Guidelines,
    )
    from imrkit.model import (
        Injury as Injury,
    )
    from imrkit.model import (
        Letter as Letter,
    )
    from imrkit.model import (
        PartialDate as PartialDate,
    )
    from imrkit.model import (
        Patient as Patient,
    )
    from imrkit.model import (
        Range as Range,
    )
    from imrkit.model import (
        Rationale as Rationale,
    )
    from imrkit.model import (
        Request as Request,
    )
    from imrkit.model import (
        Reviewer as Reviewer,
    )
    from imrkit.model import (
        Span as Span,
    )
    from imrkit.parser import Parser as Parser
    from imrkit.parser import parse_letter as parse_letter
    from imrkit.reading import read_letter as read_letter
    from imrkit.vocabulary import (
        CaseOutcome as CaseOutcome,
    )
    from imrkit.vocabulary import (
        Category as Category,
    )
    from imrkit.vocabulary import (
        Conclusion as Conclusion,
    )
    from imrkit.vocabulary import (
        Decision as Decision,
    )
    from imrkit.vocabulary import (
        DrugClass as DrugClass,
    )
    from imrkit.vocabulary import (
        FindingCode as FindingCode,
    )
    from imrkit.vocabulary import (
        Generation as Generation,
    )
    from imrkit.vocabulary import (
        GuidelineSource as GuidelineSource,
    )
    from imrkit.vocabulary import (
        ItemPart as ItemPart,
    )
    from imrkit.vocabulary import (
        Part as Part,
    )
    from imrkit.vocabulary import (
        Priority as Priority,
    )
    from imrkit.vocabulary import (
        Reason as Reason,
    )
    from imrkit.vocabulary import (
        Section as Section,
    )
    from imrkit.vocabulary import (
        Sex as Sex,
    )
    from imrkit.vocabulary import (
        Side as Side,
    )
    from imrkit.vocabulary import (
        State as State,
    )
    from imrkit.vocabulary import (
        Subcategory as Subcategory,
    )

__version__ = "0.1.0"

# Where each public name is at home. A name is loaded when it is first used, so that `import imrkit` costs
# nothing: making the patterns alone takes longer than many programs that only want a name or two.
_HOMES: Final = {
    "imrkit.corpus": "read_letters",
    "imrkit.corpus.results": "FailureReason LetterFailure LetterRead",
    "imrkit.errors": (
        "BatchError DataError ExtractorError ImrkitError LabelError MissingExtraError NotALetterError PluginError "
        "UnreadableDocumentError WorkerError"
    ),
    "imrkit.extractors.base": "Found ItemParts",
    "imrkit.extractors.protocol": "Extractor Passage",
    "imrkit.layouts": "Layout",
    "imrkit.model": (
        "BodyPart CaseHeader DisputedItem Drug Evidence Finding Guideline Guidelines Injury "
        "Letter PartialDate Patient Range Rationale Request Reviewer Span"
    ),
    "imrkit.parser": "Parser parse_letter",
    "imrkit.reading": "read_letter",
    "imrkit.vocabulary": (
        "CaseOutcome Category Conclusion Decision DrugClass FindingCode Generation "
        "GuidelineSource ItemPart Part Priority Reason Section Sex Side State Subcategory"
    ),
}
_HOME: Final = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "BatchError",
    "BodyPart",
    "CaseHeader",
    "CaseOutcome",
    "Category",
    "Conclusion",
    "DataError",
    "Decision",
    "DisputedItem",
    "Drug",
    "DrugClass",
    "Evidence",
    "Extractor",
    "ExtractorError",
    "FailureReason",
    "Finding",
    "FindingCode",
    "Found",
    "Generation",
    "Guideline",
    "GuidelineSource",
    "Guidelines",
    "ImrkitError",
    "Injury",
    "ItemPart",
    "ItemParts",
    "LabelError",
    "Layout",
    "Letter",
    "LetterFailure",
    "LetterRead",
    "MissingExtraError",
    "NotALetterError",
    "Parser",
    "Part",
    "PartialDate",
    "Passage",
    "Patient",
    "PluginError",
    "Priority",
    "Range",
    "Rationale",
    "Reason",
    "Request",
    "Reviewer",
    "Section",
    "Sex",
    "Side",
    "Span",
    "State",
    "Subcategory",
    "UnreadableDocumentError",
    "WorkerError",
    "parse_letter",
    "read_letter",
    "read_letters",
]


if not TYPE_CHECKING:  # for type checkers it would make every name a good one

    def __getattr__(name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_HOME[name]), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})


def _show_lists_in_notebooks() -> None:
    """In IPython, show lists of letters as tables. A letter shows itself; a list cannot be taught to."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        import_module("imrkit.views.notebook").show_lists(shell)


_show_lists_in_notebooks()
