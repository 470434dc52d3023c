-- The store. Run whenever a store is opened for writing; every statement leaves what exists as it is.

-- The name says which shape the tables below have; STORE_FORMAT in src/store/store.ts is the number.
CREATE TABLE IF NOT EXISTS store_format_3 (made_at TIMESTAMP DEFAULT current_localtimestamp());

-- Addresses stand as two signed 64-bit integers (hi, lo) in address order: each half of the 128-bit address XOR 2^63,
-- IPv4 as ::ffff:a.b.c.d. The same pair works on engines without 128-bit or unsigned integers.
CREATE OR REPLACE MACRO address_family(hi, lo) AS
  CASE
    WHEN hi IS NULL OR lo IS NULL THEN NULL
    WHEN hi = CAST('-9223372036854775808' AS BIGINT) AND lo BETWEEN -9223090566173032448 AND -9223090561878065153 THEN 4
    ELSE 6
  END;

-- The 16-bit group of one half, 0 the highest.
CREATE OR REPLACE MACRO address_group(half, group_no) AS
  xor(CAST((half >> (48 - 16 * group_no)) & 65535 AS INTEGER), CASE WHEN group_no = 0 THEN 32768 ELSE 0 END);

-- The first run of `zeros` zero groups, as RFC 5952 shortens it.
CREATE OR REPLACE MACRO shorten_zero_groups(groups, zeros) AS
  regexp_replace(groups, '(^|:)0(:0){' || CAST(zeros - 1 AS VARCHAR) || '}(:|$)', '::');

-- A macro's argument is copied to every place where it stands; a lambda's is not, and groups are a long expression.
CREATE OR REPLACE MACRO ipv6_text(groups) AS
  list_transform([groups], lambda text:
    CASE
      WHEN regexp_matches(text, '(^|:)0(:0){7}(:|$)') THEN shorten_zero_groups(text, 8)
      WHEN regexp_matches(text, '(^|:)0(:0){6}(:|$)') THEN shorten_zero_groups(text, 7)
      WHEN regexp_matches(text, '(^|:)0(:0){5}(:|$)') THEN shorten_zero_groups(text, 6)
      WHEN regexp_matches(text, '(^|:)0(:0){4}(:|$)') THEN shorten_zero_groups(text, 5)
      WHEN regexp_matches(text, '(^|:)0(:0){3}(:|$)') THEN shorten_zero_groups(text, 4)
      WHEN regexp_matches(text, '(^|:)0(:0){2}(:|$)') THEN shorten_zero_groups(text, 3)
      WHEN regexp_matches(text, '(^|:)0(:0){1}(:|$)') THEN shorten_zero_groups(text, 2)
      ELSE text
    END
  )[1];

-- Canonical text of an address: dotted decimal or RFC 5952.
CREATE OR REPLACE MACRO address_text(hi, lo) AS
  CASE address_family(hi, lo)
    WHEN 4 THEN
      concat((lo >> 24) & 255, '.', (lo >> 16) & 255, '.', (lo >> 8) & 255, '.', lo & 255)
    WHEN 6 THEN ipv6_text(lower(
      printf('%x:%x:%x:%x', address_group(hi, 0), address_group(hi, 1), address_group(hi, 2), address_group(hi, 3)) || ':' ||
      printf('%x:%x:%x:%x', address_group(lo, 0), address_group(lo, 1), address_group(lo, 2), address_group(lo, 3))))
  END;

-- Whether an address is private: RFC 1918, RFC 6598 or fc00::/7.
CREATE OR REPLACE MACRO is_private(hi, lo) AS
  CASE address_family(hi, lo)
    WHEN 4 THEN
      (lo >> 24) & 255 = 10
      OR ((lo >> 24) & 255 = 172 AND (lo >> 20) & 15 = 1)
      OR ((lo >> 24) & 255 = 192 AND (lo >> 16) & 255 = 168)
      OR ((lo >> 24) & 255 = 100 AND (lo >> 22) & 3 = 1)
    WHEN 6 THEN (address_group(hi, 0) & 65024) = 64512
  END;

-- The ledger: one row for each object that was ingested whole, with the counts of what it held.
CREATE TABLE IF NOT EXISTS objects (
  object_id INTEGER NOT NULL,
  name VARCHAR NOT NULL,
  size BIGINT,
  version VARCHAR,             -- ETag or modification time: another one means another content
  digest VARCHAR NOT NULL,     -- of the bytes as stored: sha256:…
  format VARCHAR NOT NULL,     -- the form that the records came in: text, csv, cloudwatch, firehose, parquet
  fields VARCHAR[] NOT NULL,   -- AWS names, as the object's own headers had them
  lines BIGINT NOT NULL,       -- lines, rows or events; headers and blank lines included, CloudWatch's control messages not
  records BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  nodata BIGINT NOT NULL,
  skipdata BIGINT NOT NULL,
  unparsed_lines BIGINT NOT NULL,
  bytes_read BIGINT NOT NULL,
  bytes_decoded BIGINT NOT NULL,
  ingested_at TIMESTAMP NOT NULL,
  duplicates BIGINT            -- records of this object that are left out, as others say the same; NULL: not compared yet
);

-- What was left out of each object, and which object had it. An object is read again once the one that had its records is gone.
CREATE TABLE IF NOT EXISTS left_out (
  object_id INTEGER NOT NULL,
  kept_object_id INTEGER NOT NULL,
  records BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  nodata BIGINT NOT NULL,
  skipdata BIGINT NOT NULL
);

-- Lines, rows or events that are no record, whole, with the reason.
CREATE TABLE IF NOT EXISTS unparsed_lines (
  object VARCHAR NOT NULL,
  line_number BIGINT NOT NULL, -- of text and CSV the line, of JSON the number of the event, of Parquet that of the row plus one
  reason VARCHAR NOT NULL,
  line VARCHAR NOT NULL
);

-- What records share: every field that says where and how a record was captured, and none that says what flowed.
-- A day's records have few distinct combinations, so a record needs one number for some forty fields.
CREATE TABLE IF NOT EXISTS contexts (
  context_id INTEGER NOT NULL,
  version INTEGER,
  account_id VARCHAR,
  interface_id VARCHAR,
  action VARCHAR,
  log_status VARCHAR,
  vpc_id VARCHAR,
  subnet_id VARCHAR,
  instance_id VARCHAR,
  type VARCHAR,
  region VARCHAR,
  az_id VARCHAR,
  sublocation_type VARCHAR,
  sublocation_id VARCHAR,
  pkt_src_aws_service VARCHAR,
  pkt_dst_aws_service VARCHAR,
  flow_direction VARCHAR,
  traffic_path INTEGER,
  ecs_cluster_arn VARCHAR,
  ecs_cluster_name VARCHAR,
  ecs_container_instance_arn VARCHAR,
  ecs_container_instance_id VARCHAR,
  ecs_container_id VARCHAR,
  ecs_second_container_id VARCHAR,
  ecs_service_name VARCHAR,
  ecs_task_definition_arn VARCHAR,
  ecs_task_arn VARCHAR,
  ecs_task_id VARCHAR,
  reject_reason VARCHAR,
  resource_id VARCHAR,
  encryption_status INTEGER,
  instance_tag VARCHAR,
  instance_tag_2 VARCHAR,
  interface_tag VARCHAR,
  interface_tag_2 VARCHAR,
  asg_tag VARCHAR,
  asg_tag_2 VARCHAR,
  interface_type VARCHAR,
  next_hop_interface_id VARCHAR,
  next_hop_subnet_id VARCHAR,
  next_hop_az_id VARCHAR,
  next_hop_vpc_id VARCHAR,
  next_hop_interface_type VARCHAR,
  extra MAP(VARCHAR, VARCHAR)  -- fields that AWS had not published yet
);

CREATE TABLE IF NOT EXISTS records (
  object_id INTEGER NOT NULL,
  context_id INTEGER NOT NULL,
  srcaddr_hi BIGINT,
  srcaddr_lo BIGINT,
  dstaddr_hi BIGINT,
  dstaddr_lo BIGINT,
  pkt_srcaddr_hi BIGINT,
  pkt_srcaddr_lo BIGINT,
  pkt_dstaddr_hi BIGINT,
  pkt_dstaddr_lo BIGINT,
  srcport INTEGER,
  dstport INTEGER,
  protocol INTEGER,
  tcp_flags INTEGER,
  packets BIGINT,
  bytes BIGINT,
  "start" BIGINT,
  "end" BIGINT
);

-- Every record under AWS's own column names, in AWS's own order.
CREATE OR REPLACE VIEW flow_logs AS
SELECT
  version, account_id, interface_id,
  address_text(srcaddr_hi, srcaddr_lo) AS srcaddr,
  address_text(dstaddr_hi, dstaddr_lo) AS dstaddr,
  srcport, dstport, protocol, packets, bytes, "start", "end", action, log_status,
  vpc_id, subnet_id, instance_id, tcp_flags, type,
  address_text(pkt_srcaddr_hi, pkt_srcaddr_lo) AS pkt_srcaddr,
  address_text(pkt_dstaddr_hi, pkt_dstaddr_lo) AS pkt_dstaddr,
  region, az_id, sublocation_type, sublocation_id,
  pkt_src_aws_service, pkt_dst_aws_service, flow_direction, traffic_path,
  ecs_cluster_arn, ecs_cluster_name, ecs_container_instance_arn, ecs_container_instance_id, ecs_container_id,
  ecs_second_container_id, ecs_service_name, ecs_task_definition_arn, ecs_task_arn, ecs_task_id,
  reject_reason, resource_id, encryption_status,
  instance_tag, instance_tag_2, interface_tag, interface_tag_2, asg_tag, asg_tag_2,
  interface_type, next_hop_interface_id, next_hop_subnet_id, next_hop_az_id, next_hop_vpc_id, next_hop_interface_type,
  extra, object_id
FROM records JOIN contexts USING (context_id);

-- Network imports, as they were read; the rule tables below are derived from them and rebuilt at each import.
CREATE TABLE IF NOT EXISTS network_imports (
  import_id INTEGER NOT NULL,
  captured_at_s BIGINT NOT NULL,
  imported_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS network_resources (
  import_id INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  resource_id VARCHAR NOT NULL,
  resource JSON NOT NULL
);

-- Spans of time in which one configuration was in force; open ends are NULL.
CREATE TABLE IF NOT EXISTS network_epochs (
  epoch INTEGER NOT NULL,
  valid_from_s BIGINT,
  valid_to_s BIGINT
);

-- Every CIDR block of the rules nests in another or is disjoint from it, so the innermost block of an address says all.
-- A floor is where, in address order, another innermost block begins. Family is kept apart: ::/0 must not hold IPv4.
CREATE TABLE IF NOT EXISTS address_floors (
  floor_no INTEGER NOT NULL,
  family INTEGER NOT NULL,
  from_hi BIGINT NOT NULL,
  from_lo BIGINT NOT NULL,
  block_id INTEGER NOT NULL
);

-- The sets of addresses (a CIDR, a prefix list, a group's members, a subnet) that hold a block, its ancestors' included.
CREATE TABLE IF NOT EXISTS block_sets (
  block_id INTEGER NOT NULL,
  set_id INTEGER NOT NULL
);

-- Who owns rules: a network ACL, or the pooled security groups of an interface.
CREATE TABLE IF NOT EXISTS rule_owners (
  owner INTEGER NOT NULL,
  kind VARCHAR NOT NULL,              -- nacl | groups
  acl_id VARCHAR,
  security_groups VARCHAR[] NOT NULL  -- sorted; empty for a network ACL
);

-- Every rule in evaluation order: of the rules that match, the smallest rule_no decides. Among groups sure rules come first.
CREATE TABLE IF NOT EXISTS rules (
  rule_no INTEGER NOT NULL,
  owner INTEGER NOT NULL,
  egress BOOLEAN NOT NULL,     -- FALSE: ingress
  rule_id VARCHAR,             -- acl-0abc:ingress:100, sgr-0abc …; NULL for a rule that stands for missing knowledge
  rule VARCHAR,                -- as the AWS console words it
  action VARCHAR NOT NULL,     -- allow | deny
  implicit BOOLEAN NOT NULL,   -- the entry `*` of a network ACL
  protocol INTEGER NOT NULL,   -- IANA number, -1 for all
  port_from INTEGER NOT NULL,  -- destination port, or ICMP type
  port_to INTEGER NOT NULL,
  code_from INTEGER NOT NULL,  -- ICMP code
  code_to INTEGER NOT NULL,
  set_id INTEGER NOT NULL,     -- source (ingress) or destination (egress)
  doubt VARCHAR                -- why the rule may or may not match or exist (see rule-tables/doubt.ts); NULL: it is sure
);

-- What interfaces with the same rules share.
CREATE TABLE IF NOT EXISTS profiles (
  profile_id INTEGER NOT NULL,
  acl_owner INTEGER NOT NULL,
  group_owner INTEGER,                -- NULL: no group stage
  subnet_set INTEGER NOT NULL,        -- addresses of the interface's own subnet
  exempt_set INTEGER NOT NULL,        -- addresses that no rule filters
  attachment_set INTEGER,             -- addresses reached over a transit gateway attached in this very subnet
  checked_inside_egress BOOLEAN,      -- direction in which the network ACL applies inside the subnet too; NULL: in none
  block_public_access VARCHAR         -- VPC Block Public Access mode in force, NULL when off or unknown
);
CREATE TABLE IF NOT EXISTS interfaces (
  epoch INTEGER NOT NULL,
  interface_id VARCHAR NOT NULL,
  profile_id INTEGER NOT NULL,
  hides_addresses BOOLEAN NOT NULL    -- srcaddr and dstaddr may not be those of the packet
);
CREATE TABLE IF NOT EXISTS interface_addresses (
  epoch INTEGER NOT NULL,
  interface_id VARCHAR NOT NULL,
  hi BIGINT NOT NULL,
  lo BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS subnets (
  epoch INTEGER NOT NULL,
  subnet_id VARCHAR NOT NULL,
  vpc_id VARCHAR NOT NULL,
  subnet_set INTEGER NOT NULL,
  profile_id INTEGER NOT NULL         -- for an interface of which only the subnet is known
);

-- ICMP types and codes that the rules tell apart, plus "any other" (256); other protocols have the one world (NULL, 0).
CREATE TABLE IF NOT EXISTS icmp_worlds (
  protocol INTEGER NOT NULL,
  type INTEGER NOT NULL,
  code INTEGER NOT NULL
);

-- The verdicts of the last blame: what many flows share, and the flows. `blame` replaces both tables.
CREATE TABLE IF NOT EXISTS verdict_decisions (
  decision_id INTEGER NOT NULL,
  verdict VARCHAR NOT NULL,
  leg VARCHAR NOT NULL,            -- forward | reply
  egress BOOLEAN,                  -- FALSE: ingress; NULL: unknown
  acl_owner INTEGER,
  group_owner INTEGER,
  refusal INTEGER,                 -- rule_no of a network ACL entry; 0: the groups; below 0: minus the owner, no entry matched
  next_refusal INTEGER,            -- what would refuse it next, in the same way
  sure_acl_refusal INTEGER,        -- of an indeterminate flow: what refuses it whatever else is true
  sure_group_refusal INTEGER,
  acl_doubt INTEGER,               -- rule_no of the rule that may or may not match
  group_doubt INTEGER,
  confidence VARCHAR NOT NULL,     -- high | medium | low
  evidence VARCHAR NOT NULL        -- words parted by spaces
);
CREATE TABLE IF NOT EXISTS verdict_flows (
  decision_id INTEGER NOT NULL,
  context_id INTEGER NOT NULL,
  block_id INTEGER,                -- of the remote address
  src_hi BIGINT,
  src_lo BIGINT,
  dst_hi BIGINT,
  dst_lo BIGINT,
  srcport INTEGER,
  dstport INTEGER,
  protocol INTEGER,
  records BIGINT NOT NULL,
  packets BIGINT,
  bytes BIGINT,
  first_seen_s BIGINT,
  last_seen_s BIGINT
);

-- The last blame's verdicts, one row per refused flow.
CREATE OR REPLACE VIEW verdicts AS
SELECT
  c.interface_id, CASE d.egress WHEN TRUE THEN 'egress' WHEN FALSE THEN 'ingress' END AS direction,
  address_text(f.src_hi, f.src_lo) AS srcaddr, address_text(f.dst_hi, f.dst_lo) AS dstaddr,
  f.srcport, f.dstport, f.protocol, f.records, f.packets, f.bytes,
  make_timestamp(f.first_seen_s * 1000000) AS first_seen, make_timestamp(f.last_seen_s * 1000000) AS last_seen,
  d.verdict, d.leg,
  CASE WHEN d.refusal < 0 THEN a.acl_id || CASE WHEN d.egress THEN ':egress:*' ELSE ':ingress:*' END ELSE r.rule_id END AS rule_id,
  CASE WHEN d.refusal < 0 THEN a.acl_id || ' rule * All traffic DENY' ELSE r.rule END AS rule,
  CASE WHEN d.refusal = 0 THEN g.security_groups ELSE [] END AS security_groups,
  CASE WHEN d.next_refusal < 0 THEN a.acl_id || ' rule * All traffic DENY' ELSE n.rule END AS also_refused_by_rule,
  CASE WHEN d.next_refusal = 0 THEN g.security_groups ELSE [] END AS also_refused_by_groups,
  d.confidence, CASE WHEN d.evidence = '' THEN [] ELSE string_split(d.evidence, ' ') END AS evidence
FROM verdict_flows f
JOIN verdict_decisions d USING (decision_id)
JOIN contexts c USING (context_id)
LEFT JOIN rules r ON r.rule_no = d.refusal
LEFT JOIN rules n ON n.rule_no = d.next_refusal
LEFT JOIN rule_owners a ON a.owner = d.acl_owner
LEFT JOIN rule_owners g ON g.owner = d.group_owner;
