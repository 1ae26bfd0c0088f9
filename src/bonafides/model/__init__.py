"""The words every room shares: frozen values, standard library only, no behaviour beyond reading themselves."""

from bonafides.model.conversation import (
    Attachment,
    Consulted,
    Conversation,
    InputFile,
    Join,
    Message,
    Party,
    Problem,
    Provenance,
    Reading,
)
from bonafides.model.judgement import Assessment, Contribution, Finding, Moment, Span, Step
from bonafides.model.kinds import FLAGGED, Form, Kind, Level, Mode, Polarity, Situation, Stage, Status
from bonafides.model.report import Advice, CameNext, Entry, Report, Route, Section

__all__ = [
    "FLAGGED",
    "Advice",
    "Assessment",
    "Attachment",
    "CameNext",
    "Consulted",
    "Contribution",
    "Conversation",
    "Entry",
    "Finding",
    "Form",
    "InputFile",
    "Join",
    "Kind",
    "Level",
    "Message",
    "Mode",
    "Moment",
    "Party",
    "Polarity",
    "Problem",
    "Provenance",
    "Reading",
    "Report",
    "Route",
    "Section",
    "Situation",
    "Span",
    "Stage",
    "Status",
    "Step",
]
