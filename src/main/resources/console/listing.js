// A grid among other things on a page, which can be searched when it is long.
import { h } from './preact.js';
import { useEffect, useMemo, useState } from './hooks.js';
import { counted } from './format.js';
import { Grid, nextSort, sorted } from './grid.js';
import { Empty, Search, announce } from './pieces.js';

// Fewer are seen at a glance.
const WORTH_A_SEARCH = 12;

/**
 * Columns are as those of a grid, the first one sorted by at first; a `falling` one has its largest
 * values first.
 *
 * @param what one row is
 * @param textOf what a search is to find a row by
 */
export function Listing({ label, what, layout, columns, rows, rowKey, textOf }) {
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState({ by: columns[0].id, down: false });
  const wanted = search.trim().toLowerCase();

  const found = useMemo(() => {
    const matching = wanted ? rows.filter((row) => textOf(row).toLowerCase().includes(wanted)) : rows;
    return sorted(matching, sort.down, columns.find((c) => c.id === sort.by).value, rowKey);
  }, [rows, wanted, sort]);

  useEffect(() => {
    if (wanted) {
      announce(counted(found.length, what));
    }
  }, [wanted]);

  return [
    (rows.length > WORTH_A_SEARCH || search) &&
      h(Search, { search, setSearch, label: `Search ${what}s`, shown: found.length, total: rows.length }),
    found.length === 0
      ? h(Empty, { title: `No ${what} matches “${search.trim()}”.` }, h('button', { type: 'button', onClick: () => setSearch('') }, `Show all ${what}s`))
      : h(Grid, {
          label,
          layout,
          columns,
          rows: found,
          rowKey,
          sort,
          onSort: (by) => setSort(nextSort(sort, by, columns.find((c) => c.id === by).falling)),
        }),
  ];
}
