"""What can stop a run: one exception tree, every error saying what, where, and what to do next."""

from __future__ import annotations


class BonafidesError(Exception):
    """A run (or one input of it) cannot go on. Never holds message text, so that it can be logged and shown."""

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        """`where: what. next step`, leaving out what is not known."""
        lead = f"{self.where}: " if self.where else ""
        tail = f" {self.next_step}" if self.next_step else ""
        stop = "." if tail and self.what[-1:] not in ".!?:" else ""
        return f"{lead}{self.what}{stop}{tail}"


class ReadError(BonafidesError):
    """An input cannot be opened, recognised or understood."""


class DetectError(BonafidesError):
    """The indicators or a lexicon are inconsistent: a fault of the installation, not of the input."""


class InterviewError(BonafidesError):
    """An answer was given to no known question, or a file of questions or their words is broken."""


class AssessError(BonafidesError):
    """A judgement was asked for with impossible settings, such as a base rate of 0."""


class AdviseError(BonafidesError):
    """A country, status or language is not known, or its data file is broken."""


class RenderError(BonafidesError):
    """A report cannot be written in the asked form or place."""


class CampaignError(BonafidesError):
    """A log of contacts cannot be read, judged or written about."""


class PageError(BonafidesError):
    """The browser edition cannot be built, or a copy of it is not what it should be."""


class StoreError(BonafidesError):
    """The desk's storage cannot be opened, read or written, or is of another version."""


class DeskError(BonafidesError):
    """Something was asked of the desk that cannot be done as things stand."""


class RefusedError(DeskError):
    """Whoever asked may not do that; says which rule decides it."""


class MissingError(DeskError):
    """Something was asked for that is not there, or not any more."""


class ConflictError(DeskError):
    """Something cannot be done as things stand, and could be if they stood otherwise."""


class LearnError(BonafidesError):
    """A drill, the place in an exercise, or totals of one cannot be read or written."""


class PacksError(BonafidesError):
    """A pack, a key or a list of confirmed reports cannot be read, trusted, made or kept."""


class VetError(BonafidesError):
    """What is told of somebody cannot be read, or a file of the vetting is broken."""


class ExposureError(BonafidesError):
    """A person's own profile cannot be looked at, or counts that members sent cannot be summed."""


class WebError(BonafidesError):
    """A page or a request cannot be served."""
