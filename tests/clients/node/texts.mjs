// What the clients are told, and what they must tell; the same as in ../texts.py.

export const ROOT = process.env.MOCKPANEL_ROOT_URL;
export const TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字.\r\nDone.";
export const THOUGHTS = "They greet me 👩‍🚀.";
export const ASKED = "Say it.";
export const CITY = "Köln";
export const CALLS = [{ name: "weather", arguments: { city: CITY } }];
export const TOO_SLOW = { tokens_per_second: -3 };
export const TOO_SLOW_SENTENCE = /tokens_per_second must be between 0 and 100000/;

// Changes the server's defaults while `act` runs; a client that sends a tool's result gets no further call.
export async function withDefaults(changes, act) {
  const url = `${ROOT}/mock/settings`;
  const change = (fields) => fetch(url, { method: "PATCH", body: JSON.stringify(fields) });
  const before = await (await fetch(url)).json();
  await change(changes);
  try {
    return await act();
  } finally {
    await change(Object.fromEntries(Object.keys(changes).map((name) => [name, before[name]])));
  }
}
