"""Texts that are hard to stream whole, and a strategy that makes more of them."""

from __future__ import annotations

from hypothesis import strategies as st

ENCODINGS = ("gpt2", "r50k_base", "p50k_base", "p50k_edit", "cl100k_base", "o200k_base", "o200k_harmony")

SHARED_TOKENS = {
    "gpt2": "訚鈄",
    "r50k_base": "𠩶惨",
    "p50k_base": "𠏶湢",
    "p50k_edit": "訚鈄",
    "cl100k_base": "𦗤톢",
    "o200k_base": "\u1740ฃ",
    "o200k_harmony": "\u1740ฃ",
}
"""Two characters each of which one token holds the end of the first and the beginning of the second."""

SAMPLES = {
    "plain": "Hello, World! It's 12,345.67 today.\n\n- one\n- two",
    "emoji with joiners": "👩\u200d🚀👨\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈👋🏽🇩🇪 😀",
    "CJK": "漢字とかな、한국어。「引用」！",
    "combining marks": "e\u0301a\u0308o\u0323\u0302 Z\u0351\u0343a\u0316l\u0321go\u0353 ก\u0e33 न\u093fक\u094d",
    "right to left": "שלום עולם مرحبا بالعالم \u202eabc\u202c",
    "line ends": "a\r\nb\rc\nd\u2028e\u2029f\x85g\x0bh\x0ci\x1cj",
    "NUL and controls": "a\x00b\x01\x1f\x7f\x9f",
    "quotes and backslashes": '"\\u0041" \\ \\\\ / \\"',
    "replacement character": "a\ufffdb\ufffd",
    "special tokens": "<|endoftext|><|fim_prefix|><|im_start|>user<|im_end|><|start|><|return|><|endofprompt|>",
    "spaces": " \t  \u00a0\u3000\u200b\ufeff   x   ",
    "last and first characters": "\U0010ffff\ue000\ud7ff\uffff\x00",
    "shared tokens": "".join(dict.fromkeys(SHARED_TOKENS.values())),
}

FRAGMENTS = (*SAMPLES.values(), *SHARED_TOKENS.values(), "the ", "’s", "\n", " ", "漢", "😀", "\u2028", "\x85", "\x00")

CHARACTERS = st.characters(exclude_categories=["Cs"])
"""Every character that UTF-8 can carry."""

TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=40),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(CHARACTERS, max_size=5)), max_size=6).map("".join),
)

PROSE = (
    "The quick brown fox, aged 7½, jumps over the lazy dog’s 1,234 friends; don't ask why!\n"
    "Naïve café owners pay 3.50 € for piñatas (see https://example.org/a/b?c=d#e).\n\n"
    "    def f(x):\r\n\t\treturn x  # ok\n"
    "敏捷的棕色狐狸跳过了懒狗。你好，世界！很好；对吗？是的：对、好。いろはにほへと、ちりぬるを。\n"
    "한국어 문장도 있습니다. "
    "Съешь ещё этих мягких французских булок. שלום עולם، مرحبا بالعالم! 👩\u200d🚀 😀\n"
)
"""Prose in many scripts, with the places where a long text may be cut."""


def prose(size: int) -> str:
    """Prose of at least so many bytes that repeats itself at no regular distance."""
    sentences = PROSE.split(" ")
    paragraph = PROSE + " ".join(sentences[3:] + sentences[:3]) + " ".join(sentences[::-1]) + "\n"
    return paragraph * (size // len(paragraph.encode()) + 1)
