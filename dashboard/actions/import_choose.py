"""Choose how a file is to be read: everything that was found in it, but for its bytes, is found anew."""

import zoneinfo
from collections.abc import Mapping
from typing import Any

from babel.numbers import is_currency

from dashboard.actions import once as keys
from dashboard.actions.import_begin import refuse_prefix
from dashboard.actions.import_steer import forget_problems, lock_run
from dashboard.actions.keep_mapping import keep_mapping
from dashboard.core import guards
from dashboard.core.imports import Step, require_step
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.database import writing
from dashboard.models.store import Store


def choose(
    run_id: int,
    choices: Mapping[str, Any],
    *,
    by: Person,
    save_as: str = "",
    once: keys.Submission | None = None,
) -> dict[str, Any]:
    """Read the file with these choices (prefix, and fields of importers.Choices), and rehearse it from its beginning.

    From now on it is done in the name of `by`. `save_as` keeps the mapping of the columns under that name. Returns the
    run. Raises Replayed, NotPermitted, KeyReused, Vanished, WrongState, and Invalid naming the field.
    """
    guards.require_permission(by, "import")
    with writing() as session:
        keys.claim(session, once)
        run = lock_run(session, run_id)
        state = require_step(Step.CHOOSE, run.state, run.begun)
        refuse_prefix(choices.get("prefix", ""), session.get_one(Store, 1))
        refuse_unknown(choices)
        run.choices = {name: value for name, value in choices.items() if value is not None}
        run.state = state
        run.let_go()
        run.hand_to(by)
        run.begin_again()
        run.first = None
        forget_problems(session, run_id)
        if save_as and run.choices.get("mapping"):
            keep_mapping(save_as, (run.looked or {}).get("columns", ()), run.choices["mapping"], by=by)
        result = {"run": run_id}
        keys.keep(session, once, result)
    return result


def refuse_unknown(choices: Mapping[str, Any]) -> None:
    """Raise Invalid for a currency or zone that there is not."""
    currency, zone = choices.get("currency"), choices.get("zone")
    if currency is not None and not is_currency(currency):
        raise Invalid(f"“{currency[:10]}” is no currency. Use its three letters, such as EUR.", "currency")
    if zone is not None and zone not in zoneinfo.available_timezones():
        raise Invalid(f"“{zone[:40]}” is no time zone. Use one such as Europe/Berlin.", "zone")
