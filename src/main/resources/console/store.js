// What the pages show. It is changed in place, and drawn once a frame at most.
import { useEffect, useState } from './hooks.js';
import { Topology } from './topology.js';

const FEED_LENGTH = 500;
const HISTORY_LENGTH = 61;

/** In ms. A status comes every 2 s; where some are missing, a line through them would be made up. */
const LONGEST_GAP = 9000;

const listeners = new Set();
let scheduled = false;

export const state = {
  /** Of each stream: `connecting`, `open`, `waiting` or `denied`, and why. */
  streams: { events: { kind: 'connecting' }, live: { kind: 'connecting' } },
  topology: new Topology(),
  /** Whether the topology is known at all. */
  loaded: false,
  /** The latest status, and those before it. */
  status: null,
  history: [],
  /** When each node was heard of, by this browser's clock. */
  heard: new Map(),
  /** The latest events, the oldest first. */
  feed: [],
  /** The daemon's version when this page was loaded. */
  firstVersion: null,
};

let sequence = 0;

export function addToFeed(type, data) {
  state.feed.push({ sequence: sequence++, type, data });
  if (state.feed.length > FEED_LENGTH) {
    state.feed.splice(0, state.feed.length - FEED_LENGTH);
  }
}

export function addStatus(status) {
  const last = state.history[state.history.length - 1];
  const passed = last ? status.uptime_ms - last.uptime_ms : 0;
  if (passed < 0 || passed > LONGEST_GAP) {
    state.history = [];
  }
  state.status = status;
  state.firstVersion ??= status.version;
  state.history.push(status);
  if (state.history.length > HISTORY_LENGTH) {
    state.history.shift();
  }
}

export function setHeard(ages) {
  const now = Date.now();
  state.heard = new Map(Object.entries(ages).map(([node, age]) => [node, now - age]));
}

/** To be called after every change. */
export function changed() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      listeners.forEach((listener) => listener());
    });
  }
}

/** Draws the component anew whenever something has changed. */
export function useStore() {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = () => draw((n) => n + 1);
    listeners.add(listener);
    listener(); // for what changed between the first drawing and now
    return () => listeners.delete(listener);
  }, []);
}
