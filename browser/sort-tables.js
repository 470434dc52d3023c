// Makes tables sortable by the headers that say how: data-sort="text" or data-sort="number". A cell sorts by its data-value, or
// else by its text; cells that are empty stand last whichever way.

for (const table of document.querySelectorAll('table')) {
  for (const header of table.querySelectorAll('thead th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(...header.childNodes);
    button.addEventListener('click', () => sortBy(table, /** @type {HTMLTableCellElement} */ (header)));
    header.append(button);
  }
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLTableCellElement} header
 */
function sortBy(table, header) {
  const numeric = header.dataset['sort'] === 'number';
  const before = header.getAttribute('aria-sort');
  // Of numbers the largest is wanted first.
  const ascending = before === null ? !numeric : before === 'descending';
  for (const other of table.querySelectorAll('[aria-sort]')) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
  for (const body of table.tBodies) {
    const keyed = Array.from(body.rows, (row) => ({ row, key: keyOf(row, header.cellIndex) }));
    const empty = keyed.filter(({ key }) => key === '');
    const filled = keyed.filter(({ key }) => key !== '');
    const sign = ascending ? 1 : -1;
    filled.sort((a, b) => sign * (numeric ? Number(a.key) - Number(b.key) : collator.compare(a.key, b.key)));
    body.append(...[...filled, ...empty].map(({ row }) => row));
  }
}

const collator = new Intl.Collator('en', { numeric: true });

/**
 * @param {HTMLTableRowElement} row
 * @param {number} column
 */
function keyOf(row, column) {
  const cell = row.cells[column];
  return cell?.dataset['value'] ?? cell?.textContent?.trim() ?? '';
}
