import { describe, expect, onTestFinished, test } from 'vitest';
import { makeSteps } from '../../../src/anomalies/steps.ts';
import { loadSql } from '../../../src/sql/load.ts';
import { type ConnectionRow, connectionStore, type HostRow, type Rows } from '../connection-rows.ts';
import { answer, refusal, upTo } from './contacts.ts';
import { detect, measured } from './detect.ts';

const SCANNER = '203.0.113.9';
const HOST = '10.0.1.5';
const OTHER = '10.0.1.6';

function scan(ports: number, client = SCANNER, server = HOST, given: Partial<ConnectionRow> = {}) {
  return upTo(ports).map((n) => refusal(client, server, 2000 + n, 600 + n * 10, given));
}

async function found(connections: readonly ConnectionRow[], hosts: Readonly<Record<string, HostRow>> = {}) {
  return await detect('inbound-scan', { connections, hosts });
}

async function scannedPorts(rows: Rows, ports: number): Promise<readonly (readonly number[])[]> {
  const store = await connectionStore(rows);
  onTestFinished(() => store.close());
  await makeSteps(store);
  const scanned = await store.rows(loadSql('anomalies/detectors/inbound-scan-ports'), { ports });
  return scanned.map(({ port, sources, connections }) => [
    Number(port),
    Number(sources),
    Number(connections),
  ]);
}

describe('inbound-scan', () => {
  test('four failures make a scanner, and three do not', async () => {
    const [finding, ...others] = await found(scan(4));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: null,
      base: 'info',
      port: null,
      protocol: 6,
      connections: 4,
      worked: null,
      allRefused: true,
    });
    expect(finding?.actorNo).not.toBeNull();
    expect(measured(finding, 'scanners')).toBe(1);
    expect(measured(finding, 'refused_share')).toBe(1);
    expect(await found(scan(3))).toEqual([]);
  });

  test('many sources are one finding without an actor, which counts the small ones too', async () => {
    const weather = upTo(50).flatMap((n) => scan(n < 10 ? 4 : 1, `198.51.100.${n + 1}`));
    const [finding, ...others] = await found(weather);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ actorNo: null, connections: 80 });
    expect(measured(finding, 'scanners')).toBe(10);
    expect(measured(finding, 'sources')).toBe(50);
  });

  test('all that a source tries of own hosts counts, and each interface is told once', async () => {
    const connections = [...scan(2), ...scan(2, SCANNER, OTHER)];
    expect(await found(connections)).toHaveLength(2);
    const hosts = { [HOST]: { interface_id: 'eni-1' }, [OTHER]: { interface_id: 'eni-1' } };
    const [finding, ...others] = await found(connections, hosts);
    expect(others).toEqual([]);
    expect(finding?.whereSql).toContain(`server IN ('${HOST}', '${OTHER}')`);
  });

  test('who was answered often enough before is no scanner', async () => {
    const customer = upTo(4).map((n) => answer(SCANNER, HOST, 8000 + n, n));
    expect(await found([...customer, ...scan(20)])).toEqual([]);
    expect(await found([...customer.slice(1), ...scan(20)])).toHaveLength(1);
    const afterwards = customer.map((row) => ({ ...row, start_s: row.start_s + 50_000 }));
    expect(await found([...afterwards, ...scan(4)])).toHaveLength(1);
  });

  test('successes in between must be outweighed', async () => {
    const mixed = (failures: number) => [
      ...scan(failures),
      ...upTo(2).map((n) => answer(SCANNER, HOST, 8000 + n, 605 + n * 10)),
    ];
    expect(await found(mixed(6))).toHaveLength(1);
    expect(await found(mixed(5))).toEqual([]);
  });

  test('what is not refused but silent lowers the share of the rules', async () => {
    const silent = upTo(3).map((n) =>
      refusal(SCANNER, HOST, 5000 + n, n, { refused: false, answered: false }),
    );
    const [finding] = await found([...silent, ...scan(1)]);
    expect(measured(finding, 'refused_share')).toBe(0.25);
    expect(finding?.allRefused).toBe(false);
  });

  test.each<[string, Partial<ConnectionRow>]>([
    ['answers to forged packets', { backscatter: true }],
    ['RST alone', { flags_up: 4 }],
    ['SYN-ACK alone', { flags_up: 18 }],
    ['from port 80 to a high one, where flags are not logged', { flags_up: null, client_port: 80 }],
    ['from port 53 to a high one, over UDP', { protocol: 17, client_port: 53, flags_up: null }],
  ])('is not %s', async (_, given) => {
    expect(await found(scan(20, SCANNER, HOST, given))).toEqual([]);
  });

  test('a scan from port 80 is one when it opens connections', async () => {
    expect(await found(scan(20, SCANNER, HOST, { client_port: 80 }))).toHaveLength(1);
  });

  test('own hosts do not scan from the Internet', async () => {
    expect(await found(scan(20, '10.0.9.9'))).toEqual([]);
  });
});

describe('inbound-scan-ports', () => {
  test('has the ports that most sources try, and as many as are asked for', async () => {
    const connections = [
      ...upTo(3).map((n) => refusal(`198.51.100.${n + 1}`, HOST, 23, n)),
      ...upTo(5).map((n) => refusal('198.51.100.1', HOST, 22, 60 + n)),
      ...upTo(2).map((n) => refusal(`198.51.100.${n + 1}`, HOST, 445, 90 + n)),
      refusal('198.51.100.1', HOST, 8080, 100),
      answer('198.51.100.1', HOST, 443, 101),
    ];
    expect(await scannedPorts({ connections }, 3)).toEqual([
      [23, 3, 3],
      [445, 2, 2],
      [22, 1, 5],
    ]);
    expect(await scannedPorts({ connections }, 9)).toHaveLength(4);
  });
});
