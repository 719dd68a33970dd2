// All nsqds: what each is, how much it produces, when it was heard of.
import { h } from './preact.js';
import { useEffect, useMemo, useState } from './hooks.js';
import { count, counted, place } from './format.js';
import { Grid, nextSort, sorted } from './grid.js';
import { Ago, Badge, Empty, Heading, Loading, Search, Text, announce } from './pieces.js';
import { links } from './router.js';
import { state } from './store.js';
import { versions } from './topology.js';

/** When it was heard of, or nothing while that is not known. */
export const Heard = ({ node }) => {
  const time = state.heard.get(node.key);
  return time === undefined ? h('span', { class: 'muted' }, '–') : h(Ago, { time });
};

/** Its version, marked when most have another one. */
export const Version = ({ node, usual }) => [
  h(Text, { value: node.version }),
  node.version !== usual && h(Badge, { kind: 'warn' }, 'differs'),
];

const columnsWith = (usual) => [
  {
    id: 'node',
    label: 'nsqd',
    sortable: true,
    value: (node) => node.key,
    cell: (node) => h('a', { href: links.node(node.key), tabIndex: -1 }, h(Text, { value: node.address, mono: true })),
  },
  { id: 'host', label: 'Hostname', sortable: true, value: (node) => node.hostname, cell: (node) => h(Text, { value: node.hostname }) },
  { id: 'place', label: 'Zone', sortable: true, value: place, cell: (node) => h(Text, { value: place(node) }) },
  { id: 'version', label: 'Version', sortable: true, value: (node) => node.version, cell: (node) => h(Version, { node, usual }) },
  { id: 'topics', label: 'Topics', sortable: true, numeric: true, value: (node) => node.topics.size, cell: (node) => count(node.topics.size) },
  {
    id: 'heard',
    label: 'Heard',
    sortable: true,
    numeric: true,
    value: (node) => -(state.heard.get(node.key) ?? 0),
    cell: (node) => h(Heard, { node }),
  },
];

const kept = { search: '', sort: { by: 'node', down: false } };

const textOf = (node) => `${node.address} ${node.broadcast_address}:${node.http_port} ${node.hostname} ${node.version} ${place(node)}`.toLowerCase();

export function NodesPage() {
  const [search, setSearch] = useState(kept.search);
  const [sort, setSort] = useState(kept.sort);
  const { topology, loaded, heard } = state;
  const found = useMemo(() => versions(topology), [topology.revision]);
  const columns = useMemo(() => columnsWith(found[0]?.[0]), [found]);

  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    const matching = [...topology.nodes.values()].filter((node) => textOf(node).includes(wanted));
    const column = columns.find((c) => c.id === sort.by);
    return sorted(matching, sort.down, column.value, (node) => node.key);
  }, [topology.revision, search, sort, sort.by === 'heard' && heard]);

  useEffect(() => {
    Object.assign(kept, { search, sort });
    if (search) {
      announce(counted(rows.length, 'node'));
    }
  }, [search, sort]);

  const total = topology.nodes.size;
  return h(
    'main',
    { class: 'page filled' },
    h(Heading, { aside: found.length > 0 && h(Versions, { found }) }, 'Nodes'),
    !loaded
      ? h(Loading)
      : total === 0
        ? h(Empty, { title: 'No nsqd is connected.' }, 'Start one with --lookupd-tcp-address and the address of this daemon’s TCP port, 4160 unless it was changed.')
        : [
            h(Search, { search, setSearch, label: 'Search nodes', shown: rows.length, total }),
            rows.length === 0
              ? h(Empty, { title: `No node has “${search.trim()}” in its address, hostname, version or zone.` }, h('button', { type: 'button', onClick: () => setSearch('') }, 'Show all nodes'))
              : h(Grid, {
                  label: 'Nodes',
                  layout: 'layout-nodes',
                  columns,
                  rows,
                  rowKey: (node) => node.key,
                  href: (node) => links.node(node.key),
                  sort,
                  onSort: (by) => setSort(nextSort(sort, by, by === 'topics')),
                }),
          ],
  );
}

/** How many nodes have which version. */
function Versions({ found }) {
  return h(
    'p',
    { class: 'versions' },
    found.slice(0, 4).map(([version, n], i) =>
      h(Badge, { key: version, kind: i === 0 ? '' : 'warn' }, h(Text, { value: version || 'no version' }), ` × ${count(n)}`),
    ),
    found.length > 4 && h(Badge, { kind: 'warn' }, `${count(found.length - 4)} more`),
  );
}
