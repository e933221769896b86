// The Vercel AI SDK, by each of its providers that speaks a protocol of ours.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, embed, generateText, Output, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";

import { ASKED, CALLS, CITY, ROOT, TEXT, THOUGHTS, TOO_SLOW_SENTENCE, withDefaults } from "./texts.mjs";

const baseURL = `${ROOT}/v1`;
const apiKey = "test";
const openai = createOpenAI({ baseURL, apiKey });
const compatible = createOpenAICompatible({ name: "mock", baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true });
const anthropic = createAnthropic({ baseURL, apiKey });
const models = {
  "openai-compatible": compatible("mock-gpt4"),
  "openai chat": openai.chat("mock-gpt4"),
  "openai responses": openai.responses("mock-gpt4"),
  anthropic: anthropic("claude-sonnet-4-5"),
};
const headers = { "X-Mock-Response": encodeURIComponent(TEXT) };

for (const [name, model] of Object.entries(models)) {
  test(`${name} streams the text byte for byte`, async () => {
    const result = streamText({ model, prompt: ASKED, headers, maxRetries: 0 });

    let text = "";
    for await (const piece of result.textStream) text += piece;

    assert.equal(text, TEXT);
    assert.equal(await result.finishReason, "stop");
    assert.ok((await result.usage).outputTokens > 5);
  });

  test(`${name} calls a tool and goes on with its result`, async () => {
    const called = [];
    const weather = tool({
      description: "Tells the weather of a city.",
      inputSchema: z.object({ city: z.string() }),
      execute: ({ city }) => called.push(city) && "Sunny.",
    });

    const { text } = await withDefaults({ mock_tool_calls: CALLS, mock_response: TEXT }, () =>
      generateText({ model, prompt: ASKED, tools: { weather }, stopWhen: stepCountIs(5), maxRetries: 0 }),
    );

    assert.deepEqual(called, [CITY]);
    assert.equal(text, TEXT);
  });

  test(`${name} gets the structure that it asks for`, async () => {
    const schema = z.object({ city: z.string(), population: z.number().int() });

    const { output } = await generateText({ model, prompt: ASKED, output: Output.object({ schema }), maxRetries: 0 });

    assert.ok(schema.safeParse(output).success);
  });

  test(`${name}: a refusal is the client's own error`, async () => {
    const slow = { "X-Mock-Tokens-Per-Second": "-3" };

    await assert.rejects(generateText({ model, prompt: ASKED, headers: slow, maxRetries: 0 }), (error) => {
      assert.ok(APICallError.isInstance(error));
      assert.equal(error.statusCode, 400);
      return TOO_SLOW_SENTENCE.test(error.message);
    });
  });
}

for (const name of ["openai-compatible", "anthropic"]) {
  test(`${name} tells the reasoning apart`, async () => {
    const thinking = { ...headers, "X-Mock-Reasoning": encodeURIComponent(THOUGHTS) };

    const result = streamText({ model: models[name], prompt: ASKED, headers: thinking, maxRetries: 0 });

    assert.equal(await result.text, TEXT);
    assert.equal(await result.reasoningText, THOUGHTS);
  });
}

test("openai embeds", async () => {
  const { embedding } = await embed({ model: openai.embedding("text-embedding-3-small"), value: "Hello 👋" });

  assert.equal(embedding.length, 1536);
});
