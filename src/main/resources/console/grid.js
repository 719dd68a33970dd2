// A table of any number of rows, of which only those in sight are there.
import { h } from './preact.js';
import { useLayoutEffect, useRef, useState } from './hooks.js';
import { bodyCell, cellClass } from './table.js';
import { go } from './router.js';

const OVERSCAN = 8;

/**
 * Columns are as those of a table; `sortable` ones have a button; one with an empty label has
 * actions. The arrow keys go from row to row, Enter opens the row's `href`, Tab goes to what can be
 * pressed in the row. One row, where the person is, is there also when it is out of sight: the focus
 * would be lost with it. When it goes, the person is where it was.
 */
export function Grid({ label, layout, columns, rows, rowKey, href, sort, onSort, onScroll }) {
  const box = useRef(null);
  const focusWanted = useRef(false);
  const [view, setView] = useState({ first: 0, height: 600, row: 34 });
  const [active, setActive] = useState(null);
  const lastIndex = useRef(0);

  useLayoutEffect(() => {
    const measure = () => {
      const element = box.current;
      const row = parseFloat(getComputedStyle(element).getPropertyValue('--row')) || 34;
      const first = Math.floor(element.scrollTop / row);
      const height = element.clientHeight;
      setView((v) => (v.first === first && v.height === height && v.row === row ? v : { first, height, row }));
      onScroll?.(element.scrollTop);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box.current);
    box.current.addEventListener('scroll', measure, { passive: true });
    const element = box.current;
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [onScroll]);

  const found = active === null ? -1 : rows.findIndex((row) => rowKey(row) === active);
  const current = found >= 0 ? found : Math.max(0, Math.min(lastIndex.current, rows.length - 1));
  lastIndex.current = current;

  // A row that is moved among the others when they are drawn anew has lost the focus then.
  const hadFocus = box.current?.querySelector('.grid-rows')?.contains(document.activeElement);
  useLayoutEffect(() => {
    const lost = hadFocus && !box.current.contains(document.activeElement);
    if (focusWanted.current || lost) {
      focusWanted.current = false;
      box.current.querySelector('[data-current]')?.focus({ preventScroll: true });
      bringIntoSight(box.current, current, view.row);
      box.current.scrollIntoView({ block: 'nearest' });
    }
  });

  // What was measured when this was drawn first may be another height than it gets.
  useLayoutEffect(() => {
    if (box.current.querySelector('[data-current]') === document.activeElement) {
      bringIntoSight(box.current, current, view.row);
    }
  }, [view.height, view.row]);

  function moveTo(index) {
    const target = Math.min(rows.length - 1, Math.max(0, index));
    bringIntoSight(box.current, target, view.row);
    focusWanted.current = true;
    setActive(rowKey(rows[target]));
  }

  function onKeyDown(event) {
    const row = event.target.closest('[data-row]');
    if (!row || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const page = Math.max(1, Math.floor(view.height / view.row) - 2);
    const steps = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: rows.length - 1,
    };
    if (event.key in steps) {
      event.preventDefault();
      moveTo(steps[event.key]);
    } else if (event.key === 'Enter' && href && event.target === row) {
      go(href(rows[current]));
    }
  }

  const from = Math.max(0, view.first - OVERSCAN);
  const to = Math.min(rows.length, view.first + Math.ceil(view.height / view.row) + OVERSCAN);
  const indexes = [];
  for (let i = from; i < to; i++) {
    indexes.push(i);
  }
  if (rows.length > 0 && current < from) {
    indexes.unshift(current);
  } else if (current >= to) {
    indexes.push(current);
  }

  const drawRow = (i) =>
    h(
      'div',
      {
        class: 'row',
        role: 'row',
        key: rowKey(rows[i]),
        'aria-rowindex': i + 2,
        'data-row': true,
        'data-current': i === current || undefined,
        tabIndex: i === current ? 0 : -1,
        style: { top: `${i * view.row}px` },
        onFocusIn: () => setActive(rowKey(rows[i])),
      },
      columns.map((column, j) => bodyCell(column, rows[i], j === 0 ? 'rowheader' : 'gridcell', i === current ? 0 : -1)),
    );

  return h(
    'div',
    {
      class: `grid ${layout}`,
      role: 'grid',
      ref: box,
      'aria-label': label,
      'aria-rowcount': rows.length + 1,
      'aria-readonly': 'true',
      onKeyDown,
    },
    h(
      'div',
      { role: 'rowgroup', class: 'grid-head' },
      h(
        'div',
        { class: 'row head', role: 'row', 'aria-rowindex': 1 },
        columns.map((column) => headCell(column, sort, onSort)),
      ),
    ),
    h(
      'div',
      { role: 'rowgroup', class: 'grid-rows', style: { height: `${rows.length * view.row}px` } },
      indexes.map(drawRow),
    ),
  );
}

function bringIntoSight(element, index, row) {
  const top = index * row;
  // Below the heading, which stays in sight.
  const bottom = top + row + element.firstElementChild.offsetHeight;
  if (top < element.scrollTop) {
    element.scrollTop = top;
  } else if (bottom > element.scrollTop + element.clientHeight) {
    element.scrollTop = bottom - element.clientHeight;
  }
}

function headCell(column, sort, onSort) {
  const sorted = sort?.by === column.id;
  const direction = sort?.down ? 'descending' : 'ascending';
  return h(
    'div',
    {
      class: cellClass(column),
      role: 'columnheader',
      key: column.id,
      'aria-sort': sorted ? direction : undefined,
    },
    column.sortable
      ? h(
          'button',
          { type: 'button', class: 'sort', onClick: () => onSort(column.id) },
          column.label,
          h('span', { class: `arrow ${sorted ? direction : ''}`, 'aria-hidden': 'true' }),
        )
      : column.label || h('span', { class: 'unseen' }, 'Actions'),
  );
}

/** Sorts by the column, or the other way round when it was sorted by it. */
export const nextSort = (sort, by, down = false) =>
  sort.by === by ? { by, down: !sort.down } : { by, down };

/** A copy, sorted by `value(row)`, and where that is the same by `tie(row)`. */
export function sorted(rows, down, value, tie) {
  const sign = down ? -1 : 1;
  return rows
    .map((row) => ({ row, value: value(row), tie: tie(row) }))
    .sort((a, b) => sign * compare(a.value, b.value) || compare(a.tie, b.tie))
    .map(({ row }) => row);
}

// By code units, as the daemon sorts, and much faster than a collator would.
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
