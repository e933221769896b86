"""The settings that shape a stream: uneven gaps, bursts, stalls, first token, load, thinking. Off unless they are set.

What they do to the time of each token stands in mockpanel.core.shapes and mockpanel.core.rhythm.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import field_validator

from mockpanel.core.answer_settings import AnswerSettings
from mockpanel.core.fields import FASTEST_TOKENS_PER_SECOND, LONGEST_WAIT_S, setting, whole_characters

LONGEST_PAUSE_S = 60
MOST_TOKENS = 1_000_000
MOST_STREAMS = 100_000
LARGEST_VARIATION = 3
LARGEST_SEED = 2**63 - 1
"""The OpenAI API's bound of `seed`."""


class JitterDistribution(StrEnum):
    """How gaps of different lengths are spread around their mean."""

    UNIFORM = "uniform"
    NORMAL = "normal"
    LOG_NORMAL = "log_normal"
    GAMMA = "gamma"


class ShapeSettings(AnswerSettings):
    """An even stream's settings, and how it is made uneven."""

    total_duration: float = setting(
        0.0,
        label="Total duration",
        unit="s",
        text="The answer takes exactly so many seconds, first token included, whatever the speed; 0 is off.",
        ge=0,
        le=3600,
    )
    seed: int = setting(
        0,
        label="Seed",
        unit="number",
        text="The same seed gives the same rhythm to the microsecond; 0 takes the request's number.",
        ge=-LARGEST_SEED - 1,
        le=LARGEST_SEED,
    )
    jitter: float = setting(
        0.0,
        label="Jitter",
        unit="of the mean gap",
        text="How unequal the gaps between tokens are: their standard deviation over their mean; 0 is even.",
        ge=0,
        le=LARGEST_VARIATION,
    )
    jitter_distribution: JitterDistribution = setting(
        JitterDistribution.LOG_NORMAL,
        label="Jitter distribution",
        unit="uniform, normal, log_normal or gamma",
        text="How the gaps are spread; no gap is negative, so uniform jitters by 0.57 at most and normal by 0.9.",
        strict=False,
    )
    burst_pause: float = setting(
        0.0,
        label="Burst pause",
        unit="s",
        text="The pause between bursts of tokens; 0 is off.",
        ge=0,
        le=LONGEST_PAUSE_S,
    )
    burst_tokens_min: int = setting(5, label="Burst from", unit="tokens", text="The shortest burst.", ge=1, le=10_000)
    burst_tokens_max: int = setting(
        8, label="Burst to", unit="tokens", text="The longest burst; never below the shortest.", ge=1, le=10_000
    )
    clump_interval: float = setting(
        0.0,
        label="Clump interval",
        unit="s",
        text="Chunks arrive together every so many seconds, as through a network that collects them; 0 is off.",
        ge=0,
        le=LONGEST_PAUSE_S,
    )
    stall_chance: float = setting(
        0.0, label="Stall chance", unit="a token", text="The chance that a token is followed by a stall.", ge=0, le=1
    )
    stall_after: int = setting(
        0,
        label="Stall after",
        unit="tokens",
        text="The stream stalls once behind so many tokens; 0 is off.",
        ge=0,
        le=MOST_TOKENS,
    )
    stall_seconds_min: float = setting(
        1.0, label="Stall from", unit="s", text="The shortest stall.", ge=0, le=LONGEST_WAIT_S
    )
    stall_seconds_max: float = setting(
        3.0, label="Stall to", unit="s", text="The longest stall; never below the shortest.", ge=0, le=LONGEST_WAIT_S
    )
    ramp_from: float = setting(
        1.0,
        label="Ramp from",
        unit="x",
        text="The speed at the start in proportion to ramp_to, for a stream that warms up or tires.",
        ge=0.01,
        le=100,
    )
    ramp_to: float = setting(
        1.0, label="Ramp to", unit="x", text="The speed behind the ramp in proportion to ramp_from.", ge=0.01, le=100
    )
    ramp_tokens: int = setting(
        0,
        label="Ramp tokens",
        unit="tokens",
        text="Over how many tokens the speed changes; 0 is the whole answer, unless ramp_seconds says otherwise.",
        ge=0,
        le=MOST_TOKENS,
    )
    ramp_seconds: float = setting(
        0.0,
        label="Ramp time",
        unit="s",
        text="Over how many seconds the speed changes, instead of ramp_tokens; 0 is off.",
        ge=0,
        le=LONGEST_WAIT_S,
    )
    comma_pause: float = setting(
        0.0,
        label="Comma pause",
        unit="s",
        text="The pause behind a comma, semicolon or colon outside code.",
        ge=0,
        le=LONGEST_PAUSE_S,
    )
    sentence_pause: float = setting(
        0.0, label="Sentence pause", unit="s", text="The pause behind a sentence.", ge=0, le=LONGEST_PAUSE_S
    )
    paragraph_pause: float = setting(
        0.0, label="Paragraph pause", unit="s", text="The pause behind a paragraph.", ge=0, le=LONGEST_PAUSE_S
    )
    code_speed: float = setting(
        1.0,
        label="Code speed",
        unit="x",
        text="How much faster fenced code comes than prose; 1 is no faster.",
        ge=0.01,
        le=100,
    )
    time_to_first_token_p95: float = setting(
        0.0,
        label="First token p95",
        unit="s",
        text="Every twentieth first token comes later than this, log-normal around time_to_first_token; 0 is off.",
        ge=0,
        le=LONGEST_WAIT_S,
    )
    time_to_first_token_per_1000_prompt_tokens: float = setting(
        0.0,
        label="Prompt reading",
        unit="s",
        text="Added to the time to first token for every 1,000 tokens of the prompt.",
        ge=0,
        le=LONGEST_WAIT_S,
    )
    load_slowdown: float = setting(
        1.0,
        label="Load slowdown",
        unit="x",
        text="How many times slower each stream is while load_streams run at once, in proportion below and above.",
        ge=1,
        le=1000,
    )
    load_streams: int = setting(
        10,
        label="Load streams",
        unit="streams",
        text="The number of streams at which load_slowdown is reached.",
        ge=2,
        le=MOST_STREAMS,
    )
    concurrent_streams: int = setting(
        0,
        label="Streams at once",
        unit="streams",
        text="Answers beyond so many at once wait in a queue, first come, first served; 0 is no limit.",
        ge=0,
        le=MOST_STREAMS,
    )
    mock_reasoning: str = setting(
        "",
        label="Reasoning",
        unit="text",
        text="What is thought before the answer begins, in each protocol's own form; legacy completions have none.",
    )
    reasoning_tokens_per_second: float = setting(
        0.0,
        label="Reasoning speed",
        unit="tokens/s",
        text="The speed of the reasoning; 0 is the answer's own.",
        ge=0,
        le=FASTEST_TOKENS_PER_SECOND,
    )
    reasoning_seconds: float = setting(
        0.0,
        label="Reasoning time",
        unit="s",
        text="How long the reasoning takes, whatever its speed; without a text it is only waited for; 0 is off.",
        ge=0,
        le=LONGEST_WAIT_S,
    )

    @field_validator("mock_reasoning")
    @classmethod
    def _whole_reasoning(cls, text: str) -> str:
        return whole_characters("mock_reasoning", text)
