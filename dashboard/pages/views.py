"""All views of the order list: how many orders each shows, whose it is, and what may be done with it."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from dashboard.core.views import BUILT_IN, may_change
from dashboard.extensions import db
from dashboard.models.saved_view import SavedView, views_of
from dashboard.models.saved_view import tabs as gathered_tabs
from dashboard.models.staff_list import store_log
from dashboard.models.view_counts import counts
from dashboard.pages import who
from dashboard.pages.list_address import alike, criteria_of
from dashboard.pages.walk import counted

pages = Blueprint("views", __name__)

LOGGED = ("view_shared", "view_unshared", "view_renamed", "view_updated", "view_moved", "view_deleted")


class Tab(NamedTuple):
    """A view above the list: `word` names it in the page."""

    word: str
    name: str
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A view on the page of all views; `view` is None for one that every desk has."""

    word: str
    name: str
    query: str
    count: str
    view: SavedView | None
    changeable: bool


@pages.get("/views")
def index() -> ResponseReturnValue:
    """The page. The list takes the counts of its tabs from it, once its rows are there."""
    return render_template("views/index.html", rows=rows(), log=store_log(db.session(), LOGGED))


def rows() -> list[Row]:
    """The views that this person sees, with their counts."""
    me = who.person()
    saved = views_of(db.session(), me.id or 0)
    queries = [view.query for view in BUILT_IN] + [view.query for view in saved]
    numbers = counts(db.session(), [criteria_of(query) for query in queries])
    told = iter(["–" if number is None else counted(number) for number in numbers])
    built_in = [Row(view.word, view.name, view.query, next(told), None, False) for view in BUILT_IN]
    return built_in + [
        Row(str(view.id), view.name, view.query, next(told), view, may_change(me, view.staff_id, view.shared))
        for view in saved
    ]


def tabs(gathered: str | None, query: str) -> list[Tab]:
    """The tabs above a list with this normalised query; the first view that shows just this is the current one."""
    saved = [(str(view.id), view.name, view.query) for view in gathered_tabs(gathered)]
    views: list[tuple[str, str, str]] = [*BUILT_IN, *saved]
    here = alike(query)
    current = next((word for word, _, shows in views if alike(shows) == here), None)
    return [Tab(word, name, shows, word == current) for word, name, shows in views]
