"""What each picture shows: the requests that are made for it, and the keys that are pressed."""

from __future__ import annotations

from pathlib import Path

from mockpanel.gui.theme import Scheme

from .studio import HOME, Shape, Studio, studio

SCHEMES = (Scheme.LIGHT, Scheme.DARK)
SHAPES = (HOME, Shape(960, 640), Shape(2560, 1600, scale=2))
PREVIEW_S = 1.0
"""Enough for some lines of text and a strip of gaps that is well filled, and not yet the end."""

TABS_TO_THE_FIRST_SHAPE = 3
"""From the section's heading: the reset button, the forecast, and the first group's heading."""

TABS_TO_THE_FOLD = 2
"""From the address of an API back to the heading above it."""

CHOSEN = 5
"""The request whose detail is shown, counted from the top: the one that sets its rate in a header."""


def shoot_readme(folder: Path) -> None:
    """The pictures of the README."""
    with studio(folder, Scheme.LIGHT) as light:
        make_requests(light)
        light.choose_request(CHOSEN)
        play(light)
        light.press("alt+1")
        light.shoot("window-light")
    with studio(folder, Scheme.DARK) as dark:
        make_requests(dark)
        dark.choose_request(CHOSEN)
        play(dark)
        dark.shoot("window-dark")
        dark.wait_until_over()
        present(dark)
        dark.shoot("presenting-dark")
        dark.press("F11")


def shoot_all(folder: Path) -> None:
    """Every screen in light and dark, at the smallest size, at home, and twice as large."""
    for shape in SHAPES:
        for scheme in SCHEMES:
            with studio(folder, scheme, shape) as made:
                shoot_screens(made, f"{shape.name}-{scheme}")


def shoot_screens(made: Studio, name: str) -> None:
    """Every screen of one window, in an order in which one leads to the other."""
    made.shoot(f"{name}-1-empty")
    make_requests(made)
    made.choose_request(CHOSEN)
    made.shoot(f"{name}-2-response")
    play(made)
    made.shoot(f"{name}-3-preview")
    made.press("alt+3")
    made.shoot(f"{name}-4-wire")
    made.press("ctrl+k")
    made.type("pro")
    made.shoot(f"{name}-5-palette")
    made.leave()
    made.press("F1")
    made.shoot(f"{name}-6-shortcuts")
    made.leave()
    made.arm(kind="stall", after_tokens=5, seconds=2)
    made.settle()
    made.shoot(f"{name}-7-trouble")
    made.disarm()
    made.wait_until_over()
    shape(made)
    made.shoot(f"{name}-8-shape")
    go_through_a_record(made)
    made.shoot(f"{name}-9-record")
    ask_for_a_film(made)
    made.shoot(f"{name}-10-film")
    made.leave()
    made.press("shift+F7")
    present(made)
    made.shoot(f"{name}-11-presenting")
    made.press("F11")
    compare(made)
    made.shoot(f"{name}-12-compare")
    made.press("ctrl+shift+b")
    compare(made)
    made.shoot(f"{name}-13-blind")
    made.press("1")
    made.shoot(f"{name}-14-revealed")
    made.press("ctrl+shift+b")
    answer_in_parts(made)
    made.press("alt+1", "ctrl+Page_Down")
    made.shoot(f"{name}-15-parts")
    play(made)
    made.wait_until_over()
    made.shoot(f"{name}-16-parts-played")
    open_captures(made)
    made.shoot(f"{name}-17-captures")
    fit(made)
    made.shoot(f"{name}-18-fit")


def make_requests(made: Studio) -> None:
    """Requests of several kinds: streamed and whole, overridden in every way, refused, and one that failed as asked."""
    made.ask(stream=True, mock_response="A short answer to begin with.", tps=200)
    made.ask(model="gpt-4o-mini", mock_response="All of it at once.", ttft=0.1)
    made.ask(
        "/v1/completions", model="gpt-3.5-turbo-instruct", prompt="Once", mock_response="Once upon a time.", tps=90
    )
    made.arm(kind="rate_limit")
    made.ask(stream=True)
    made.ask(model=5)
    slower = {"X-Mock-Tokens-Per-Second": "60"}
    made.ask(stream=True, headers=slower, mock_response="The rate of this one came in a header. " * 6)
    made.ask(stream=True, max_tokens=12, tps=120, ttft=0.15)
    made.settle()


def shape(made: Studio) -> None:
    """The Shape section, with two shapes on and one of them open."""
    made.change(jitter=0.4, burst_pause=0.3)
    made.press("ctrl+shift+a")
    made.press(*["Tab"] * TABS_TO_THE_FIRST_SHAPE, "space")
    made.settle()


def answer_in_parts(made: Studio) -> None:
    """An answer that thinks, says a sentence, and calls two tools."""
    calls = [{"name": "get_weather", "arguments": {"city": "Paris", "unit": "celsius"}}, {"name": "get_time"}]
    made.change(
        mock_reasoning="The user asks about the weather. One call will tell; the time may matter too.",
        mock_response="I will look at the weather in Paris.",
        mock_tool_calls=calls,
    )
    made.settle()


def play(made: Studio) -> None:
    """Lets the preview play for a while."""
    made.press("alt+2", "F5")
    made.settle(PREVIEW_S)


def go_through_a_record(made: Studio) -> None:
    """What was played, a while after its start, standing still."""
    made.press("alt+2", "ctrl+F7")
    made.settle(PREVIEW_S)
    made.press("F5")


def ask_for_a_film(made: Studio) -> None:
    """The choices of a moving picture, opened as by anybody who does not know where they are."""
    made.press("ctrl+k")
    made.type("preview as a moving")
    made.press("Return")


def compare(made: Studio) -> None:
    """Lets two profiles stream beside each other for a while."""
    made.press("alt+4", "F8")
    made.settle(PREVIEW_S)


def present(made: Studio) -> None:
    """All but preview and profiles goes, and the response begins again."""
    made.press("F11")
    made.press("shift+F5")
    made.settle(PREVIEW_S)


def open_captures(made: Studio) -> None:
    """The captures, with the form of an API unfolded."""
    made.press("ctrl+shift+k")
    made.type("http://192.0.2.1/v1")
    made.settle(PREVIEW_S)


def fit(made: Studio) -> None:
    """Settings fitted to the first of the captures; the form is folded again."""
    made.press(*["shift+Tab"] * TABS_TO_THE_FOLD, "space", "ctrl+k")
    made.type("fit settings")
    made.press("Return")
    made.settle(PREVIEW_S)
