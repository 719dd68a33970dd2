// A table of few rows, all of them there. The styles lay its rows out by `layout`.
import { h } from './preact.js';

/** Columns are `{id, label, cell(row), numeric}`. */
export const Table = ({ label, layout, columns, rows, rowKey }) =>
  h(
    'div',
    { class: `table ${layout}`, role: 'table', 'aria-label': label, 'aria-rowcount': rows.length + 1 },
    h('div', { role: 'rowgroup' }, h('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 }, columns.map(headCell))),
    h(
      'div',
      { role: 'rowgroup' },
      rows.map((row, i) =>
        h(
          'div',
          { class: 'row', role: 'row', key: rowKey(row), 'aria-rowindex': i + 2 },
          columns.map((column, j) => bodyCell(column, row, j === 0 ? 'rowheader' : 'cell')),
        ),
      ),
    ),
  );

export const cellClass = (column) => `cell c-${column.id}${column.numeric ? ' numeric' : ''}`;

const headCell = (column) =>
  h('div', { class: cellClass(column), role: 'columnheader', key: column.id }, column.label);

/** `tabIndex` is that of whatever can be pressed in it. */
export const bodyCell = (column, row, role, tabIndex) =>
  h(
    'div',
    { class: cellClass(column), role, key: column.id, 'data-label': column.label },
    column.cell(row, tabIndex),
  );
