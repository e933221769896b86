"""Names of encodings and models, and the bundled data that stands in for the network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tiktoken.load
import tiktoken.registry
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core import encodings
from mockpanel.core.encodings import BUNDLED, encoding_name, encoding_names, model_names, use_bundled_encodings
from mockpanel.core.errors import InvalidValue
from tests.core.texts import CHARACTERS, ENCODINGS

R50K = "0ea1e91bbb3a60f729a8dc8f777fd2fc07cd8df4"
"""The file of r50k_base: sha1 of its address."""


def refuse_to_download(address: str) -> bytes:
    """Stands in for tiktoken's way to the network."""
    raise AssertionError(f"asked the network for {address}")


def make_anew(name: str) -> None:
    """Has tiktoken read an encoding's vocabulary, though it may have it in memory."""
    constructors = tiktoken.registry.ENCODING_CONSTRUCTORS
    assert constructors is not None
    constructors[name]()


def test_all_seven_encodings_of_tiktoken_are_named_in_order() -> None:
    names = encoding_names()

    assert names == sorted(ENCODINGS)


@pytest.mark.parametrize("name", ENCODINGS)
def test_an_encoding_stands_for_itself(name: str) -> None:
    result = encoding_name(name)

    assert result == name


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("gpt-4", "cl100k_base"),
        ("gpt-3.5-turbo-0125", "cl100k_base"),
        ("gpt-4o", "o200k_base"),
        ("gpt-4o-mini-2024-07-18", "o200k_base"),
        ("ft:gpt-4:company:name:id", "cl100k_base"),
        ("gpt-oss-120b", "o200k_harmony"),
        ("text-davinci-003", "p50k_base"),
        ("text-davinci-edit-001", "p50k_edit"),
        ("davinci", "r50k_base"),
        ("gpt2", "gpt2"),
    ],
)
def test_a_model_stands_for_its_encoding(model: str, encoding: str) -> None:
    result = encoding_name(model)

    assert result == encoding


def test_every_model_listed_has_a_bundled_encoding() -> None:
    encodings = {encoding_name(model) for model in model_names()}

    assert encodings <= set(ENCODINGS)


def test_an_unknown_name_is_refused_with_the_nearest_known_ones() -> None:
    with pytest.raises(InvalidValue) as caught:
        encoding_name("gtp-4o")

    assert caught.value.field == "tokenizer_model"
    assert str(caught.value).startswith(
        "tokenizer_model must be a model or encoding that tiktoken knows (such as gpt-4o, "
    )
    assert str(caught.value).endswith('), got "gtp-4o"')


@pytest.mark.parametrize(
    "name", ["gpt-4-" + "x" * 200, "gpt-4-\n", "gpt-4-\u2028", "gpt-4- ", "gpt-4-漢", "ft:gpt-4:\x00"], ids=ascii
)
def test_a_model_name_of_known_beginning_is_refused_where_no_model_is_called_so(name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        encoding_name(name)

    assert caught.value.field == "tokenizer_model"
    assert len(str(caught.value)) < 300


@given(st.text(CHARACTERS | st.sampled_from("\ud83d\udc4b"), max_size=200).map(lambda text: "?" + text))
def test_any_other_text_is_refused_in_a_short_sentence_that_utf8_can_carry(name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        encoding_name(name)

    assert caught.value.field == "tokenizer_model"
    assert len(str(caught.value).encode()) < 600


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_encoding_is_made_from_the_bundle_and_never_downloaded(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.setattr(tiktoken.load, "read_file", refuse_to_download)

    use_bundled_encodings()

    make_anew(name)


def test_a_vocabulary_in_a_folder_of_the_users_own_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copy(BUNDLED / R50K, tmp_path / R50K)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(encodings, "BUNDLED", tmp_path / "nothing here")

    use_bundled_encodings()

    make_anew("r50k_base")
    assert [path.name for path in tmp_path.iterdir()] == [R50K]


def test_wrong_data_in_a_folder_of_the_users_own_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / R50K).write_bytes(b"IQ== 0")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))

    use_bundled_encodings()

    make_anew("r50k_base")
    assert (tmp_path / R50K).read_bytes() == b"IQ== 0"


def test_a_folder_that_is_none_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "/proc/nowhere")

    use_bundled_encodings()

    make_anew("r50k_base")


def test_a_vocabulary_that_is_not_bundled_is_refused_and_never_downloaded() -> None:
    use_bundled_encodings()

    with pytest.raises(InvalidValue) as caught:
        tiktoken.load.read_file_cached("https://example.invalid/other.tiktoken")

    assert str(caught.value) == (
        "the vocabulary https://example.invalid/other.tiktoken is not bundled, and nothing is ever downloaded"
    )


def test_a_vocabulary_in_a_file_of_the_users_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.tiktoken"
    path.write_bytes(b"IQ== 0")
    use_bundled_encodings()

    contents = tiktoken.load.read_file_cached(str(path))

    assert contents == b"IQ== 0"
