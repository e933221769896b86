"""Which test proves what the README's tables say of protocols and clients: `file::name`, below tests/."""

from __future__ import annotations

Proofs = dict[str, dict[str, str]]
"""By row and column."""

_CHAT = "wire/test_openai_chat_voice.py"
_TOOLS = "server/routes/test_openai_tools.py"
_COMPLETIONS = "server/routes/test_openai_completions.py"
_RESPONSES = "server/routes/test_openai_responses.py"
_ANTHROPIC = "server/routes/test_anthropic_messages.py"
_GEMINI = "server/routes/test_gemini.py"
_OLLAMA = "server/routes/test_ollama.py"
_OLLAMA_VOICE = "wire/test_ollama_voice.py"

PROTOCOLS: Proofs = {
    "Chat completions": {
        "stream": "server/test_chat_stream.py::test_openai_client_streams_the_text_byte_for_byte",
        "whole": "server/routes/test_openai_chat.py::test_an_answer_in_one_piece_has_all_that_the_real_one_has",
        "tools": f"{_TOOLS}::test_an_agents_loop_calls_once_and_then_answers",
        "reasoning": "server/routes/test_shapes.py::test_reasoning_comes_before_the_answer_and_is_counted",
        "structured output": f"{_TOOLS}::test_an_answer_is_parsed_into_the_model_that_was_asked_for",
        "refusal": f"{_TOOLS}::test_a_refusal_is_no_content",
        "citations": f"{_CHAT}::test_sources_come_behind_the_text_with_places_within_it",
        "usage": "server/routes/test_openai_chat.py::test_usage_counts_the_prompts_real_tokens",
        "errors": "server/test_faults.py::test_a_rate_limit_is_the_error_that_the_official_client_knows",
    },
    "Legacy completions": {
        "stream": f"{_COMPLETIONS}::test_the_client_streams_the_text_byte_for_byte",
        "whole": f"{_COMPLETIONS}::test_the_client_gets_an_answer_in_one_piece_with_real_counts",
        "refusal": "core/test_answers.py::test_a_protocol_of_text_alone_refuses_in_plain_text",
        "usage": f"{_COMPLETIONS}::test_usage_comes_in_a_chunk_of_its_own",
        "errors": f"{_COMPLETIONS}::test_wrong_input_is_refused_with_its_field",
    },
    "Responses": {
        "stream": f"{_RESPONSES}::test_a_stream_has_the_text_byte_for_byte",
        "whole": f"{_RESPONSES}::test_an_answer_in_one_piece_is_the_client_s_response",
        "tools": f"{_RESPONSES}::test_a_function_call_goes_back_and_forth",
        "reasoning": "wire/test_responses_voice.py::test_reasoning_is_an_item_before_the_message_with_its_own_text",
        "structured output": f"{_RESPONSES}::test_structured_output_is_parsed",
        "refusal": f"{_RESPONSES}::test_a_refusal_is_one",
        "citations": "wire/test_responses_voice.py::test_citations_are_told_one_by_one_and_stand_in_the_item",
        "usage": "wire/test_responses_voice.py::test_usage_is_counted_in_real_tokens",
        "errors": f"{_RESPONSES}::test_mistakes_are_the_errors_that_the_client_knows",
        "token count": "server/routes/test_kept_responses.py::test_input_tokens_are_those_of_the_response",
    },
    "OpenAI embeddings": {
        "whole": "server/routes/test_openai_embeddings.py::test_an_answer_has_exactly_the_fields_of_the_real_one",
        "usage": "server/routes/test_openai_embeddings.py::test_the_async_client_gets_vectors_for_a_batch",
        "errors": "server/routes/test_openai_embeddings.py::test_wrong_input_is_the_clients_own_error",
        "embeddings": "server/routes/test_openai_embeddings.py::test_the_client_reads_the_base64_that_it_asks_for",
    },
    "Anthropic messages": {
        "stream": f"{_ANTHROPIC}::test_the_client_s_stream_joins_to_the_text",
        "whole": f"{_ANTHROPIC}::test_an_answer_in_one_piece_is_the_same",
        "tools": f"{_ANTHROPIC}::test_the_client_s_tool_runner_runs_the_tool_and_gets_the_answer",
        "reasoning": f"{_ANTHROPIC}::test_thoughts_text_and_calls_are_gathered_by_the_client",
        "structured output": f"{_ANTHROPIC}::test_structured_output_is_json_of_the_schema",
        "refusal": "wire/test_anthropic_messages.py::test_a_refusal_is_text_that_ends_as_one",
        "citations": "wire/test_anthropic_messages.py::test_a_text_cites_its_sources_before_it_stops",
        "usage": "wire/test_anthropic_messages.py::test_a_message_ends_with_its_reason_and_all_that_it_used",
        "errors": "server/routes/test_anthropic_errors.py::test_a_wrong_request_is_the_client_s_bad_request",
        "token count": f"{_ANTHROPIC}::test_counting_takes_system_tools_and_thinking_into_account",
    },
    "Gemini": {
        "stream": f"{_GEMINI}::test_the_client_streams_the_text_byte_for_byte",
        "whole": f"{_GEMINI}::test_the_client_gets_an_answer_in_one_piece",
        "tools": f"{_GEMINI}::test_functions_that_the_client_calls_by_itself_come_to_an_end",
        "reasoning": f"{_GEMINI}::test_thoughts_are_parts_of_their_own",
        "structured output": f"{_GEMINI}::test_structured_output_is_parsed",
        "refusal": "wire/test_gemini_voice.py::test_a_refusal_has_the_rating_that_blocked_it",
        "citations": "wire/test_gemini_voice.py::test_sources_are_grounding_with_places_in_bytes",
        "usage": "wire/test_gemini_voice.py::test_the_usage_grows_with_every_chunk",
        "errors": f"{_GEMINI}::test_the_client_raises_its_own_errors",
        "token count": f"{_GEMINI}::test_the_async_client_streams_and_counts",
        "embeddings": "server/routes/test_gemini_embeddings.py::test_the_client_gets_unit_vectors_of_a_batch",
    },
    "Ollama chat": {
        "stream": f"{_OLLAMA}::test_the_client_streams_a_chat_byte_for_byte",
        "whole": f"{_OLLAMA}::test_the_client_gets_a_chat_in_one_piece",
        "tools": f"{_OLLAMA}::test_an_agent_s_loop_comes_to_an_end",
        "reasoning": f"{_OLLAMA_VOICE}::test_reasoning_is_thinking_unless_it_is_switched_off",
        "structured output": f"{_OLLAMA}::test_structured_output_fits_its_schema",
        "refusal": f"{_OLLAMA_VOICE}::test_an_answer_ends_for_one_of_two_reasons",
        "usage": f"{_OLLAMA}::test_the_rate_that_a_client_reckons_is_the_measured_one",
        "errors": f"{_OLLAMA}::test_the_client_raises_its_own_error",
        "embeddings": "server/routes/test_ollama_embeddings.py::test_the_client_gets_unit_vectors_of_a_batch",
    },
    "Ollama generate": {
        "stream": f"{_OLLAMA}::test_the_client_generates_streamed_and_not",
        "whole": f"{_OLLAMA}::test_the_client_generates_streamed_and_not",
        "reasoning": f"{_OLLAMA_VOICE}::test_reasoning_is_thinking_unless_it_is_switched_off",
        "structured output": f"{_OLLAMA}::test_structured_output_fits_its_schema",
        "refusal": f"{_OLLAMA_VOICE}::test_an_answer_ends_for_one_of_two_reasons",
        "usage": f"{_OLLAMA}::test_the_rate_that_a_client_reckons_is_the_measured_one",
        "errors": f"{_OLLAMA}::test_errors_are_ollama_s_wherever_they_come_from",
    },
}

_LANGCHAIN = "clients/test_langchain.py"
_LITELLM = "clients/test_litellm.py"
_AGENTS = "clients/test_pydantic_ai.py"
_INSTRUCTOR = "clients/test_instructor.py"
_LLM = "clients/test_llm.py"
_NODE = "clients/node/openai.test.mjs"
_AI_SDK = "clients/node/ai_sdk.test.mjs"

CLIENTS: Proofs = {
    "openai (Python)": {
        "stream": "server/test_chat_stream.py::test_openai_client_streams_the_text_byte_for_byte",
        "tools": f"{_TOOLS}::test_an_agents_loop_calls_once_and_then_answers",
        "reasoning": PROTOCOLS["Chat completions"]["reasoning"],
        "structured output": f"{_TOOLS}::test_an_answer_is_parsed_into_the_model_that_was_asked_for",
        "embeddings": "server/routes/test_openai_embeddings.py::test_the_client_reads_the_base64_that_it_asks_for",
        "errors": f"{_RESPONSES}::test_mistakes_are_the_errors_that_the_client_knows",
    },
    "anthropic (Python)": {
        "stream": PROTOCOLS["Anthropic messages"]["stream"],
        "tools": PROTOCOLS["Anthropic messages"]["tools"],
        "reasoning": PROTOCOLS["Anthropic messages"]["reasoning"],
        "structured output": PROTOCOLS["Anthropic messages"]["structured output"],
        "errors": PROTOCOLS["Anthropic messages"]["errors"],
    },
    "google-genai": {
        "stream": PROTOCOLS["Gemini"]["stream"],
        "tools": PROTOCOLS["Gemini"]["tools"],
        "reasoning": PROTOCOLS["Gemini"]["reasoning"],
        "structured output": PROTOCOLS["Gemini"]["structured output"],
        "embeddings": PROTOCOLS["Gemini"]["embeddings"],
        "errors": PROTOCOLS["Gemini"]["errors"],
    },
    "ollama (Python)": {
        "stream": PROTOCOLS["Ollama chat"]["stream"],
        "tools": PROTOCOLS["Ollama chat"]["tools"],
        "reasoning": f"{_OLLAMA}::test_the_client_gets_a_chat_in_one_piece",
        "structured output": PROTOCOLS["Ollama chat"]["structured output"],
        "embeddings": PROTOCOLS["Ollama chat"]["embeddings"],
        "errors": PROTOCOLS["Ollama chat"]["errors"],
    },
    "langchain-openai": {
        "stream": f"{_LANGCHAIN}::test_it_streams_the_text_byte_for_byte_and_counts_once",
        "tools": f"{_LANGCHAIN}::test_it_calls_a_tool_streamed_and_not",
        "structured output": f"{_LANGCHAIN}::test_it_gets_the_structure_that_it_asks_for",
        "embeddings": f"{_LANGCHAIN}::test_it_embeds_texts_and_the_tokens_that_it_makes_of_them",
        "errors": f"{_LANGCHAIN}::test_a_refusal_is_the_client_s_own_error",
    },
    "litellm": {
        "stream": f"{_LITELLM}::test_it_streams_the_text_byte_for_byte",
        "tools": f"{_LITELLM}::test_it_calls_a_tool",
        "reasoning": f"{_LITELLM}::test_it_tells_the_reasoning_apart",
        "embeddings": f"{_LITELLM}::test_it_embeds",
        "errors": f"{_LITELLM}::test_a_refusal_is_the_client_s_own_error",
    },
    "pydantic-ai": {
        "stream": f"{_AGENTS}::test_it_streams_the_text_byte_for_byte",
        "tools": f"{_AGENTS}::test_it_calls_a_tool_and_goes_on_with_its_result",
        "reasoning": f"{_AGENTS}::test_it_tells_the_reasoning_apart",
        "structured output": f"{_AGENTS}::test_it_gets_the_structure_that_it_asks_for",
        "errors": f"{_AGENTS}::test_a_refusal_is_the_client_s_own_error",
    },
    "instructor": {
        "stream": f"{_INSTRUCTOR}::test_it_sees_the_model_grow",
        "tools": f"{_INSTRUCTOR}::test_it_gets_one_made_of_the_schema_where_none_is_given",
        "structured output": f"{_INSTRUCTOR}::test_it_gets_the_model_that_it_asks_for",
        "errors": f"{_INSTRUCTOR}::test_a_refusal_is_the_client_s_own_error",
    },
    "llm": {
        "stream": f"{_LLM}::test_it_tells_the_text_byte_for_byte",
        "tools": f"{_LLM}::test_it_calls_a_tool_and_goes_on_with_its_result",
        "errors": f"{_LLM}::test_a_refusal_is_told",
    },
    "openai (Node)": {
        "stream": f"{_NODE}::chat streams the text byte for byte",
        "tools": f"{_NODE}::runTools calls a tool and goes on with its result",
        "structured output": f"{_NODE}::parse gets the structure that it asks for",
        "embeddings": f"{_NODE}::embeddings are read as the base64 that the client asks for",
        "errors": f"{_NODE}::a refusal is the client's own error",
    },
    "AI SDK (Vercel)": {
        "stream": f"{_AI_SDK}::streams the text byte for byte",
        "tools": f"{_AI_SDK}::calls a tool and goes on with its result",
        "reasoning": f"{_AI_SDK}::tells the reasoning apart",
        "structured output": f"{_AI_SDK}::gets the structure that it asks for",
        "embeddings": f"{_AI_SDK}::openai embeds",
        "errors": f"{_AI_SDK}::a refusal is the client's own error",
    },
}
