import type { SampleConnection } from '../anomalies/finding.ts';
import { formatProtocol } from '../model/protocol.ts';
import { bytesWords } from './anomaly-amounts.ts';
import { counted, isoTime } from './values.ts';

/** One of the connections behind a finding, in a line: `01:18:02 10.0.1.5:43112 → 10.0.2.7:5432 TCP, 3 packets (180 bytes) sent, refused`. */
export function sampleWords(sample: SampleConnection): string {
  const { startS, client, clientPort, server, serverPort, protocol } = sample;
  const time = (isoTime(startS) ?? '').slice(11, 19);
  const ends = `${endWords(client, clientPort)} → ${endWords(server, serverPort)}`;
  return `${time} ${ends}${protocol === null ? '' : ` ${formatProtocol(protocol)}`}, ${flowWords(sample)}`;
}

/** A sample for machines: times as ISO 8601. */
export function sampleJson({ startS, endS, ...rest }: SampleConnection): Readonly<Record<string, unknown>> {
  return { start: isoTime(startS), end: isoTime(endS), ...rest };
}

function endWords(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function flowWords({
  packetsUp,
  bytesUp,
  packetsDown,
  bytesDown,
  answered,
  refused,
}: SampleConnection): string {
  const up = `${counted(packetsUp, 'packet')} (${bytesWords(bytesUp)}) sent`;
  const down = `${counted(packetsDown, 'packet')} (${bytesWords(bytesDown)}) back`;
  if (refused) return `${up}, refused`;
  return answered ? `${up}, ${down}` : `${up}, no answer`;
}
