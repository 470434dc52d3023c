import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type HostRow } from '../connection-rows.ts';
import { answer, refusal, upTo } from './contacts.ts';
import { detect, measured } from './detect.ts';

const SCANNER = '203.0.113.9';
const HOST = '10.0.1.5';

function failures(count: number, client = SCANNER): readonly ConnectionRow[] {
  return upTo(count).map((n) => refusal(client, HOST, 1000 + n, n * 10));
}

function door(port: number, bytes = 9999, client = SCANNER, second = 5000): ConnectionRow {
  return answer(client, HOST, port, second, { bytes_down: bytes });
}

async function found(connections: readonly ConnectionRow[], host: HostRow = {}) {
  return await detect('open-door', { connections, hosts: { [HOST]: host } });
}

describe('open-door', () => {
  test('an answer to a scanner on a port that is not public', async () => {
    const [finding, ...others] = await found([...failures(4), door(8000)]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'answered',
      base: 'medium',
      port: 8000,
      protocol: 6,
      connections: 1,
      bytes: 10_999,
      firstS: DAY_START_S + 5000,
      worked: true,
      whereSql: `client IN ('${SCANNER}') AND server = '${HOST}' AND server_port = 8000 AND protocol = 6 AND answered`,
    });
    expect(measured(finding, 'failed')).toBe(4);
    expect(measured(finding, 'contacts')).toBe(5);
  });

  test('three failures make no scanner', async () => {
    expect(await found([...failures(3), door(8000)])).toEqual([]);
  });

  test('ten thousand bytes or a second session are use', async () => {
    const used = [{ variant: 'used', base: 'high' }];
    expect(await found([...failures(4), door(8000, 10_000)])).toMatchObject(used);
    expect(await found([...failures(4), door(8000, 100), door(8000, 100)])).toMatchObject(used);
  });

  test.each([22, 9200, 27_017])('port %i is one step worse', async (port) => {
    expect(await found([...failures(4), door(port)])).toMatchObject([{ variant: 'answered', base: 'high' }]);
  });

  test.each([80, 443])('port %i answers everybody', async (port) => {
    expect(await found([...failures(4), door(port, 90_000)])).toEqual([]);
  });

  test('listeners of load balancers and mail servers answer everybody, and no other ports of theirs', async () => {
    const connections = [...failures(4), door(8883), door(8884)];
    const ports = async (host: HostRow) => (await found(connections, host)).map(({ port }) => port);
    expect(await ports({ roles: ['load-balancer'], declared_ports: [8883] })).toEqual([8884]);
    // A group that is open to the world is what makes it a door.
    expect(await ports({ declared_ports: [8883] })).toEqual([8883, 8884]);
    const mail = [...failures(4), door(25), door(8884)];
    expect((await found(mail, { roles: ['mail'] })).map(({ port }) => port)).toEqual([8884]);
  });

  test('one finding for a port that many find, told of who alone got in', async () => {
    const finders = upTo(5).flatMap((n) => [
      ...failures(4, `198.51.100.${n + 1}`),
      door(8000, n === 2 ? 50_000 : 100, `198.51.100.${n + 1}`),
    ]);
    const [finding, ...others] = await found(finders);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ variant: 'used', connections: 5 });
    expect(finding?.actorNo).not.toBeNull();
    expect(measured(finding, 'scanners')).toBe(5);
    const all = finders.map((row) => (row.server_port === 8000 ? { ...row, bytes_down: 50_000 } : row));
    expect(await found(all)).toMatchObject([{ actorNo: null, connections: 5 }]);
  });

  test('a customer with some failures is no scanner', async () => {
    const customer = upTo(10).map((n) => door(7000 + n, 90_000, SCANNER, n));
    expect(
      await found([...customer, ...failures(8).map((row) => ({ ...row, start_s: row.start_s + 9000 }))]),
    ).toEqual([]);
  });
});
