"""Stories in a whole window that is served, in the loop that the app uses; what is asked in them by the real client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

from openai import AsyncOpenAI
from PySide6.QtWidgets import QApplication

from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.response_library import ResponseLibrary
from mockpanel.gui.loop import make_loop
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.state import WindowState
from mockpanel.hosting import ServerHost
from mockpanel.server.services import Services


async def until(condition: Callable[[], bool]) -> None:
    """Waits for something that the window does by itself."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


def play(qapp: QApplication, story: Coroutine[None, None, None]) -> None:
    """Runs a story to its end."""
    with asyncio.Runner(loop_factory=lambda: make_loop(qapp)) as runner:
        runner.run(story)


@asynccontextmanager
async def served_window(
    services: Services, folder: Path, state: WindowState | None = None, profiles: ProfileFolder | None = None
) -> AsyncIterator[tuple[MainWindow, ServerHost]]:
    """A window in sight and its server; the user's own files are in the folder."""
    host = ServerHost(services)
    profiles, responses = profiles or ProfileFolder(folder / "profiles"), ResponseLibrary(folder / "responses")
    window = MainWindow(services, host, state or WindowState(), profiles, responses)
    window.show()
    await services.start()
    try:
        await window.start("127.0.0.1", 0)
        yield window, host
    finally:
        window.hide()
        await window.stop()
        await host.stop()
        await services.stop()
        window.deleteLater()


async def ask(host: ServerHost) -> str:
    """What the real client gets, streamed."""
    async with AsyncOpenAI(base_url=host.base_url, api_key="test") as client:
        stream = await client.chat.completions.create(
            model="mock-gpt4", messages=[{"role": "user", "content": "ignored"}], stream=True
        )
        return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
