// Numbers and times, for people.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export const count = (n) => whole.format(n);

/** `1 topic`, `2 topics`. */
export const counted = (n, one, many = `${one}s`) => `${whole.format(n)} ${n === 1 ? one : many}`;

export const rate = (n) => (n > 0 && n < 100 ? fine.format(n) : whole.format(n));

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** The two largest units: `3 d 4 h`, `12 min`, `45 s`. */
export function duration(ms) {
  let seconds = Math.max(0, Math.round(ms / 1000));
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first < 0) {
    return '0 s';
  }
  const parts = [];
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const n = Math.floor(seconds / size);
    seconds -= n * size;
    if (n > 0) {
      parts.push(`${n} ${unit}`);
    }
  }
  return parts.join(' ');
}

/** Of a countdown: `0:31`. Rounded up, so that it is over when it says so. */
export function remaining(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export const timeOfDay = (ms) => clock.format(ms);
export const dateAndTime = (ms) => day.format(ms);

/** The zone and region of an nsqd, as far as it has said them. */
export const place = (p) => [p.topology_zone, p.topology_region].filter(Boolean).join(' / ');
