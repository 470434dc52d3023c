// Puts a filter above each table that asks for one: data-filter says what of. Rows are shown that contain every word.

for (const table of document.querySelectorAll('table')) {
  if (table.dataset['filter'] !== undefined) addFilter(table, table.dataset['filter']);
}

/**
 * @param {HTMLTableElement} table
 * @param {string} label
 */
function addFilter(table, label) {
  const rows = Array.from(table.tBodies).flatMap((body) => Array.from(body.rows));
  const input = document.createElement('input');
  input.type = 'search';
  input.autocomplete = 'off';
  input.spellcheck = false;
  const rest = document.createElement('span');
  rest.className = 'unseen';
  rest.textContent = label;
  const named = document.createElement('label');
  named.append('Filter ', rest, input);
  const count = document.createElement('output');
  count.setAttribute('aria-live', 'polite');
  const bar = document.createElement('div');
  bar.className = 'filter';
  bar.append(named, count);
  (table.closest('.sheet') ?? table).before(bar);
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent?.toLowerCase() ?? '';
      row.hidden = !words.every((word) => text.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = input.value.trim() === '' ? '' : `${shown} of ${rows.length} rows`;
  });
}
