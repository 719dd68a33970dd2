// A table of few rows, all of them there. The styles lay its rows out by `layout`.
import { h } from './preact.js';
import { useState } from './hooks.js';
import { count } from './format.js';

// Beyond, drawing all of them at once would be felt.
const FIRST_ROWS = 200;

/** Columns are `{id, label, cell(row), numeric}`; a column with an empty label has actions. */
export function Table({ label, layout, columns, rows, rowKey }) {
  const [all, showAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  return h(
    'div',
    null,
    h(
      'div',
      { class: `table ${layout}`, role: 'table', 'aria-label': label, 'aria-rowcount': rows.length + 1 },
      h('div', { role: 'rowgroup' }, h('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 }, columns.map(headCell))),
      h(
        'div',
        { role: 'rowgroup' },
        shown.map((row, i) =>
          h(
            'div',
            { class: 'row', role: 'row', key: rowKey(row), 'aria-rowindex': i + 2 },
            columns.map((column, j) => bodyCell(column, row, j === 0 ? 'rowheader' : 'cell')),
          ),
        ),
      ),
    ),
    shown.length < rows.length &&
      h('button', { type: 'button', class: 'more', onClick: () => showAll(true) }, `Show all ${count(rows.length)}`),
  );
}

const cellClass = (column) => `cell c-${column.id}${column.numeric ? ' numeric' : ''}`;

function headCell(column) {
  return h(
    'div',
    { class: cellClass(column), role: 'columnheader', key: column.id },
    column.label || h('span', { class: 'unseen' }, 'Actions'),
  );
}

export function bodyCell(column, row, role) {
  return h(
    'div',
    { class: cellClass(column), role, key: column.id, 'data-label': column.label },
    column.cell(row),
  );
}

export { cellClass };
