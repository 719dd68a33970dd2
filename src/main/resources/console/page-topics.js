// All topics: searched, sorted, and one more made.
import { h } from './preact.js';
import { useEffect, useMemo, useState } from './hooks.js';
import { createTopic } from './api.js';
import { CreateDialog, open } from './dialogs.js';
import { count, counted } from './format.js';
import { Grid, nextSort, sorted } from './grid.js';
import { Badge, Empty, Heading, Loading, Search, Text, announce } from './pieces.js';
import { go, links } from './router.js';
import { state } from './store.js';

const visible = (topic) => topic.nodes.size - topic.hidden.size;

/** The zones of its producers: one that has two of them survives the loss of either. */
function zonesOf(topic) {
  const zones = new Set();
  for (const key of topic.nodes) {
    const node = state.topology.nodes.get(key);
    zones.add(node?.topology_zone || node?.topology_region);
  }
  return [...zones].filter(Boolean).sort().join(', ');
}

const COLUMNS = [
  {
    id: 'name',
    label: 'Topic',
    sortable: true,
    value: (topic) => topic.name,
    cell: (topic) => h('a', { href: links.topic(topic.name), tabIndex: -1 }, h(Text, { value: topic.name })),
  },
  {
    id: 'place',
    label: 'Zones',
    cell: (topic) => h(Text, { value: zonesOf(topic) }),
  },
  {
    id: 'state',
    label: 'State',
    sortable: true,
    value: (topic) => (topic.nodes.size === 0 ? 0 : topic.hidden.size > 0 ? 1 : 2),
    cell: (topic) => [
      topic.nodes.size === 0 && h(Badge, { kind: 'warn' }, 'no producer'),
      topic.hidden.size > 0 && h(Badge, { kind: 'note' }, `${count(topic.hidden.size)} hidden`),
    ],
  },
  {
    id: 'producers',
    label: 'Producers',
    sortable: true,
    numeric: true,
    value: visible,
    cell: (topic) => count(topic.nodes.size),
  },
];

// What was searched for and how it was sorted is still so when one comes back from a topic.
const kept = { search: '', sort: { by: 'name', down: false } };

/** Has those that need a look stand first when the page is gone to. */
export const showTroubledFirst = () => Object.assign(kept, { search: '', sort: { by: 'state', down: false } });

export function TopicsPage() {
  const [search, setSearch] = useState(kept.search);
  const [sort, setSort] = useState(kept.sort);
  const { topology, loaded } = state;

  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    const matching = [...topology.topics.values()].filter((t) => t.name.toLowerCase().includes(wanted));
    const column = COLUMNS.find((c) => c.id === sort.by);
    return sorted(matching, sort.down, column.value, (topic) => topic.name);
  }, [topology.revision, search, sort]);

  useEffect(() => {
    Object.assign(kept, { search, sort });
    if (search) {
      announce(counted(rows.length, 'topic'));
    }
  }, [search, sort]);

  const create = () =>
    open((close) =>
      h(CreateDialog, { what: 'topic', act: createTopic, onDone: (name) => go(links.topic(name)), onClose: close }),
    );
  const total = topology.topics.size;
  return h(
    'main',
    { class: 'page filled' },
    h(
      Heading,
      { aside: h('button', { type: 'button', class: 'primary', onClick: create }, 'New topic') },
      'Topics',
    ),
    !loaded
      ? h(Loading)
      : total === 0
        ? h(Empty, { title: 'There are no topics yet.' }, 'An nsqd registers one when something is published to it. Or make one here, so that consumers find it before.')
        : [
            h(Search, { search, setSearch, label: 'Search topics', shown: rows.length, total }),
            rows.length === 0
              ? h(Empty, { title: `No topic has “${search.trim()}” in its name.` }, h('button', { type: 'button', onClick: () => setSearch('') }, 'Show all topics'))
              : h(Grid, {
                  label: 'Topics',
                  layout: 'layout-topics',
                  columns: COLUMNS,
                  rows,
                  rowKey: (topic) => topic.name,
                  href: (topic) => links.topic(topic.name),
                  sort,
                  // The fewest producers are seldom what one looks for.
                  onSort: (by) => setSort(nextSort(sort, by, by === 'producers')),
                }),
          ],
  );
}
