"""What a client says of acting on customers: costs of a contact, who takes an offer, hours, service by class.

Nothing here has a default: what is not said is not assumed, and the plan gives the break-even instead of a gain.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from analysis.client.strict import Strict
from analysis.display.language import data_error

Channel = Literal["call", "visit", "email", "offer"]
CHANNELS: tuple[Channel, ...] = ("visit", "call", "offer", "email")
"""The more personal first."""

CLASSES = ("A", "B", "C", "N")


def _number(unit: str, meaning: str, **limits: Any) -> Any:
    return Field(None, description=meaning, json_schema_extra={"unit": unit}, allow_inf_nan=False, **limits)


class ContactCost(Strict):
    """What one contact costs, by channel; `offer` is the mailing of an offer, without the offer itself."""

    call: float | None = _number("money", "of one call", ge=0)
    visit: float | None = _number("money", "of one visit", ge=0)
    email: float | None = _number("money", "of one e-mail", ge=0)
    offer: float | None = _number("money", "of sending one offer", ge=0)


class Response(Strict):
    """What an action brings about: who buys when contacted, and what the offer costs when it is taken."""

    p1: float | None = _number("fraction", "of those contacted, who buy within the churn window", gt=0, le=1)
    uplift: float | None = _number(
        "fraction", "of those who would not buy unasked, whom a contact wins over", gt=0, le=1
    )
    offer: float | None = _number("money", "that an offer costs when it is taken", ge=0)
    channel: Channel | None = Field(None, description="by which it is done")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.p1 is not None and self.uplift is not None:
            raise data_error("give p1 (who buys when contacted) or uplift (who is won over), not both")
        return self


class Offer(Response):
    """What answers a cause of leaving, in the client's words; by the way and with the response of `win_back` else."""

    say: str | None = Field(None, max_length=200, description="what is done or offered, in the client's words")

    @model_validator(mode="after")
    def _is_priced_whole_or_not_at_all(self) -> Self:
        if (self.channel is None) != (self.p1 is None and self.uplift is None):
            raise data_error("channel, and p1 or uplift, belong together: give both or neither")
        if self.channel is None and self.offer is not None:
            raise data_error("offer costs something where it is taken: give channel, and p1 or uplift, too")
        return self


class Actions(Strict):
    """The actions that there are, each with its response."""

    call: Response | None = None
    visit: Response | None = None
    email: Response | None = None
    offer: Response | None = None
    win_back: Response | None = None
    develop: Response | None = None

    @model_validator(mode="after")
    def _are_done_by_a_channel(self) -> Self:
        for name in CHANNELS:
            given: Response | None = getattr(self, name)
            if given is not None and given.channel not in (None, name):
                raise data_error("{name} is itself the channel; leave channel out", name=name)
        for action in ("win_back", "develop"):
            wanted: Response | None = getattr(self, action)
            if wanted is not None and wanted.channel is None:
                raise data_error("{name} needs a channel: call, visit, email or offer", name=action)
        return self


class Capacity(Strict):
    """How much can be done in a year."""

    hours_per_manager: float | None = _number("hours per year", "that a manager has for customers", gt=0)
    managers: int | None = _number("managers", "that there are", ge=0)
    accounts_per_manager: int | None = _number("customers", "of class A that one manager can look after", ge=1)
    minutes: dict[Channel, Annotated[float, Field(gt=0)]] | None = Field(
        None, description="minutes of one contact, way included, by channel"
    )
    contacts: dict[str, dict[Channel, Annotated[float, Field(ge=0)]]] | None = Field(
        None, description="contacts per customer and year, by class (grade, where there are rules for them) and channel"
    )


class Service(Strict):
    """What a class, grade or segment gets, in the client's words, and what that costs per customer and year."""

    prices: str | None = None
    terms: str | None = None
    service: str | None = None
    relationship: str | None = None
    cost: float | None = _number("money per year", "of serving one customer so", ge=0)


class Campaign(Strict):
    """A campaign as planned; the segment is a class, a state (slipping, lost, …), a grade or one of your own."""

    name: str = Field(min_length=1, max_length=80)
    segment: str
    budget: float = Field(ge=0, allow_inf_nan=False, json_schema_extra={"unit": "money"})
    cost_per_contact: float | None = _number("money", "of each contact, material included", ge=0)
    discount: float | None = _number("fraction", "of the price, given to every buyer", ge=0, lt=1)
    response: float | None = _number("fraction", "of those contacted, who buy", gt=0, le=1)
    dealer_margin: float | None = _number("fraction", "of the price, that stays with the dealer", ge=0, lt=1)


class Plan(Strict):
    """What acting costs and brings, as the client says."""

    model_config = ConfigDict(serialize_by_alias=True)

    @field_validator("register_", mode="before")
    @classmethod
    def _may_be_one_file(cls, given: object) -> object:
        return [given] if isinstance(given, str) else given

    contact_cost: ContactCost = ContactCost.model_construct()
    actions: Actions = Actions.model_construct()
    offers: dict[str, Offer] = Field(
        {}, description="what answers a cause of leaving: a recorded reason, or one of the nine classes of causes"
    )
    assumption: str | None = Field(None, description="said beside the figures where they are assumed")
    hold_back: float | None = _number("fraction", "of each stratum that is not contacted, to measure by", gt=0, le=0.5)
    register_: list[str] = Field([], alias="register", description="each actions.csv that was carried out")
    capacity: Capacity | None = None
    service: dict[str, Service] | None = Field(None, description="by class, grade or segment")
    campaigns: list[Campaign] = []
    involuntary: list[str] = Field([], description="recorded reasons of leaving that nobody chose")
    bad_debt: list[str] = Field([], description="values of `credit`, in the customers' table, of who does not pay")

    def answer_to(self, cause: str) -> Response | None:
        """Return what winning back takes and brings of who left for a cause: the cause's own, else the usual."""
        own = self.offers.get(cause)
        return own if own is not None and own.channel is not None else self.actions.win_back
