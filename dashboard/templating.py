"""Flask's templates, told that nothing global is added to them once they are loaded."""

from collections.abc import MutableMapping
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template


class Templates(Environment):
    """Every import of a macro compares globals: between two dicts that is nothing, over a chain of them half a page."""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.loaded: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template, which is asked for anew wherever another one uses it: twenty times for a page."""
        if globals is not None or self.auto_reload or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self.loaded:
            self.loaded[name] = super().get_template(name, parent)
        return self.loaded[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, as they stand when it is loaded."""
        return {**self.globals, **(d or {})}
