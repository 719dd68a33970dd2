// Follows a stream of server-sent events. Not by EventSource, which cannot send a token.
import { Refusal, explain, send } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

/**
 * Follows the stream until `close()`, and comes back when it was lost; `now()` ends the pause before
 * the next attempt.
 *
 * @param path where it is
 * @param silence ms without a byte after which the stream counts as lost
 * @param onOpen called when it has begun, before its first event, with whether it goes on where it
 *     was lost; may be asynchronous
 * @param onEvent called with an event's type and data
 * @param onState called with `{kind, ...}`: `connecting`, `open`, `waiting` (until `at`, because of
 *     `why`), `denied` (no token was given)
 */
export function follow({ path, silence, onOpen = () => {}, onEvent, onState }) {
  let closed = false;
  let lastId = null;
  let failures = 0;
  let attempt = new AbortController();
  let endPause = () => {};

  async function readOnce() {
    attempt = new AbortController();
    let watchdog = setTimeout(() => attempt.abort(), silence);
    try {
      const headers = { Accept: 'text/event-stream' };
      if (lastId !== null) {
        headers['Last-Event-ID'] = lastId;
      }
      const response = await send('GET', path, { headers, signal: attempt.signal });
      await onOpen(lastId !== null);
      onState({ kind: 'open' });
      const parse = parser((type, data, id) => {
        failures = 0;
        lastId = id ?? lastId;
        if (data !== '') {
          onEvent(type, JSON.parse(data));
        }
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => attempt.abort(), silence);
        parse(part.value);
      }
    } finally {
      clearTimeout(watchdog);
      attempt.abort();
    }
  }

  async function run() {
    while (!closed) {
      onState({ kind: 'connecting' });
      let why = 'The daemon ended the connection.';
      try {
        await readOnce();
      } catch (error) {
        if (closed) {
          return;
        }
        if (error instanceof Refusal && error.status === 401) {
          onState({ kind: 'denied' });
          await new Promise((resolve) => (endPause = resolve));
          continue;
        }
        why = explain(error);
      }
      if (!closed) {
        await pause(why);
      }
    }
  }

  function pause(why) {
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures++);
    // Whoever lost the same daemon should not come back at the same instant.
    const length = longest * (0.7 + 0.3 * Math.random());
    onState({ kind: 'waiting', why, at: Date.now() + length });
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, length);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const now = () => endPause();
  window.addEventListener('online', now);
  run();
  return {
    now,
    close() {
      closed = true;
      window.removeEventListener('online', now);
      attempt.abort();
      endPause();
    },
  };
}

/** Takes text in parts of any size and calls `onEvent(type, data, id)` for every event in it. */
export function parser(onEvent) {
  let rest = '';
  let type = '';
  let data = [];
  let id = null;

  function line(text) {
    if (text === '') {
      if (data.length > 0 || id !== null) {
        onEvent(type || 'message', data.join('\n'), id);
      }
      type = '';
      data = [];
      id = null;
      return;
    }
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      type = value;
    } else if (field === 'data') {
      data.push(value);
    } else if (field === 'id') {
      id = value;
    }
  }

  return (text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop();
    lines.forEach(line);
  };
}
