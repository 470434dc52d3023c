/** Fields that a format lacks, and what nobody can tell from it for that reason. */
export interface MissingFields {
  /** AWS names. */
  readonly fields: readonly string[];
  readonly consequence: string;
}

const CONSEQUENCES: readonly MissingFields[] = [
  { fields: ['start', 'end'], consequence: 'when something happened; gaps cannot be seen' },
  { fields: ['interface-id'], consequence: 'which interface logged, and so whose rules decided' },
  { fields: ['action'], consequence: 'what was refused' },
  { fields: ['srcaddr', 'dstaddr'], consequence: 'who talked to whom, as the interface saw it' },
  { fields: ['srcport', 'dstport', 'protocol'], consequence: 'which rule matches' },
  {
    fields: ['log-status'],
    consequence: 'where an interface was idle (NODATA) and where AWS dropped records (SKIPDATA)',
  },
  { fields: ['packets', 'bytes'], consequence: 'how much was sent' },
  {
    fields: ['account-id'],
    consequence: 'whose interface it is, but for names of objects that say whose flow log',
  },
  { fields: ['flow-direction'], consequence: 'the direction for sure: it is inferred from addresses' },
  { fields: ['tcp-flags'], consequence: 'who opened a connection' },
  {
    fields: ['pkt-srcaddr', 'pkt-dstaddr'],
    consequence: "a packet's own addresses where an interface passes it on",
  },
  { fields: ['subnet-id'], consequence: 'the network ACL of an interface that no imported network has' },
  { fields: ['reject-reason'], consequence: 'what VPC Block Public Access or encryption control refused' },
];

/** What cannot be told from records of these fields, what weighs most first. */
export function missingFields(present: readonly string[]): readonly MissingFields[] {
  return CONSEQUENCES.map(({ fields, consequence }) => ({
    fields: fields.filter((field) => !present.includes(field)),
    consequence,
  })).filter(({ fields }) => fields.length > 0);
}
