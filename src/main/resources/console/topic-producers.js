// The producers of a topic, those that are hidden or silent among them.
import { h } from './preact.js';
import { tombstone } from './api.js';
import { ActionDialog, open } from './dialogs.js';
import { count, counted, place } from './format.js';
import { Listing } from './listing.js';
import { Ago, Badge, Countdown, Empty, Since, Text } from './pieces.js';
import { links } from './router.js';
import { state } from './store.js';
import { nodeAddress, nodeKey } from './topology.js';

const PRODUCER_COLUMNS = [
  {
    id: 'node',
    label: 'nsqd',
    sortable: true,
    value: nodeKey,
    cell: (p, tabIndex) => h('a', { href: links.node(nodeKey(p)), tabIndex }, h(Text, { value: nodeAddress(p), mono: true })),
  },
  { id: 'host', label: 'Hostname', sortable: true, value: (p) => p.hostname, cell: (p) => h(Text, { value: p.hostname }) },
  { id: 'place', label: 'Zone', sortable: true, value: place, cell: (p) => h(Text, { value: place(p) }) },
  { id: 'version', label: 'Version', sortable: true, value: (p) => p.version, cell: (p) => h(Text, { value: p.version }) },
  { id: 'age', label: 'Connected', sortable: true, numeric: true, value: (p) => -p.connectedAt, cell: (p) => h(Since, { time: p.connectedAt }) },
  {
    id: 'heard',
    label: 'Heard',
    numeric: true,
    cell: (p) => h(Ago, { time: Math.max(p.heardAt, state.heard.get(nodeKey(p)) ?? 0) }),
  },
  {
    id: 'state',
    label: 'State',
    sortable: true,
    value: (p) => (p.silent ? 0 : p.hiddenUntil !== null ? 1 : 2),
    cell: (p) => [
      p.silent && h(Badge, { kind: 'bad' }, 'silent'),
      p.hiddenUntil !== null && h(Badge, { kind: 'warn' }, 'hidden ', h(Countdown, { until: p.hiddenUntil })),
      !p.silent && p.hiddenUntil === null && h(Badge, { kind: 'good' }, 'listed'),
    ],
  },
];

const textOf = (p) => `${nodeAddress(p)} ${p.hostname} ${p.version} ${place(p)}`;

export function Producers({ topic }) {
  const { topic: name, producers } = topic;
  const hide = (p) =>
    open((close) =>
      h(
        ActionDialog,
        {
          title: `Hide ${nodeAddress(p)} from ${name}?`,
          verb: 'Tombstone',
          danger: true,
          ready: true,
          act: () => tombstone(name, nodeAddress(p)),
          done: `${nodeAddress(p)} is hidden from ${name}.`,
          onClose: close,
        },
        h('p', null, 'Lookups of this topic leave it out until the tombstone’s lifetime is over. Consumers that are connected stay so.'),
      ),
    );
  const columns = [
    ...PRODUCER_COLUMNS,
    {
      id: 'actions',
      label: '',
      cell: (p, tabIndex) =>
        h('button', { type: 'button', class: 'quiet', tabIndex, 'aria-label': `Tombstone ${nodeAddress(p)}`, onClick: () => hide(p) }, 'Tombstone'),
    },
  ];
  const hidden = producers.filter((p) => p.hiddenUntil !== null).length;
  return h(
    'section',
    null,
    h(
      'div',
      { class: 'section-head' },
      h('h2', null, 'Producers ', h('span', { class: 'muted' }, hidden ? `${count(producers.length)}, ${counted(hidden, 'hidden', 'hidden')}` : count(producers.length))),
    ),
    producers.length === 0
      ? h(Empty, { title: 'No nsqd has this topic.' }, 'Consumers find nobody to connect to. An nsqd that is given this daemon by --lookupd-tcp-address appears here when something is published.')
      : h(Listing, { label: 'Producers', what: 'producer', layout: 'layout-producers', columns, rows: producers, rowKey: nodeKey, textOf }),
  );
}
