// Keeps what the pages show up to date, by two streams and a snapshot.
import { readTopology } from './api.js';
import { follow } from './event-stream.js';
import { addStatus, addToFeed, changed, setHeard, state } from './store.js';

// Comments come every 15 s on the one, and a status every 2 s on the other.
const EVENTS_SILENCE = 40_000;
const LIVE_SILENCE = 12_000;

let events = null;
let live = null;
let withHeard = false;

export function start() {
  events = follow({
    path: 'events',
    silence: EVENTS_SILENCE,
    async onOpen(resumed) {
      // The stream first: what happens while the snapshot is read is an event to come.
      if (!resumed) {
        const { topics, producers } = await readTopology();
        state.topology.replace(topics, producers);
        state.loaded = true;
      }
    },
    onEvent(type, data) {
      state.topology.apply(type, data);
      // Of every change there is an event that says more than that lookups answer otherwise.
      if (type !== 'lookup') {
        addToFeed(type, data);
      }
      listeners.forEach((listener) => listener(type, data));
      changed();
    },
    onState(now) {
      setState('events', now);
      if (now.kind === 'open') {
        listeners.forEach((listener) => listener('open', {}));
      }
    },
  });
  followLive();
}

function followLive() {
  live?.close();
  live = follow({
    path: withHeard ? 'ui/live?heard=true' : 'ui/live',
    silence: LIVE_SILENCE,
    onEvent(type, data) {
      if (type === 'status') {
        addStatus(data);
      } else if (type === 'heard') {
        setHeard(data.heard);
      }
      changed();
    },
    onState: (now) => setState('live', now),
  });
}

function setState(stream, now) {
  const before = state.streams[stream];
  if (now.kind === 'connecting' && before.kind === 'waiting') {
    // Between attempts, it is still the last failure that people want to know of.
    state.streams[stream] = { ...before, at: 0 };
  } else if (now.kind !== 'connecting' || before.kind !== 'open') {
    // What was not lost is only to tell more from now on; nobody need see that begin.
    state.streams[stream] = now;
  }
  changed();
}

/** Whether to be told when nodes were heard of, which costs the daemon more. */
export function wantHeard(wanted) {
  if (wanted !== withHeard) {
    withHeard = wanted;
    if (live !== null) {
      followLive();
    }
  }
}

/** Tries at once what waits for its next attempt. */
export function retryNow() {
  events?.now();
  live?.now();
}

const listeners = new Set();

/** Calls the listener with every event, and `open` when their stream has begun, until the function is called that this returns. */
export function onEvent(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What people should know of the connection: the state of the stream that is worse off. */
export function connection() {
  const { events: first, live: second } = state.streams;
  const worst = ['denied', 'waiting', 'away', 'connecting', 'open'];
  return worst.indexOf(first.kind) <= worst.indexOf(second.kind) ? first : second;
}
