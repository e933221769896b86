"""What one server process holds: live defaults, armed fault, request log, tokenizer; in its loop pacer and streams."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from mockpanel.core.faults import ArmedFault
from mockpanel.core.plan import Ask, Override, StreamPlan
from mockpanel.core.request_log import RequestLog
from mockpanel.core.settings import Settings, StreamSettings
from mockpanel.core.store import Store
from mockpanel.server.collector import Collector
from mockpanel.server.linux_timers import tighten_timer_slack
from mockpanel.server.live import LiveStreams
from mockpanel.server.pacer import Pacer
from mockpanel.server.planning import make_plan
from mockpanel.server.response_store import ResponseStore
from mockpanel.server.rhythms import Rhythms
from mockpanel.server.tasks import Tasks
from mockpanel.server.tokenizer import Tokenizer


class Services:
    """Built outside any loop; started and stopped in the loop that serves."""

    live: LiveStreams
    pacer: Pacer

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings.stream)
        self.faults = ArmedFault()
        self.log = RequestLog(settings.request_log_size)
        self.tokenizer = Tokenizer()
        self.rhythms = Rhythms()
        self.responses = ResponseStore()
        self.tasks = Tasks()
        self.collects_garbage = True
        """Whether the process's garbage collection is run by our clock; not where other threads own objects of Qt."""
        self._collector: Collector | None = None

    @property
    def alone(self) -> bool:
        """Whether this process serves the port alone, so that it can change settings and keep one log."""
        return self.settings.workers == 1

    def prepare(self) -> None:
        """Starts the tokenizer, which loads its vocabulary while the caller goes on importing."""
        self.tokenizer.start(self.settings.encoding)

    async def make_plan(self, ask: Ask, overrides: Mapping[str, Override], number: int = 0) -> StreamPlan:
        """The plan for the request of a number over the live defaults of this moment."""
        return await make_plan(ask, overrides, self.store.snapshot, self.tokenizer, self.rhythms, number)

    async def start(self) -> None:
        """Makes all ready, so that the first request is as good as the rest."""
        tighten_timer_slack()
        self.pacer = Pacer(asyncio.get_running_loop())
        self.live = LiveStreams(self.pacer, self.store, self.log, rhythms=self.rhythms)
        self.prepare()
        await self._tokenize_default(self.store.snapshot)
        self.store.changed.connect(self._defaults_changed)
        if self.collects_garbage:
            self._collector = Collector(self.pacer)
            self._collector.start()

    async def stop(self) -> None:
        """Ends all that runs."""
        self.store.changed.disconnect(self._defaults_changed, missing_ok=True)
        self.live.close()
        self.pacer.close()
        await self.tasks.cancel_all()
        if self._collector is not None:
            self._collector.stop()
        self.tokenizer.close()

    def _defaults_changed(self, settings: StreamSettings, names: frozenset[str]) -> None:
        if names & {"mock_response", "tokenizer_model"}:
            self.tasks.start(self._tokenize_default(settings), "tokenize the default answer")

    async def _tokenize_default(self, settings: StreamSettings) -> None:
        """Has the default answer's tokens ready before a request needs them."""
        await self.tokenizer.tokenize(settings.mock_response, settings.encoding)
