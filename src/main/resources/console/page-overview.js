// The state of everything at a glance, and what needs a look.
import { h } from './preact.js';
import { count, counted, duration, rate, timeOfDay } from './format.js';
import { EventDetail, EventTopic, eventKind } from './events.js';
import { MembersTable, membersOf } from './page-cluster.js';
import { Empty, Heading, Loading, Sparkline } from './pieces.js';
import { showTroubledFirst } from './page-topics.js';
import { links } from './router.js';
import { state } from './store.js';
import { versions } from './topology.js';

const RECENT = 8;
const SEVERITIES = ['bad', 'warn', 'note'];

export function OverviewPage() {
  const { status, loaded } = state;
  if (!status && !loaded) {
    return h('main', { class: 'page' }, h(Heading, null, 'Overview'), h(Loading));
  }
  return h(
    'main',
    { class: 'page overview' },
    h(Heading, null, 'Overview'),
    status ? h(Counts, { counts: status.counts, connections: status.http_connections }) : h(Loading),
    h('div', { class: 'columns' }, h(Attention), status && h(Rates)),
    h('div', { class: 'columns' }, h(ClusterSection), h(Recent)),
  );
}

function Counts({ counts, connections }) {
  const shown = [
    ['Topics', counts.topics, links.topics()],
    ['Channels', counts.channels],
    ['Nodes', counts.nodes, links.nodes()],
    ['Connections of nsqd', counts.producers],
    ['Registrations', counts.registrations],
    ['Tombstones', counts.tombstones],
    ['HTTP connections', connections],
  ];
  return h(
    'dl',
    { class: 'counts' },
    shown.map(([name, value, href]) =>
      h(
        'div',
        { key: name },
        h('dt', null, href ? h('a', { href }, name) : name),
        h('dd', null, count(value)),
      ),
    ),
  );
}

/** Of each total, how much it grew a second, from one status to the next. */
function ratesOf(history, total) {
  const rates = [];
  for (let i = 1; i < history.length; i++) {
    const seconds = (history[i].uptime_ms - history[i - 1].uptime_ms) / 1000;
    const more = history[i].totals[total] - history[i - 1].totals[total];
    rates.push(seconds > 0 ? Math.max(0, more / seconds) : 0);
  }
  return rates;
}

function Rates() {
  const shown = [
    ['lookups', 'Lookups'],
    ['commands', 'Commands of nsqd'],
    ['requests', 'HTTP requests'],
  ];
  return h(
    'section',
    null,
    h('h2', null, 'Rates'),
    h(
      'div',
      { class: 'rates' },
      shown.map(([total, name]) => {
        const rates = ratesOf(state.history, total);
        const now = rates.length > 0 ? rates[rates.length - 1] : 0;
        return h(
          'div',
          { class: 'rate', key: total },
          h('span', { class: 'rate-name' }, name),
          h(Sparkline, { values: rates, label: `${name} a second in the last two minutes, now ${rate(now)}` }),
          h('span', { class: 'rate-now' }, rate(now), h('small', null, ' /s')),
        );
      }),
    ),
  );
}

function Attention() {
  return h(
    'section',
    null,
    h('h2', null, 'Needs a look'),
    state.loaded && state.status ? h(AttentionList) : h(Loading),
  );
}

function AttentionList() {
  const points = attention();
  if (points.length === 0) {
    return h('p', { class: 'calm' }, 'Nothing: one version everywhere, no topic without a producer, nothing hidden.');
  }
  return h(
    'ul',
    { class: 'points' },
    points.map(([kind, text, href, onClick], i) =>
      h('li', { key: i, class: kind }, h('a', { href, onClick }, text)),
    ),
  );
}

/** How bad something is, what it is, where there is more of it, and what to do when that is gone to. */
function attention() {
  const { topology, status } = state;
  const points = [];
  const { cluster } = status;
  if (cluster) {
    for (const member of membersOf(cluster)) {
      if (!member.ready) {
        points.push(['bad', `${member.name || member.address} is still joining the cluster`, links.cluster()]);
      } else if (member.lag > 0) {
        points.push(['warn', `${counted(member.lag, 'change')} of ${member.name} still to come here`, links.cluster()]);
      }
    }
    for (const { address, reason } of cluster.missing) {
      points.push(['bad', `${address} should be a member, and is none: ${reason}`, links.cluster()]);
    }
    const orphans = cluster.origins.reduce((sum, o) => sum + o.orphans, 0);
    if (orphans > 0) {
      points.push(['warn', `${counted(orphans, 'connection')} of a member that is gone`, links.cluster()]);
    }
  }
  const found = versions(topology);
  if (found.length > 1) {
    const others = found.slice(1).reduce((sum, [, n]) => sum + n, 0);
    points.push(['warn', `${counted(others, 'node')} not on ${found[0][0]} as most are`, links.nodes()]);
  }
  let idle = 0;
  for (const topic of topology.topics.values()) {
    idle += topic.nodes.size === 0 ? 1 : 0;
  }
  if (idle > 0) {
    points.push(['note', `${counted(idle, 'topic')} without a producer`, links.topics(), showTroubledFirst]);
  }
  if (status.counts.tombstones > 0) {
    points.push(['note', `${counted(status.counts.tombstones, 'tombstone')} in force`, links.topics(), showTroubledFirst]);
  }
  return points.sort((a, b) => SEVERITIES.indexOf(a[0]) - SEVERITIES.indexOf(b[0]));
}

function ClusterSection() {
  const { status } = state;
  return h(
    'section',
    null,
    h('h2', null, 'Cluster'),
    !status
      ? h(Loading)
      : status.cluster
        ? h(MembersTable, { cluster: status.cluster })
        : h('p', { class: 'muted' }, `A daemon on its own, up for ${duration(status.uptime_ms)}. Start it with -cluster to have others take over when it is gone.`),
  );
}

function Recent() {
  const recent = state.feed.slice(-RECENT).reverse();
  return h(
    'section',
    null,
    h('h2', null, h('a', { href: links.live() }, 'Latest events')),
    !state.loaded
      ? h(Loading)
      : recent.length === 0
      ? h(Empty, { title: 'Nothing has changed since this page was opened.' }, 'Topics, channels and producers that come and go appear here at once.')
      : h(
          'ol',
          { class: 'recent' },
          recent.map(({ sequence, type, data }) =>
            h(
              'li',
              { key: sequence },
              h('time', null, timeOfDay(data.time)),
              h('span', { class: `kind ${eventKind(type)}` }, type),
              h('span', { class: 'recent-topic' }, h(EventTopic, { data })),
              h('span', { class: 'recent-what' }, h(EventDetail, { type, data })),
            ),
          ),
        ),
  );
}
