import { expect, it } from 'vitest';
import { listSql, loadSql } from '../../src/sql/load.ts';

it('lists the files of one folder by name, sorted, without those of the folders in it', () => {
  const names = listSql('');
  expect(names).toContain('top-talkers');
  expect(names).toContain('schema');
  expect(names.filter((name) => name.includes('/'))).toEqual([]);
  expect(names).toEqual([...names].toSorted());
  expect(listSql('evaluate').at(0)).toBe('evaluate/00-address-blocks');
});

it('loads every file that it lists', () => {
  for (const folder of ['', 'store', 'blame', 'evaluate']) {
    for (const name of listSql(folder)) expect(loadSql(name).length, name).toBeGreaterThan(10);
  }
  expect(() => loadSql('none')).toThrow('ENOENT');
});
