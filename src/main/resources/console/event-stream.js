// Follows a stream of server-sent events. Not by EventSource, which cannot send a token.
import { Refusal, explain, send } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

/** Why an attempt is given up that nothing is wrong with. */
const OUT_OF_SIGHT = Symbol('out of sight');

/**
 * Follows the stream until `close()`, and comes back when it was lost; `now()` ends the pause before
 * the next attempt. While the page is out of sight it is not followed: browsers keep six connections
 * to a host at most, for all tabs together.
 *
 * @param path where it is
 * @param silence ms without a byte after which the stream counts as lost
 * @param onOpen called when it has begun, before its first event, with whether it goes on where it
 *     was lost; may be asynchronous
 * @param onEvent called with an event's type and data
 * @param onState called with `{kind, ...}`: `connecting`, `open`, `waiting` (until `at`, because of
 *     `why`), `denied` (no token was given), `away` (out of sight)
 */
export function follow({ path, silence, onOpen = () => {}, onEvent, onState }) {
  let closed = false;
  let lastId = null;
  let failures = 0;
  let denied = false;
  let attempt = new AbortController();
  let endPause = () => {};

  async function readOnce() {
    let watchdog;
    const watch = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => attempt.abort(new DOMException('', 'TimeoutError')), silence);
    };
    // Of every request its own: somebody may have looked for a token for longer than that.
    const begin = () => {
      attempt = new AbortController();
      watch();
      return closed ? AbortSignal.abort() : attempt.signal;
    };
    try {
      const headers = { Accept: 'text/event-stream' };
      if (lastId !== null) {
        headers['Last-Event-ID'] = lastId;
      }
      const response = await send('GET', path, { headers, signal: begin });
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
        watch();
        parse(part.value);
      }
    } catch (error) {
      // A refusal counts also where the time for an answer was up meanwhile: it was given.
      throw error instanceof Refusal || !attempt.signal.aborted ? error : attempt.signal.reason;
    } finally {
      clearTimeout(watchdog);
      attempt.abort();
    }
  }

  async function run() {
    while (!closed) {
      if (document.hidden) {
        onState({ kind: 'away' });
        await inSight();
        continue;
      }
      onState({ kind: 'connecting' });
      let why = 'The daemon ended the connection.';
      let least = 0;
      try {
        await readOnce();
      } catch (error) {
        if (closed) {
          return;
        }
        if (error === OUT_OF_SIGHT) {
          continue;
        }
        if (error instanceof Refusal && error.status === 401) {
          await denial();
          continue;
        }
        why = explain(error);
        least = error.retryAfter ?? 0;
      }
      if (!closed) {
        await pause(why, least);
      }
    }
  }

  async function denial() {
    onState({ kind: 'denied' });
    denied = true;
    await new Promise((resolve) => (endPause = resolve));
    denied = false;
  }

  function pause(why, least) {
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures++);
    // Whoever lost the same daemon should not come back at the same instant.
    const length = least + longest * (0.7 + 0.3 * Math.random());
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
  // Who gave no token is not to be asked again whenever they look.
  const comeBack = () => !denied && endPause();
  const onSight = () => (document.hidden ? attempt.abort(OUT_OF_SIGHT) : comeBack());
  window.addEventListener('online', comeBack);
  document.addEventListener('visibilitychange', onSight);
  run();
  return {
    now,
    close() {
      closed = true;
      window.removeEventListener('online', comeBack);
      document.removeEventListener('visibilitychange', onSight);
      attempt.abort();
      endPause();
    },
  };
}

/** Resolves when the page may be in sight again. */
const inSight = () =>
  new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));

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

  // What came before is not looked through again: a line may be megabytes in many parts.
  return (text) => {
    const lines = text.split('\n');
    lines[0] = rest + lines[0];
    rest = lines.pop();
    lines.forEach((whole) => line(whole.endsWith('\r') ? whole.slice(0, -1) : whole));
  };
}
