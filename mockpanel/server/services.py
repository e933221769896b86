"""What one server process holds: live defaults, models, armed fault, request log, tokenizer; pacer and streams."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

from psygnal import Signal

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.faults import ArmedFault
from mockpanel.core.plan import Ask, Override, StreamPlan
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.profiles import Profile
from mockpanel.core.request_log import RequestLog
from mockpanel.core.settings import Settings, StreamSettings
from mockpanel.core.stand_ins import stand_ins
from mockpanel.core.store import Store
from mockpanel.server.collector import Collector
from mockpanel.server.linux_timers import tighten_timer_slack
from mockpanel.server.live import LiveStreams
from mockpanel.server.pacer import Pacer
from mockpanel.server.planning import make_plan
from mockpanel.server.profile_models import ProfileModels
from mockpanel.server.response_store import ResponseStore
from mockpanel.server.rhythms import Rhythms
from mockpanel.server.tasks import Tasks
from mockpanel.server.tokenizer import Tokenizer
from mockpanel.server.upstream import Upstream
from mockpanel.wire.models import CheckModel, check_model, check_name


class Services:
    """Built outside any loop; started and stopped in the loop that serves."""

    live: LiveStreams
    pacer: Pacer

    captured = Signal(str)
    """Emitted with the name under which an answer of the upstream API was saved."""

    def __init__(
        self, settings: Settings, profiles: ProfileFolder | None = None, captures: CaptureFolder | None = None
    ) -> None:
        self.settings = settings
        self.models = ProfileModels(stand_ins(settings.mock_models), profiles or ProfileFolder())
        self.store = Store(settings.stream)
        self.faults = ArmedFault()
        self.log = RequestLog(settings.request_log_size)
        self.captures = captures or CaptureFolder()
        self.upstream = Upstream(settings.capture_from, settings.capture_api_key)
        self.tokenizer = Tokenizer()
        self.rhythms = Rhythms()
        self.responses = ResponseStore()
        self.tasks = Tasks()
        self.saving = Tasks()
        """What is not to be lost by a stop."""

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

    async def profile_of(self, model: str, check: CheckModel = check_model) -> Profile | None:
        """The profile that a model's name stands for; raises RequestRefused for what can be no model.

        Where the server is strict, `check` refuses a name that is not listed, in its protocol's words.
        """
        check_name(model)
        profile = await self.models.find(model)
        if self.settings.strict_models and profile is None:
            check(model, await self.models.listed())
        return profile

    async def make_plan(self, ask: Ask, overrides: Mapping[str, Override], number: int = 0) -> StreamPlan:
        """The plan for the request of a number over the live defaults of this moment."""
        defaults, find = self.store.snapshot, partial(self.captures.find, field="replay")
        return await make_plan(ask, overrides, defaults, self.tokenizer, self.rhythms, number, find)

    async def start(self) -> None:
        """Makes all ready, so that the first request is as good as the rest."""
        tighten_timer_slack()
        self.pacer = Pacer(asyncio.get_running_loop())
        self.live = LiveStreams(self.pacer, self.store, self.log, rhythms=self.rhythms)
        self.prepare()
        await self.models.listed()
        await self._tokenize_default(self.store.snapshot)
        self.upstream.changed.connect(self._upstream_changed)
        if self.upstream.on:
            await self.upstream.prepare()
        self.store.changed.connect(self._defaults_changed)
        if self.collects_garbage:
            self._collector = Collector(self.pacer)
            self._collector.start()

    async def stop(self) -> None:
        """Ends all that runs."""
        self.store.changed.disconnect(self._defaults_changed, missing_ok=True)
        self.upstream.changed.disconnect(self._upstream_changed, missing_ok=True)
        self.live.close()
        self.pacer.close()
        await self.tasks.cancel_all()
        await self.saving.wait_all()
        await self.upstream.close()
        if self._collector is not None:
            self._collector.stop()
        self.tokenizer.close()

    def _defaults_changed(self, settings: StreamSettings, names: frozenset[str]) -> None:
        if names & {"mock_response", "tokenizer_model"}:
            self.tasks.start(self._tokenize_default(settings), "tokenize the default answer")

    def _upstream_changed(self) -> None:
        if self.upstream.on:
            self.tasks.start(self.upstream.prepare(), "make record mode ready")

    async def _tokenize_default(self, settings: StreamSettings) -> None:
        """Has the default answer's tokens ready before a request needs them."""
        await self.tokenizer.tokenize(settings.mock_response, settings.encoding)
