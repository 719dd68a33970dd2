// The members of the cluster, and how much this one knows of each.
import { h } from './preact.js';
import { count, counted } from './format.js';
import { sorted } from './grid.js';
import { Badge, Empty, Heading, Loading, Text } from './pieces.js';
import { state } from './store.js';
import { Table } from './table.js';

/** The members, each with what this daemon lacks of it. */
export const membersOf = (cluster) =>
  sorted(cluster.members, false, (m) => m.name, (m) => m.address).map((member) => {
    const origin = cluster.origins.find((o) => o.number === member.number);
    return {
      ...member,
      self: member.number === cluster.number,
      lag: origin?.lag ?? 0,
      producers: origin?.producers ?? 0,
    };
  });

function Sync({ member }) {
  if (!member.ready) {
    return h(Badge, { kind: 'bad' }, member.number === 0 ? 'not heard of' : 'joining');
  }
  return member.lag > 0
    ? h(Badge, { kind: 'warn' }, `lag ${count(member.lag)}`)
    : h(Badge, { kind: 'good' }, 'in step');
}

const MEMBERS = [
  {
    id: 'name',
    label: 'Member',
    cell: (m) => [h(Text, { value: m.name }), m.self && h(Badge, null, 'this one')],
  },
  { id: 'address', label: 'Address', cell: (m) => h(Text, { value: m.address, mono: true }) },
  { id: 'producers', label: 'Connections', numeric: true, cell: (m) => count(m.producers) },
  { id: 'state', label: 'Sync', cell: (m) => h(Sync, { member: m }) },
];

export const MembersTable = ({ cluster }) =>
  h(Table, {
    label: 'Members',
    layout: 'layout-members',
    columns: MEMBERS,
    rows: membersOf(cluster),
    rowKey: (m) => m.address,
  });

function originsOf(cluster) {
  return sorted(cluster.origins, false, (o) => o.name, (o) => o.number);
}

const ORIGINS = [
  {
    id: 'name',
    label: 'Daemon',
    cell: (o) => (o.name ? h(Text, { value: o.name }) : h('span', { class: 'muted' }, 'gone')),
  },
  { id: 'number', label: 'Number', numeric: true, cell: (o) => h('span', { class: 'mono' }, String(o.number)) },
  { id: 'applied', label: 'Applied', numeric: true, cell: (o) => count(o.applied) },
  {
    id: 'lag',
    label: 'Lag',
    numeric: true,
    cell: (o) => (o.lag > 0 ? h(Badge, { kind: 'warn' }, count(o.lag)) : '0'),
  },
  { id: 'producers', label: 'Connections', numeric: true, cell: (o) => count(o.producers) },
  {
    id: 'state',
    label: 'State',
    cell: (o) =>
      o.present
        ? h(Badge, { kind: 'good' }, 'present')
        : h(Badge, { kind: o.orphans > 0 ? 'warn' : '' }, o.orphans > 0 ? 'orphans' : 'gone'),
  },
  { id: 'digest', label: 'Digest', cell: (o) => h('span', { class: 'mono' }, o.digest) },
];

export function ClusterPage() {
  const { status } = state;
  return h('main', { class: 'page' }, h(Heading, null, 'Cluster'), status ? h(Body, { cluster: status.cluster }) : h(Loading));
}

function Body({ cluster }) {
  if (!cluster) {
    return h(
      Empty,
      { title: 'This daemon is on its own.' },
      'When it stops, nothing is found until nsqds have connected to it again. Start it with -cluster, and others with -cluster-peers naming it, to have them know all that it knows.',
    );
  }
  const { missing } = cluster;
  const orphans = cluster.origins.reduce((sum, o) => sum + o.orphans, 0);
  return [
    h('section', null, h('h2', null, 'Members ', h('span', { class: 'muted' }, count(cluster.members.length))), h(MembersTable, { cluster }),
      missing.length > 0 && h('ul', { class: 'explain' }, missing.map((m) => h('li', { key: m.address }, h(Badge, { kind: 'bad' }, 'missing'), ' ', h(Text, { value: m.address, mono: true }), ' ', m.reason)))),
    h(
      'section',
      null,
      h('h2', null, 'Origins'),
      h('p', { class: 'explain' }, 'Each daemon tells of the connections it has. Lag is how many of its changes are known to be missing here. Orphans are those of a daemon that is gone: they stay listed until they have connected elsewhere, or are not heard of for too long.'),
      orphans > 0 && h('p', { class: 'explain' }, h(Badge, { kind: 'warn' }, counted(orphans, 'orphan'))),
      h(Table, { label: 'Origins', layout: 'layout-origins', columns: ORIGINS, rows: originsOf(cluster), rowKey: (o) => o.number }),
    ),
    h('section', null, h('h2', null, 'This daemon'), h(Facts, { cluster })),
  ];
}

function Facts({ cluster }) {
  const refused = Object.entries(cluster.refused);
  const facts = [
    ['Name', h(Text, { value: cluster.node })],
    ['Number', h('span', { class: 'mono' }, String(cluster.number))],
    ['Serves', cluster.ready ? h(Badge, { kind: 'good' }, 'yes') : h(Badge, { kind: 'bad' }, 'not yet')],
    ['Digest of names', h('span', { class: 'mono' }, cluster.digest)],
    ['Writes answered too early', count(cluster.unanswered)],
    ...refused.map(([why, n]) => [`Refused: ${why}`, count(n)]),
  ];
  return h(
    'dl',
    { class: 'facts' },
    facts.map(([name, value]) => h('div', { key: name }, h('dt', null, name), h('dd', null, value))),
  );
}
