"""Which profiles A and B are, and that mock-a and mock-b stand for them. Knows no widget."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QObject, Signal

from mockpanel.core.profiles import values_of
from mockpanel.core.question import Question, model_question
from mockpanel.core.settings import StreamSettings
from mockpanel.core.stand_ins import PLAIN_MODEL
from mockpanel.server.services import Services

A, B = 0, 1
MODELS = ("mock-a", "mock-b")


class ComparedModels(QObject):
    """A name that is empty is the live defaults, for which no model need stand."""

    changed = Signal()
    """Other profiles are compared."""

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._names = ["", ""]
        services.models.changed.connect(self._hear)

    @property
    def names(self) -> tuple[str, str]:
        """A's and B's."""
        return self._names[A], self._names[B]

    def resume(self, a: str, b: str) -> None:
        """Takes names over, as at a start; tells nobody."""
        self._names = [a, b]

    def choose(self, letter: int, name: str) -> None:
        """Another profile for A (0) or B (1)."""
        names = list(self._names)
        names[letter] = name
        self._take(names)

    def swap(self) -> None:
        """A for B."""
        self._take(self._names[::-1])

    def keep(self, known: Container[str]) -> None:
        """Falls back on the live defaults where a profile is gone."""
        self._take([name if name in known else "" for name in self._names])

    async def take_launch(self) -> None:
        """What the launch asked for beats what was resumed."""
        for letter, model in enumerate(MODELS):
            if model in self._services.models.stand_ins and (profile := await self._services.models.find(model)):
                self.choose(letter, profile.name)

    async def push(self) -> None:
        """Lets mock-a and mock-b stand for A and B; raises InvalidValue where one of them is gone."""
        models = self._services.models
        models.touch()
        own = {model: name or None for model, name in zip(MODELS, self._names, strict=True)}
        await models.stand_in({**models.stand_ins, **own})

    async def questions(self, text: str) -> list[Question]:
        """What to ask for A and for B, once all is ready that would delay one of their answers."""
        await self.push()
        found = []
        for model, name in zip(MODELS, self._names, strict=True):
            asked = model if name else PLAIN_MODEL
            await self._services.tokenizer.tokenize(text, (await self._settings(asked)).encoding)
            found.append(model_question(asked, text))
        return found

    def close(self) -> None:
        """Listens no longer."""
        self._services.models.changed.disconnect(self._hear, missing_ok=True)

    async def _settings(self, model: str) -> StreamSettings:
        profile = await self._services.models.find(model)
        snapshot = self._services.store.snapshot
        return snapshot.changed(values_of(profile)) if profile else snapshot

    def _hear(self, profiles: dict[str, str]) -> None:
        """Another program chose what the models stand for: that is compared now."""
        self._take([profiles.get(model, name) for model, name in zip(MODELS, self._names, strict=True)])

    def _take(self, names: list[str]) -> None:
        if names != self._names:
            self._names = names
            self.changed.emit()
