"""What joins cases: links, merging and splitting, and campaigns."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field, StringConstraints

from bonafides.desk import answers, campaigns, cases, links, merging
from bonafides.model import Level
from bonafides.store.records import Campaign, Case, Merge
from bonafides.web.api import views
from bonafides.web.api.deciding import Drafted, drafted
from bonafides.web.api.fields import Choice, Given, Id, Language, LinkState, Name, PathCase, PathId
from bonafides.web.api.route import Asking, asks, router

routes = router("Links and campaigns")
ListedCampaign = views.made(
    "ListedCampaign", campaign=(views.Campaign, ...), cases=(int, Field(description="How many it has."))
)  # fmt: skip
CampaignFile = views.made(
    "CampaignFile",
    campaign=(views.Campaign, ...),
    cases=(views.many(views.Case), ...),
    links=(views.many(views.Link), Field(description="Between its cases; rejected ones are left out.")),
    marks=(views.many(views.Mark), Field(description="What its cases can be linked by.")),
    approached=(dict[str, int], Field(description="Roles of those approached, in general words, with how often.")),
)


class GivenState(Given):
    """What somebody says of a link."""

    state: LinkState


class GivenOther(Given):
    """The case that becomes part of this one."""

    other: Id = Field(description="Its id, or its number.")


class GivenReports(Given):
    """Some reports of a case."""

    reports: list[Id] = Field(min_length=1, max_length=1_000)


class GivenCampaign(Given):
    """A new campaign."""

    case: Id = Field(description="Its first case, by id or number.")
    name: Name = Field(description="What the lure is, not who is behind it.")


class GivenDescription(Given):
    """What a campaign is called and what is known of it."""

    name: Name
    note: Annotated[str, StringConstraints(max_length=20_000)] = ""


class GivenPlace(Given):
    """The campaign of a case."""

    campaign: Id | Annotated[str, Choice([""])] = Field(description="Its id; empty: none.")


@routes.get("/cases/{case}/links", operation_id="list_links", response_model=views.Links, **asks("case.read"))
def list_links(caller: Asking, case: PathCase) -> dict[str, Any]:
    """The links of a case, each with its reasons."""
    found = cases.opened(caller.desk, caller.actor, case)
    return {"links": [views.link(each) for each in found.links], "cases": tuple(found.linked.values())}


@routes.put("/links/{link}", operation_id="decide_link", response_model=views.Link, **asks("link.decide"))
def decide_link(caller: Asking, link: PathId, given: GivenState) -> dict[str, Any]:
    """Confirm or reject a link, or take either back."""
    return views.link(links.decide(caller.desk, caller.actor, link, given.state))


@routes.post("/cases/{case}/merges", operation_id="merge_cases", response_model=views.Merge, status_code=201,
             **asks("case.merge"))  # fmt: skip
def merge_cases(caller: Asking, case: PathCase, given: GivenOther) -> Merge:
    """Make another case a part of this one: its reports go over."""
    return merging.merge(caller.desk, caller.actor, caller.case(case), caller.case(given.other))


@routes.delete("/merges/{merge}", operation_id="undo_merge", response_model=views.Case, **asks("case.merge"))
def undo_merge(caller: Asking, merge: PathId) -> Case:
    """Take a merge back: the reports that went over return. What is answered is the case that stands alone again."""
    return merging.undo(caller.desk, caller.actor, merge)


@routes.post("/cases/{case}/splits", operation_id="split_case", response_model=views.Case, status_code=201,
             **asks("case.merge"))  # fmt: skip
def split_case(caller: Asking, case: PathCase, given: GivenReports) -> Case:
    """Make a case of its own of some of a case's reports."""
    return merging.split(caller.desk, caller.actor, caller.case(case), given.reports)


@routes.put("/cases/{case}/campaign", operation_id="place_case", response_model=views.Case, **asks("campaign.edit"))
def place_case(caller: Asking, case: PathCase, given: GivenPlace) -> Case:
    """Put a case into a campaign, or out of any."""
    return campaigns.place(caller.desk, caller.actor, caller.case(case), given.campaign)


@routes.get(
    "/campaigns", operation_id="list_campaigns", response_model=views.many(ListedCampaign), **asks("campaign.read")
)  # fmt: skip
def list_campaigns(caller: Asking) -> list[dict[str, Any]]:
    """All campaigns, the latest first."""
    return [{"campaign": each, "cases": size} for each, size in campaigns.listed(caller.desk, caller.actor)]


@routes.post("/campaigns", operation_id="start_campaign", response_model=views.Campaign, status_code=201,
             **asks("campaign.edit"))  # fmt: skip
def start_campaign(caller: Asking, given: GivenCampaign) -> Campaign:
    """Make a campaign of a case and all that confirmed links join to it."""
    return campaigns.start(caller.desk, caller.actor, caller.case(given.case), given.name)


@routes.get(
    "/campaigns/{campaign}", operation_id="read_campaign", response_model=CampaignFile, **asks("campaign.read")
)  # fmt: skip
def read_campaign(caller: Asking, campaign: PathId) -> dict[str, Any]:
    """A campaign with its cases, what joins them, and who was approached: as roles, never as names."""
    found = campaigns.shown(caller.desk, caller.actor, campaign)
    return {
        "campaign": found.campaign,
        "cases": found.cases,
        "links": [views.link(each) for each in found.links],
        "marks": found.marks,
        "approached": dict(found.approached),
    }


@routes.put(
    "/campaigns/{campaign}", operation_id="describe_campaign", response_model=views.Campaign, **asks("campaign.edit")
)  # fmt: skip
def describe_campaign(caller: Asking, campaign: PathId, given: GivenDescription) -> Campaign:
    """Name a campaign anew, and say what is known of it."""
    return campaigns.describe(caller.desk, caller.actor, campaign, name=given.name, note=given.note)


@routes.get(
    "/campaigns/{campaign}/notice", operation_id="draft_notice", response_model=Drafted, **asks("campaign.read")
)  # fmt: skip
def draft_notice(
    caller: Asking, campaign: PathId, lang: Annotated[Language, Query(description="Its language.")] = "en"
) -> dict[str, Any]:
    """A draft of a notice to staff about a campaign, without any name."""
    found = campaigns.shown(caller.desk, caller.actor, campaign)
    level = max((Level(case.level) for case in found.cases), key=lambda each: each.rank, default=Level.QUIET)
    facts = answers.Facts(
        level=level, signs=campaigns.signs(caller.desk, caller.actor, campaign), officer=caller.actor.name,
        contact=caller.settings["contact"], desk=caller.settings["name"],
    )  # fmt: skip
    return drafted("staff-notice", lang, facts)
