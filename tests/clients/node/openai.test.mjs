// openai for Node: chat, its stream and tool helpers, responses, embeddings.

import assert from "node:assert/strict";
import { test } from "node:test";

import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";

import { ASKED, CALLS, CITY, ROOT, TEXT, TOO_SLOW, TOO_SLOW_SENTENCE, withDefaults } from "./texts.mjs";

const client = new OpenAI({ baseURL: `${ROOT}/v1`, apiKey: "test", maxRetries: 0 });
const chat = { model: "mock-gpt4", messages: [{ role: "user", content: ASKED }] };
const weather = {
  type: "function",
  function: { name: "weather", parameters: { type: "object", properties: { city: { type: "string" } } } },
};

test("chat streams the text byte for byte", async () => {
  let text = "";

  for await (const chunk of await client.chat.completions.create({ ...chat, stream: true, mock_response: TEXT })) {
    text += chunk.choices[0]?.delta?.content ?? "";
  }

  assert.equal(text, TEXT);
});

test("the stream helper puts text and usage together", async () => {
  const options = { ...chat, stream_options: { include_usage: true }, mock_response: TEXT };

  const completion = await client.chat.completions.stream(options).finalChatCompletion();

  assert.equal(completion.choices[0].message.content, TEXT);
  assert.ok(completion.usage.completion_tokens > 5);
});

test("runTools calls a tool and goes on with its result", async () => {
  const called = [];
  const callable = {
    type: "function",
    function: { ...weather.function, parse: JSON.parse, function: ({ city }) => called.push(city) && "Sunny." },
  };

  const text = await withDefaults({ mock_tool_calls: CALLS, mock_response: TEXT }, () =>
    client.chat.completions.runTools({ ...chat, stream: true, tools: [callable] }).finalContent(),
  );

  assert.deepEqual(called, [CITY]);
  assert.equal(text, TEXT);
});

test("parse gets the structure that it asks for", async () => {
  const Place = z.object({ city: z.string(), population: z.number().int() });

  const completion = await client.chat.completions.parse({ ...chat, response_format: zodResponseFormat(Place, "place") });

  assert.ok(Place.safeParse(completion.choices[0].message.parsed).success);
});

test("responses stream the text byte for byte", async () => {
  const stream = client.responses.stream({ model: "mock-gpt4", input: ASKED, mock_response: TEXT });

  let text = "";
  for await (const event of stream) if (event.type === "response.output_text.delta") text += event.delta;

  assert.equal(text, TEXT);
  assert.equal((await stream.finalResponse()).output_text, TEXT);
});

test("responses call a tool", async () => {
  const tools = [{ type: "function", strict: false, ...weather.function }];

  const response = await client.responses.create({ model: "mock-gpt4", input: ASKED, tools, mock_tool_calls: CALLS });

  assert.deepEqual(JSON.parse(response.output.find((item) => item.type === "function_call").arguments), { city: CITY });
});

test("embeddings are read as the base64 that the client asks for", async () => {
  const answer = await client.embeddings.create({ model: "text-embedding-3-small", input: ["Hello 👋", "漢字"] });

  assert.deepEqual(answer.data.map((item) => item.embedding.length), [1536, 1536]);
  assert.ok(Math.abs(Math.hypot(...answer.data[0].embedding) - 1) < 1e-6);
});

test("a refusal is the client's own error", async () => {
  await assert.rejects(client.chat.completions.create({ ...chat, ...TOO_SLOW }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "tokens_per_second");
    return TOO_SLOW_SENTENCE.test(error.message);
  });
});
