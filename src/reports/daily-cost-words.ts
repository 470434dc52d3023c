import type { CostCause, CostKind, Costs, Saving } from '../daily/document/costs.ts';
import type { Lack } from '../daily/document/lack.ts';
import { endWords, moreWords, usdWords } from './daily-amounts.ts';
import { type Chapter, type ChapterOptions, type ChapterRow, plainRow } from './daily-chapter.ts';
import { LACK_WORDS } from './daily-lack-words.ts';

const KIND_WORDS: Readonly<Record<CostKind, string>> = {
  'nat-processing': 'through NAT gateways',
  'cross-zone': 'between availability zones',
  'interface-endpoint': 'through interface endpoints',
  'internet-egress': 'to the Internet',
};

/** Hosts named behind one kind of cost. */
const MOST_SPENDERS = 3;

/** What AWS bills by the byte, who causes it, and what would be cheaper. */
export function costChapter({ prices, causes, usd, savings }: Costs, { most }: ChapterOptions): Chapter {
  const shared = (causes[0]?.lacks ?? []).filter((lack) => causes.every(({ lacks }) => lacks.includes(lack)));
  return {
    title: 'Costs by the byte',
    lead: [
      usd === null
        ? 'No amount can be told.'
        : `About ${usdWords(usd)} for this time, without hourly charges.`,
      `List prices as of ${prices.asOf}, for each GB of ${gbWords(prices.bytesPerGb)} bytes; the first tier, no free amounts.`,
      ...shared.map((lack) => `Note: ${LACK_WORDS[lack]}.`),
    ],
    tables: [
      {
        caption: null,
        columns: ['cost', 'GB', 'confidence', 'what'],
        rows: causes.map((cause) => causeRow(cause, shared, prices.bytesPerGb)),
        more: null,
      },
      {
        caption: 'Cheaper',
        columns: ['saves', 'how'],
        rows: savings.slice(0, most).map(savingRow),
        more: moreWords({ total: savings.length, listed: [] }, Math.min(most, savings.length)),
      },
    ],
  };
}

function causeRow(
  { kind, region, bytes, usd, lacks, confidence, spenders }: CostCause,
  shared: readonly Lack[],
  bytesPerGb: number,
): ChapterRow {
  const shown = spenders.listed.slice(0, MOST_SPENDERS);
  const more = moreWords(spenders, shown.length);
  const who = shown.map(
    ({ host, bytes: own, toward }) =>
      `${endWords(host)}: ${gbAmount(own, bytesPerGb)} GB${toward === null ? '' : `, mostly ${toward}`}`,
  );
  return {
    cells: [
      usd === null ? 'not known' : usdWords(usd),
      bytes === null ? '–' : gbAmount(bytes, bytesPerGb),
      confidence ?? '–',
      `${KIND_WORDS[kind]}${region === null ? '' : `, ${region}`}`,
    ],
    details: [
      ...who,
      ...(more === null ? [] : [more]),
      ...lacks.filter((lack) => !shared.includes(lack)).map((lack) => `note: ${LACK_WORDS[lack]}`),
    ],
    command: null,
  };
}

function savingRow(saving: Saving): ChapterRow {
  const { service, subnetId, subnetName, routeTableId, vpcId, endpointId, usd, region, spenders } = saving;
  const name = service === 'S3' ? 'Amazon S3' : 'DynamoDB';
  const subnet = subnetName === null ? subnetId : `${subnetId} (${subnetName})`;
  const words = `${subnet} reaches ${name} through a NAT gateway: a gateway endpoint costs nothing`;
  const how = savingCommand({ routeTableId, vpcId, endpointId, region, service });
  const [first] = spenders.listed;
  return {
    ...plainRow([usd === null ? 'not known' : usdWords(usd), words], how),
    details: [
      ...(first ? [`mostly ${endWords(first.host)}`] : []),
      ...(saving.confidence === 'high'
        ? []
        : ['note: only for buckets and tables of this region, which the logs do not tell']),
    ],
  };
}

/** The call of the AWS CLI that leads a route table to the service; the VPC's own endpoint is used where there is one. */
export function savingCommand({
  routeTableId,
  vpcId,
  endpointId,
  region,
  service,
}: Pick<Saving, 'routeTableId' | 'vpcId' | 'endpointId' | 'region' | 'service'>): string {
  const where = region === null ? '' : ` --region ${region}`;
  return endpointId === null
    ? `aws ec2 create-vpc-endpoint --vpc-id ${vpcId} --service-name com.amazonaws.${region ?? 'REGION'}.${service.toLowerCase()} --route-table-ids ${routeTableId}${where}`
    : `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${endpointId} --add-route-table-ids ${routeTableId}${where}`;
}

function gbAmount(bytes: number, bytesPerGb: number): string {
  const gb = bytes / bytesPerGb;
  if (gb === 0) return '0';
  return gb < 0.001 ? 'under 0.001' : gb < 10 ? gb.toFixed(3) : gb.toFixed(1);
}

function gbWords(bytesPerGb: number): string {
  const power = Math.log2(bytesPerGb);
  return Number.isInteger(power) ? `2^${power}` : String(bytesPerGb);
}
