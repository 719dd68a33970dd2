// What happens, as it happens: the latest events, the newest first.
import { h } from './preact.js';
import { useCallback, useMemo, useState } from './hooks.js';
import { EventDetail, EventTopic, SUBJECTS, eventKind, subjectOf, textOf } from './events.js';
import { count, timeOfDay } from './format.js';
import { Grid } from './grid.js';
import { Empty, Heading } from './pieces.js';
import { state } from './store.js';

const COLUMNS = [
  { id: 'time', label: 'Time', cell: (e) => h('time', null, timeOfDay(e.data.time)) },
  { id: 'type', label: 'Event', cell: (e) => h('span', { class: `kind ${eventKind(e.type)}` }, e.type) },
  { id: 'topic', label: 'Topic', cell: EventTopic },
  { id: 'what', label: 'Channel or nsqd', cell: EventDetail },
];

export function LivePage() {
  const [search, setSearch] = useState('');
  const [without, setWithout] = useState(new Set());
  // Of a feed that is held, its rows then; what is read must not run away.
  const [held, setHeld] = useState(null);
  const [scrolled, setScrolled] = useState(null);
  const newest = state.feed[state.feed.length - 1]?.sequence;
  const feed = held ?? scrolled ?? state.feed;

  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return feed
      .filter((e) => !without.has(subjectOf(e.type)) && textOf(e).includes(wanted))
      .reverse();
  }, [newest, feed, search, without]);

  const onScroll = useCallback(
    (top) => setScrolled((now) => (top > 0 ? (now ?? state.feed.slice()) : null)),
    [],
  );
  const toggle = (subject) =>
    setWithout((now) => {
      const next = new Set(now);
      if (!next.delete(subject)) {
        next.add(subject);
      }
      return next;
    });
  const last = feed[feed.length - 1]?.sequence ?? -1;
  const missed = newest === undefined ? 0 : newest - last;

  return h(
    'main',
    { class: 'page filled' },
    h(
      Heading,
      {
        aside: h(
          'button',
          { type: 'button', 'aria-pressed': held !== null, onClick: () => setHeld(held ? null : state.feed.slice()) },
          held ? `Go on (${count(missed)} new)` : 'Hold',
        ),
      },
      'Live',
    ),
    h(
      'div',
      { class: 'search' },
      h('input', {
        type: 'search',
        value: search,
        placeholder: 'Search events',
        'aria-label': 'Search events',
        autocomplete: 'off',
        spellcheck: false,
        onInput: (event) => setSearch(event.currentTarget.value),
      }),
      h(
        'div',
        { class: 'chips', role: 'group', 'aria-label': 'Events about' },
        SUBJECTS.map((subject) =>
          h(
            'label',
            { key: subject, class: 'chip' },
            h('input', { type: 'checkbox', checked: !without.has(subject), onChange: () => toggle(subject) }),
            subject,
          ),
        ),
      ),
      scrolled && !held && missed > 0 && h('span', { class: 'muted' }, `${count(missed)} new above`),
    ),
    rows.length === 0
      ? state.feed.length === 0
        ? h(Empty, { title: 'Nothing has changed since this page was opened.' }, 'Topics, channels, producers, tombstones and members that come and go appear here at once; the latest 500 are kept.')
        : h(Empty, { title: 'No event matches.' }, 'Search for something else, or show more kinds of events.')
      : h(Grid, { label: 'Events', layout: 'layout-events', columns: COLUMNS, rows, rowKey: (e) => e.sequence, onScroll }),
  );
}
