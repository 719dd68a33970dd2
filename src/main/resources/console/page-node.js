// One nsqd: what it has said of itself, and what it produces.
import { h } from './preact.js';
import { useMemo } from './hooks.js';
import { count, place } from './format.js';
import { Grid, sorted } from './grid.js';
import { Heard, Version } from './page-nodes.js';
import { Badge, Empty, Heading, Loading, Text } from './pieces.js';
import { links } from './router.js';
import { state } from './store.js';
import { hostAndPort, versions } from './topology.js';

export function NodePage({ argument: key }) {
  const { topology, loaded } = state;
  const node = topology.nodes.get(key);
  return h(
    'main',
    { class: 'page filled' },
    h(Heading, null, h(Text, { value: node?.address ?? key })),
    node
      ? [h(Facts, { node }), h(Produced, { node })]
      : loaded
        ? h(Empty, { title: 'This nsqd is not listed.' }, 'It has left or was not heard of for longer than -inactive-producer-timeout. It appears here as soon as it connects. ', h('a', { href: links.nodes() }, 'All nodes'))
        : h(Loading),
  );
}

function Facts({ node }) {
  const facts = [
    ['Hostname', h(Text, { value: node.hostname })],
    ['Version', h(Version, { node, usual: versions(state.topology)[0]?.[0] })],
    ['Zone', h(Text, { value: place(node) })],
    ['Heard', h(Heard, { node })],
    ['TCP', h(Text, { value: hostAndPort(node.broadcast_address, node.tcp_port), mono: true })],
    ['HTTP', h(Text, { value: node.address, mono: true })],
    ['Connected from', h(Text, { value: node.remote_address, mono: true })],
  ];
  return h(
    'dl',
    { class: 'facts' },
    facts.map(([name, value]) => h('div', { key: name }, h('dt', null, name), h('dd', null, value))),
  );
}

function Produced({ node }) {
  const { topology } = state;
  const rows = useMemo(() => {
    const topics = [...node.topics].map((name) => topology.topics.get(name)).filter(Boolean);
    return sorted(topics, false, (topic) => topic.name, () => 0);
  }, [topology.revision, node.key]);
  const columns = [
    {
      id: 'name',
      label: 'Topic',
      cell: (topic) => h('a', { href: links.topic(topic.name), tabIndex: -1 }, h(Text, { value: topic.name })),
    },
    {
      id: 'state',
      label: 'State',
      cell: (topic) => topic.hidden.has(node.address) && h(Badge, { kind: 'warn' }, 'hidden'),
    },
    { id: 'producers', label: 'Producers', numeric: true, cell: (topic) => count(topic.nodes.size) },
  ];
  return h(
    'section',
    { class: 'filled' },
    h('div', { class: 'section-head' }, h('h2', null, 'Topics ', h('span', { class: 'muted' }, count(rows.length)))),
    rows.length === 0
      ? h(Empty, { title: 'It produces nothing yet.' }, 'A topic appears here when something is published to it at this nsqd.')
      : h(Grid, {
          label: 'Topics of this nsqd',
          layout: 'layout-produced',
          columns,
          rows,
          rowKey: (topic) => topic.name,
          href: (topic) => links.topic(topic.name),
        }),
  );
}
