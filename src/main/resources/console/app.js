// The frame around the pages: where one is, whether it is live, and what went wrong.
import { h, render } from './preact.js';
import { useEffect, useLayoutEffect, useRef, useState } from './hooks.js';
import { askForToken, whenTokenIsWanted } from './api.js';
import { DialogPlace, askPersonForToken, open } from './dialogs.js';
import { duration } from './format.js';
import { ClusterPage } from './page-cluster.js';
import { LivePage } from './page-live.js';
import { NodePage } from './page-node.js';
import { NodesPage } from './page-nodes.js';
import { OverviewPage } from './page-overview.js';
import { TopicPage } from './page-topic.js';
import { TopicsPage } from './page-topics.js';
import { Announcer, Empty, Heading, announce, useNow } from './pieces.js';
import { links, route } from './router.js';
import { state, useStore } from './store.js';
import { connection, retryNow, start, wantHeard } from './streams.js';

/** By the address: what is drawn, what the title says, and which entry of the menu it belongs to. */
const PAGES = {
  overview: { draw: OverviewPage, title: 'Overview' },
  topics: { draw: TopicsPage, title: 'Topics' },
  topic: { draw: TopicPage, title: 'Topic', under: 'topics', hears: true },
  nodes: { draw: NodesPage, title: 'Nodes', hears: true },
  node: { draw: NodePage, title: 'Node', under: 'nodes', hears: true },
  cluster: { draw: ClusterPage, title: 'Cluster' },
  live: { draw: LivePage, title: 'Live' },
  unknown: { draw: UnknownPage, title: 'No such page' },
};

const MENU = ['overview', 'topics', 'nodes', 'cluster', 'live'];

function UnknownPage() {
  return h(
    'main',
    { class: 'page' },
    h(Heading, null, 'No such page'),
    h(Empty, { title: 'Nothing has this address.' }, h('a', { href: links.overview() }, 'Go to the overview')),
  );
}

function useRoute() {
  const [where, setWhere] = useState(route());
  // At once: after the first drawing, the address may be another one before effects are run.
  useLayoutEffect(() => {
    const listener = () => setWhere(route());
    window.addEventListener('hashchange', listener);
    return () => window.removeEventListener('hashchange', listener);
  }, []);
  return where;
}

function App() {
  useStore();
  const where = useRoute();
  const page = PAGES[where.page];
  const address = `${where.page}/${where.argument ?? ''}`;
  const arrived = useRef(address);

  useEffect(() => {
    document.title = `${where.argument ?? page.title} · nsqlookupd`;
    wantHeard(Boolean(page.hears));
    if (arrived.current !== address) {
      arrived.current = address;
      window.scrollTo(0, 0);
      document.querySelector('h1')?.focus();
    }
  }, [address]);

  return [
    h(TopBar, { current: page.under ?? where.page }),
    h(ConnectionNotice),
    h(page.draw, { key: address, argument: where.argument }),
    h(Announcer),
    h(DialogPlace),
  ];
}

function TopBar({ current }) {
  const { status } = state;
  const live = connection().kind === 'open';
  return h(
    'header',
    { class: 'bar' },
    h('a', { class: 'brand', href: links.overview() }, 'nsqlookupd'),
    h(
      'nav',
      { 'aria-label': 'Pages' },
      MENU.map((id) =>
        h(
          'a',
          { key: id, href: links[id](), 'aria-current': id === current ? 'page' : undefined },
          PAGES[id].title,
        ),
      ),
    ),
    h(
      'p',
      { class: 'bar-state' },
      status && h('span', { class: 'bar-version' }, `${window.location.host} · v${status.version} · up ${duration(status.uptime_ms)}`),
      h('span', { class: live ? 'lamp on' : 'lamp', 'data-state': connection().kind }, live ? 'Live' : 'Not live'),
    ),
  );
}

function ConnectionNotice() {
  const { kind, why, at } = connection();
  const lost = kind === 'waiting' || kind === 'denied';
  const wasLost = useRef(false);
  useEffect(() => {
    if (lost !== wasLost.current) {
      wasLost.current = lost;
      announce(lost ? 'The connection is lost.' : 'The connection is back.');
    }
  }, [lost]);

  if (kind === 'denied') {
    const give = async () => (await askForToken()) && retryNow();
    return h(
      'div',
      { class: 'notice' },
      h('p', null, 'Not live: this daemon answers only to those with a token.'),
      h('button', { type: 'button', onClick: give }, 'Enter a token'),
    );
  }
  if (kind === 'waiting') {
    return h(
      'div',
      { class: 'notice' },
      h('p', null, `${why} What is shown may be out of date. `, h(NextAttempt, { at })),
      h('button', { type: 'button', onClick: retryNow }, 'Try now'),
    );
  }
  if (state.status && state.status.version !== state.firstVersion) {
    return h(
      'div',
      { class: 'notice' },
      h('p', null, `The daemon is now version ${state.status.version}; this page came with another one.`),
      h('button', { type: 'button', onClick: () => window.location.reload() }, 'Load anew'),
    );
  }
  return null;
}

function NextAttempt({ at }) {
  const left = at - useNow();
  return h('span', null, left > 0 ? `Trying again in ${duration(Math.max(1000, left))}.` : 'Trying again…');
}

whenTokenIsWanted((again) => askPersonForToken(again, open));
render(h(App), document.getElementById('app'));
start();
