import { type Arbitrary, array, nat, noBias, tuple } from 'fast-check';
import type { OracleNetwork } from '../../oracle/aws-json.ts';
import type { OracleRecord } from '../../oracle/oracle-record.ts';
import { Dice } from './dice.ts';
import { drawFormat, inFormat } from './log-format.ts';
import { drawNetwork } from './networks.ts';
import { recordDrawer } from './records.ts';

export interface NetworkAndRecords {
  readonly network: OracleNetwork;
  readonly records: OracleRecord[];
}

const NETWORK_TAPE = 700;
const RECORD_TAPE = 32;

/**
 * A random network and up to about `size` records at its interfaces (one and a half times as many flows' companions
 * included). Shrinks by taking flows away and by making the rest plainer.
 */
export function networkAndRecords({ size = 400, minSize = 1 } = {}): Arbitrary<NetworkAndRecords> {
  const draws = Math.max(1, Math.round(size / 1.5));
  const flows = array(tape(RECORD_TAPE), {
    minLength: Math.max(0, Math.round(minSize / 1.5)),
    maxLength: draws,
    size: 'max',
  });
  return tuple(tape(NETWORK_TAPE), flows).map(([networkTape, flowTapes]) => {
    const dice = new Dice(networkTape);
    const format = drawFormat(dice);
    const network = drawNetwork(dice);
    const draw = recordDrawer(network);
    const records = flowTapes.flatMap((flowTape) => draw(new Dice(flowTape)));
    return { network, records: records.map((record) => inFormat(format, record)) };
  });
}

function tape(length: number) {
  return array(noBias(nat(0xffffff)), { minLength: length, maxLength: length, size: 'max' });
}
