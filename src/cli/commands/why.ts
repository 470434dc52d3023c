import { type Command, InvalidArgumentError, Option } from 'commander';
import { documentHead } from '../document-head.ts';
import { type Effects, mayColour, writeOutput } from '../effects.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { withOpenStore } from '../open-store.ts';
import {
  checkWindow,
  type CommonOptions,
  formatAmong,
  parseTime,
  type WindowOptions,
  withOutput,
  withStore,
  withWindow,
} from '../options.ts';

interface WhyOptions extends CommonOptions, WindowOptions {
  readonly port?: number;
  readonly protocol: string;
  readonly sourcePort?: number;
  /** Unix seconds. */
  readonly at?: number;
}

const FORMATS = ['table', 'json', 'md', 'html'] as const;

/** `flowblame why` */
export function addWhy(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('why')
    .description('tell why one end cannot reach the other, or hears no answer, and what to change')
    .argument('<src>', 'who asks: an address, eni-…, i-…, subnet-…, a tag Name, or internet')
    .argument('<dst>', 'who should answer, given in the same way')
    .addOption(
      new Option('--port <n>', 'destination port (default: what the logs hold most, else 443)').argParser(
        portNumber,
      ),
    )
    .option('--protocol <protocol>', 'tcp, udp, icmp or an IANA number', 'tcp')
    .addOption(
      new Option(
        '--source-port <n>',
        'source port (default: every ephemeral port; the answer says which of them work)',
      ).argParser(portNumber),
    )
    .addOption(
      new Option(
        '--at <time>',
        'ask the configuration in force at this time (default: the latest)',
      ).argParser(parseTime),
    )
    .addHelpText(
      'after',
      '\nBoth halves of the connection are followed stage by stage: security groups, network ACLs and routes of the imported network,\n' +
        'NAT gateways on the way, and the reply. --since and --until bound the records that are looked at.\n' +
        'Exit code 3: not reachable.\n',
    );
  withWindow(withOutput(withStore(command), FORMATS)).action(
    async (src: string, dst: string, options: WhyOptions) => exit(await runWhy(effects, src, dst, options)),
  );
}

async function runWhy(effects: Effects, src: string, dst: string, options: WhyOptions): Promise<number> {
  const { coverage, coverageJson, EndError, parseProtocol, renderWhy, why } = await import('../../index.ts');
  checkWindow(options);
  const protocol = parseProtocol(options.protocol);
  if (protocol === null || protocol < 0) {
    throw new UsageError(`expected --protocol tcp, udp, icmp or 0 to 255, found "${options.protocol}"`);
  }
  return withOpenStore(effects, options, { readOnly: true }, async (store) => {
    const question = {
      src,
      dst,
      protocol,
      dstport: options.port ?? null,
      srcport: options.sourcePort ?? null,
      atS: options.at ?? null,
      sinceS: options.since ?? null,
      untilS: options.until ?? null,
    };
    try {
      const answer = await why(store, question);
      const head = documentHead('why', options, coverageJson(await coverage(store)));
      const colour = mayColour(effects, options.output);
      const text = renderWhy(answer, head, formatAmong(FORMATS, options), { colour });
      await writeOutput(effects, options.output, text);
      return answer.reachable === false ? EXIT.answerIsNo : EXIT.done;
    } catch (error) {
      if (!(error instanceof EndError)) throw error;
      // Candidates stand on lines of their own.
      effects.stderr.write(`${error.message}\n`);
      return EXIT.couldNotWork;
    }
  });
}

function portNumber(text: string): number {
  if (/^[0-9]{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('expected a port from 0 to 65535');
}
