import type { z } from 'zod';
import { parseProtocol, TCP, UDP } from '../../model/protocol.ts';

interface RangedRule {
  readonly IpProtocol: string;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
}

/**
 * Whether the ports of a group rule make a range. Only for TCP and UDP: ICMP keeps type and code in these members,
 * other protocols ignore them. Both missing or -1 is the full range.
 */
export function checkPortMembers(rule: RangedRule, ctx: z.RefinementCtx): void {
  const protocol = parseProtocol(rule.IpProtocol);
  if (protocol !== TCP && protocol !== UDP) return;
  const { FromPort: from, ToPort: to } = rule;
  if (from === undefined && to === undefined) return;
  if (from === undefined || to === undefined) {
    const path = [from === undefined ? 'FromPort' : 'ToPort'];
    ctx.addIssue({ code: 'custom', message: 'a port, as the other end of the range has one', path });
  } else {
    checkPortOrder(from, to, ctx);
  }
}

/** Whether a range of ports goes upwards. */
export function checkPortOrder(from: number, to: number, ctx: z.RefinementCtx, path: string[] = []): void {
  if (from > to) {
    ctx.addIssue({ code: 'custom', message: 'a port range', path, params: { found: `${from}-${to}` } });
  }
}
