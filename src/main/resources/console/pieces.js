// Small things that several pages show.
import { h } from './preact.js';
import { useEffect, useState } from './hooks.js';
import { count, duration, remaining } from './format.js';
import { state } from './store.js';

/** What others have said of themselves: kept apart from the text around it, and shortened. */
export function Text({ value, mono = false }) {
  if (!value) {
    return h('span', { class: 'muted' }, '–');
  }
  return h('bdi', { class: mono ? 'text mono' : 'text', title: value }, value);
}

export const Badge = ({ kind = '', children }) => h('span', { class: `badge ${kind}` }, children);

const tickers = new Set();
setInterval(() => tickers.forEach((tick) => tick()), 1000);

/** The time, anew every second. */
export function useNow() {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    const tick = () => set(Date.now());
    tickers.add(tick);
    return () => tickers.delete(tick);
  }, []);
  return Math.max(now, Date.now());
}

/** How long something has been so. */
export const Since = ({ time }) => h('span', null, duration(useNow() - time));

export function Ago({ time }) {
  const age = useNow() - time;
  return h('span', null, age < 1500 ? 'just now' : `${duration(age)} ago`);
}

export function Countdown({ until }) {
  const left = until - useNow();
  return h('span', { role: 'timer', class: 'countdown' }, remaining(left));
}

/** What to say instead of nothing. */
export const Empty = ({ title, children }) =>
  h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), h('p', null, children));

/** Until something is known; where it cannot be for now, the notice above says why. */
export const Loading = () =>
  h('p', { class: 'loading' }, ['connecting', 'open'].includes(state.streams.events.kind) ? 'Loading…' : 'Nothing is known yet.');

/** Where and with what words something went wrong. */
export const Trouble = ({ children }) => h('p', { class: 'trouble', role: 'alert' }, children);

let announced = null;
let timer = 0;

/** Has a screen reader say this, once nothing else was to be said for a moment. */
export function announce(text) {
  clearTimeout(timer);
  timer = setTimeout(() => announced?.(text), 400);
}

export function Announcer() {
  const [text, set] = useState('');
  useEffect(() => {
    announced = set;
    return () => (announced = null);
  }, []);
  return h('p', { class: 'unseen', role: 'status' }, text);
}

/** A page's heading; it gets the focus when the page is gone to. */
export const Heading = ({ children, aside }) =>
  h(
    'header',
    { class: 'heading' },
    h('h1', { tabIndex: -1 }, children),
    aside && h('div', { class: 'aside' }, aside),
  );

/** Where one types what is looked for, and how much of all that is. */
export function Search({ search, setSearch, label, shown, total }) {
  return h(
    'div',
    { class: 'search' },
    h('input', {
      type: 'search',
      value: search,
      placeholder: label,
      'aria-label': label,
      autocomplete: 'off',
      spellcheck: false,
      onInput: (event) => setSearch(event.currentTarget.value),
    }),
    h('span', { class: 'muted' }, shown === total ? count(total) : `${count(shown)} of ${count(total)}`),
  );
}

/** How a number went in the last two minutes. */
export function Sparkline({ values, label }) {
  const width = 160;
  const height = 32;
  const top = Math.max(1, ...values);
  const step = width / 59;
  const right = width - (values.length - 1) * step;
  const points = values
    .map((v, i) => `${(right + i * step).toFixed(1)},${(height - 1 - (v / top) * (height - 3)).toFixed(1)}`)
    .join(' ');
  return h(
    'svg',
    { class: 'sparkline', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, preserveAspectRatio: 'none' },
    values.length > 1 && h('polyline', { points }),
  );
}
