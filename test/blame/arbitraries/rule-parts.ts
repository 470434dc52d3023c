import type { Dice } from './dice.ts';

/** Ports that rules begin and end at; records are drawn at and next to them. */
export const RULE_PORTS = [443, 22, 53, 80, 0, 1024, 3389, 8080, 32768, 49152, 65535] as const;

/** A port range: one port, two ports in order, all ports, or the ephemeral ones. */
export function drawPorts(dice: Dice): [number, number] {
  const [a, b] = [dice.pick(RULE_PORTS), dice.pick(RULE_PORTS)];
  return dice.pick<[number, number]>([
    [a, a],
    [Math.min(a, b), Math.max(a, b)],
    [0, 65535],
    [1024, 65535],
  ]);
}

/** An ICMP type and code: all, a type, or a type and a code. */
export function drawTypeCode(dice: Dice): [number, number] {
  return dice.pick<[number, number]>([
    [-1, -1],
    [8, -1],
    [3, 4],
    [8, 0],
    [3, -1],
    [0, 0],
  ]);
}

/** The blocks that rules name: everything, the subnets, single members, and parts of the Internet. */
export function ruleBlocks(subnetBlocks: readonly string[], members: readonly string[]) {
  const single = members.map((address) => `${address}/${address.includes(':') ? 128 : 32}`);
  const wide4 = [
    '0.0.0.0/0',
    '10.0.0.0/8',
    '10.0.0.0/16',
    '198.51.100.0/24',
    '203.0.113.7/32',
    '100.64.0.0/10',
  ];
  const wide6 = ['::/0', '2600:1f18::/32', '2001:db8::/32', '2001:db8:0:7::1/128', 'fc00::/7'];
  const of = (wide: readonly string[], family6: boolean): [string, ...string[]] => [
    wide[0] ?? '',
    ...wide.slice(1),
    ...[...subnetBlocks, ...single].filter((block) => block.includes(':') === family6),
  ];
  return { ipv4: of(wide4, false), ipv6: of(wide6, true) };
}

export type RuleBlocks = ReturnType<typeof ruleBlocks>;
