"""One import: its preview with the choices, how far it has come, its report."""

from typing import Any

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.import_choose import choose
from dashboard.core.imports import WORKED_ON, ImportState, Step, possible
from dashboard.core.refusals import KeyReused, Refused, Replayed
from dashboard.core.words import FulfilmentStatus, PaymentStatus
from dashboard.extensions import db
from dashboard.import_runner import folder
from dashboard.importers import SOURCES
from dashboard.importers.reading import fields_of
from dashboard.models.import_list import credits, latest, problems, run_by_id, under_another_prefix
from dashboard.models.import_mapping import mappings
from dashboard.models.import_run import ImportRun
from dashboard.pages import imports_words, verb, who
from dashboard.pages.imports import require_import
from dashboard.pages.imports_choices import ChoicesForm, chosen, form_for

pages = Blueprint("imports_show", __name__)


@pages.get("/imports/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """The import as it stands; 304 for a page that has just that, as it asks every second while something moves."""
    run = wanted(number)
    if request.if_none_match.contains(tag(run)):
        return "", 304
    answer = make_response(page(run, form_for(run) if choosable(run) else None))
    answer.set_etag(tag(run))
    return answer


@pages.post("/imports/<int18:number>")
def submit(number: int) -> ResponseReturnValue:
    """Read the file with these choices, and draw the preview anew."""
    run = wanted(number)
    form = form_for(run) if choosable(run) else abort(404)
    once = verb.submission(request.form)
    if not form.validate():
        return page(run, form), 422
    try:
        choose(number, chosen(run, form), by=who.person(), save_as=(form.save_as.data or "").strip(), once=once)
    except Replayed:
        pass
    except Refused as refused:
        db.session.rollback()
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(wanted(number), form, refused), 409 if isinstance(refused, KeyReused) else 422
    return redirect(url_for("imports_show.show", number=number), 303)


def wanted(number: int) -> ImportRun:
    """The import of this address, for somebody who may import."""
    require_import()
    return run_by_id(db.session(), number) or abort(404)


def choosable(run: ImportRun) -> bool:
    """Whether there is something to choose: it was looked over, or could not be."""
    return bool(run.looked) or run.state in {ImportState.PAUSED, ImportState.FAILED}


def tag(run: ImportRun) -> str:
    """Another one whenever the page would show something else."""
    looked = int(bool(run.looked))
    return f"{run.state}-{run.position}-{run.count}-{run.tries}-{run.refused + run.warned}-{run.by_id}-{looked}"


def page(run: ImportRun, form: ChoicesForm | None, refused: Refused | None = None) -> str:
    """The page."""
    session, kind = db.session(), request.args.get("show") != "warnings"
    if not run.refused and run.warned:
        kind = False
    rows, more = problems(session, run.id, kind, after())
    moves = run.state in WORKED_ON
    credited, credit_count = credits(session, run.id) if run.begun else ([], 0)
    return render_template(
        "imports/show.html",
        run=run,
        tag=tag(run),
        form=form,
        refused=refused,
        step=imports_words.step_of(run),
        moves=moves,
        S=ImportState,
        may_do={step.value for step in Step if possible(step, run.state, run.begun)},
        kept=bool(run.stored) and (folder(current_app) / str(run.stored)).is_file(),
        source=SOURCES[run.source].label if run.source in SOURCES else run.source,
        words=imports_words,
        columns=columns(run),
        doubled=under_another_prefix(session, run) if run.made and not run.begun else None,
        fields=fields_of(SOURCES[run.source]) if run.source in SOURCES else {},
        mappings=mappings(session) if form and form.mapped else [],
        latest=latest(session, run.id) if run.begun and run.state in {ImportState.RUNNING, ImportState.PAUSED} else [],
        credits=credited,
        credit_count=credit_count,
        problems=rows,
        refused_shown=kind,
        next_problems=url_for("imports_show.show", number=run.id, show=None if kind else "warnings", after=rows[-1].id)
        if more
        else None,
        payments=PaymentStatus,
        fulfilments=FulfilmentStatus,
        key=verb.new_key(),
    )


def after() -> int:
    """Where in the list of problems the page begins."""
    text = request.args.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def columns(run: ImportRun) -> list[dict[str, Any]]:
    """The columns of the file: what each becomes, and its cells in the first rows."""
    looked = run.looked or {}
    unknown, samples = set(looked.get("unknown_columns", ())), looked.get("samples", ())
    return [
        {
            "name": name,
            "at": at,
            "becomes": imports_words.becomes(name, name in unknown),
            "unknown": name in unknown,
            "cells": [cells[at] if at < len(cells) else "" for _, cells in samples],
        }
        for at, name in enumerate(looked.get("columns", ()))
        if name
    ]
