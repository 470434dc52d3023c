-- title: Refused again and again
-- answers: Which own hosts are refused at one service over and over, because a rule changed, because answers cannot come back, or because something calls out that may not?
-- source: REJECT records with the verdicts of blame; ATT&CK T1571, T1041 for what calls out, none for what a change broke
-- $refusals BIGINT = 50: refused records of one own host at one address, port and protocol, at least
-- $hosts BIGINT = 2: own hosts that contact an address outside, at most, or $hosts_share of all, to call it a call-out: what all try is software
-- $hosts_share DOUBLE = 0.1: see $hosts
-- $targets BIGINT = 3: services that are told one by one of one host, at most; of more of a kind, one finding is told
-- $listed_targets BIGINT = 20: addresses that the evidence of such a finding names one by one, at most
WITH told AS (
  SELECT
    c.*, d.leg, d.verdict,
    -- A refused packet counts as its sender's request where no flags say otherwise. When all that one end sends is refused, and blame says
    -- that it answers what was let in, the ends are the other way round.
    c.answered AND c.flags_up IS NULL AND c.flags_down IS NULL AND 2 * c.refused_records >= c.records AND coalesce(d.leg = 'reply', FALSE) AS turned
  FROM connections c
  LEFT JOIN verdict_decisions d ON d.decision_id = c.decision_id
  -- Late packets are the rest of a connection that has ended; without a SYN they open nothing.
  WHERE c.refused_records > 0 AND NOT c.backscatter AND c.protocol IS NOT NULL
    AND coalesce(d.verdict, '') <> 'late-packet' AND NOT coalesce(c.protocol = 6 AND c.flags_up & 2 = 0, FALSE)
),
refusals AS (
  SELECT
    CASE WHEN t.turned THEN t.server_no ELSE t.client_no END AS client_no, CASE WHEN t.turned THEN t.client_no ELSE t.server_no END AS server_no,
    coalesce(CASE WHEN t.turned THEN t.client_port ELSE t.server_port END, -1) AS port, t.protocol,
    CASE WHEN t.turned THEN t.client_inside ELSE t.server_inside END AS server_inside, t.aws_service, t.refused_records, t.start_s, t.end_s,
    t.bytes_up + t.bytes_down AS bytes, t.decision_id, t.turned,
    -- What was refused is the answer: blame says so, or there is the SYN-ACK of a server.
    coalesce(t.leg = 'reply', FALSE) OR coalesce(t.protocol = 6 AND t.flags_down & 18 = 18, FALSE) AS reply
  FROM told t
  WHERE t.refused OR t.turned
),
targets AS MATERIALIZED (
  SELECT
    client_no, server_no, port, protocol, server_inside, max(aws_service) AS aws_service, CAST(sum(refused_records) AS BIGINT) AS refusals,
    count(*) AS connections, count(*) FILTER (reply) AS replies, bool_or(turned) AS turned, min(start_s) AS first_s, max(end_s) AS last_s, CAST(sum(bytes) AS BIGINT) AS bytes,
    list(DISTINCT decision_id ORDER BY decision_id) FILTER (decision_id IS NOT NULL) AS decision_ids
  FROM refusals
  JOIN acting_hosts a ON a.host_no = client_no
  WHERE NOT list_contains(a.roles, 'scanner')
  GROUP BY client_no, server_no, port, protocol, server_inside
  HAVING sum(refused_records) >= CAST($refusals AS BIGINT)
),
-- Who got answers from the same service, when.
answers AS MATERIALIZED (
  SELECT client_no, server_no, coalesce(server_port, -1) AS port, protocol, start_s
  FROM connections
  WHERE answered AND client_inside AND server_no IN (SELECT server_no FROM targets)
),
before AS (
  SELECT client_no, server_no, port, protocol, count(*) AS connections
  FROM targets t
  JOIN answers a USING (client_no, server_no, port, protocol)
  WHERE a.start_s < t.first_s
  GROUP BY client_no, server_no, port, protocol
),
earlier AS (
  SELECT t.client_no, t.server_no, t.port, t.protocol, CAST(sum(e.answered_connections) AS BIGINT) AS connections
  FROM targets t
  JOIN hosts c ON c.host_no = t.client_no
  JOIN hosts s ON s.host_no = t.server_no
  JOIN daily_edges e
    ON e.client_hi = c.hi AND e.client_lo = c.lo AND e.server_hi = s.hi AND e.server_lo = s.lo
    AND coalesce(e.server_port, -1) = t.port AND e.protocol = t.protocol
  WHERE e.answered_connections > 0
  GROUP BY t.client_no, t.server_no, t.port, t.protocol
),
peers AS (
  SELECT t.client_no, t.server_no, t.port, t.protocol, count(DISTINCT a.client_no) AS peers
  FROM targets t
  JOIN hosts c ON c.host_no = t.client_no AND len(c.security_groups) > 0
  JOIN answers a ON a.server_no = t.server_no AND a.port = t.port AND a.protocol = t.protocol AND a.client_no <> t.client_no
  JOIN hosts p ON p.host_no = a.client_no AND p.security_groups = c.security_groups
  WHERE t.server_inside
  GROUP BY t.client_no, t.server_no, t.port, t.protocol
),
classed AS (
  SELECT
    t.*, coalesce(b.connections, 0) + coalesce(e.connections, 0) AS let_through_before, coalesce(p.peers, 0) AS peers_let_through, o.hosts,
    greatest(CAST($hosts AS DOUBLE), CAST($hosts_share AS DOUBLE) * n.inside_hosts) AS most_hosts,
    CASE
      WHEN 2 * t.replies > t.connections THEN 'nacl-blocks-replies'
      WHEN b.connections > 0 OR e.connections > 0 OR p.peers > 0 THEN 'broken-rule'
      WHEN o.hosts <= greatest(CAST($hosts AS DOUBLE), CAST($hosts_share AS DOUBLE) * n.inside_hosts)
        -- Agents call AWS, clocks call time servers; and an ICMP message may answer something.
        AND t.aws_service IS NULL AND NOT (t.protocol = 17 AND t.port = 123) AND t.protocol NOT IN (1, 58) THEN 'blocked-call-out'
    END AS variant
  FROM targets t
  LEFT JOIN before b USING (client_no, server_no, port, protocol)
  LEFT JOIN earlier e USING (client_no, server_no, port, protocol)
  LEFT JOIN peers p USING (client_no, server_no, port, protocol)
  LEFT JOIN outside_servers o ON o.server_no = t.server_no
  CROSS JOIN analysis n
),
parted AS (
  SELECT *, count(*) OVER (PARTITION BY client_no, variant) > CAST($targets AS BIGINT) AS grouped FROM classed WHERE variant IS NOT NULL
),
found AS (
  SELECT
    p.client_no, p.variant, CASE WHEN NOT p.grouped THEN p.server_no END AS server_no,
    CASE WHEN min(p.port) = max(p.port) THEN nullif(min(p.port), -1) END AS port, CASE WHEN min(p.protocol) = max(p.protocol) THEN min(p.protocol) END AS protocol,
    count(*) AS targets, CAST(sum(p.refusals) AS BIGINT) AS refusals, CAST(sum(p.connections) AS BIGINT) AS connections,
    min(p.first_s) AS first_s, max(p.last_s) AS last_s, CAST(sum(p.bytes) AS BIGINT) AS bytes,
    CAST(sum(p.let_through_before) AS BIGINT) AS let_through_before, max(p.peers_let_through) AS peers_let_through,
    max(p.hosts) AS hosts, max(p.most_hosts) AS most_hosts, list_sort(list_distinct(flatten(list(p.decision_ids)))) AS decision_ids,
    bool_and(p.port = -1) AS without_ports, bool_or(p.turned) AS turned,
    string_agg(DISTINCT '''' || h.address || '''', ', ' ORDER BY '''' || h.address || '''') AS addresses,
    count(DISTINCT p.server_no) AS servers
  FROM parted p
  JOIN hosts h ON h.host_no = p.server_no
  GROUP BY p.client_no, p.variant, CASE WHEN NOT p.grouped THEN p.server_no END, CASE WHEN NOT p.grouped THEN p.port END,
    CASE WHEN NOT p.grouped THEN p.protocol END
)
SELECT
  f.variant, f.client_no AS actor_no, f.server_no AS target_no, f.port, f.protocol, f.first_s, f.last_s, f.connections, f.bytes,
  -- That others like it are let through says less than that it was itself.
  CASE WHEN f.variant = 'broken-rule' AND f.let_through_before = 0 THEN 'low' ELSE 'medium' END AS base,
  list_filter(
    [
      {name: 'refusals', value: CAST(f.refusals AS DOUBLE), threshold: CAST($refusals AS DOUBLE), at_most: FALSE},
      {
        name: 'let_through_before', value: CASE WHEN f.let_through_before > 0 THEN CAST(f.let_through_before AS DOUBLE) END, threshold: 1,
        at_most: FALSE
      },
      {
        name: 'hosts_of_same_groups_let_through', value: CASE WHEN f.peers_let_through > 0 THEN CAST(f.peers_let_through AS DOUBLE) END,
        threshold: 1, at_most: FALSE
      },
      {
        name: 'hosts_with_target', value: CASE WHEN f.variant = 'blocked-call-out' THEN CAST(f.hosts AS DOUBLE) END, threshold: f.most_hosts,
        at_most: TRUE
      },
      {name: 'services', value: CASE WHEN f.server_no IS NULL THEN CAST(f.targets AS DOUBLE) END, threshold: NULL, at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  FALSE AS worked, TRUE AS all_refused, CASE WHEN f.server_no IS NOT NULL THEN f.hosts END AS hosts_with_target,
  least(1, log10(greatest(1, f.refusals / CAST($refusals AS DOUBLE)))) AS evidence_strength,
  coalesce(f.decision_ids, CAST([] AS INTEGER[])) AS decision_ids,
  concat(
    CASE WHEN f.turned THEN '((' ELSE '' END, 'client = ''', a.address, '''',
    CASE WHEN f.servers <= CAST($listed_targets AS BIGINT) THEN ' AND server IN (' || f.addresses || ')' ELSE '' END,
    CASE WHEN f.port IS NOT NULL THEN ' AND server_port = ' || f.port WHEN f.without_ports THEN ' AND server_port IS NULL' ELSE '' END,
    CASE WHEN f.turned THEN concat(
      ') OR (server = ''', a.address, '''',
      CASE WHEN f.servers <= CAST($listed_targets AS BIGINT) THEN ' AND client IN (' || f.addresses || ')' ELSE '' END,
      CASE WHEN f.port IS NOT NULL THEN ' AND client_port = ' || f.port ELSE '' END, '))'
    ) ELSE '' END,
    CASE WHEN f.protocol IS NOT NULL THEN ' AND protocol = ' || f.protocol ELSE '' END,
    CASE WHEN f.turned THEN ' AND refused_records > 0' ELSE ' AND refused' END
  ) AS where_sql,
  CASE WHEN n.history_days > 0 AND f.variant = 'broken-rule' THEN 'earlier-days' ELSE 'none' END AS baseline_kind,
  CASE WHEN n.history_days > 0 AND f.variant = 'broken-rule' THEN CAST(f.let_through_before AS DOUBLE) END AS baseline_value,
  CASE WHEN n.history_days > 0 AND f.variant = 'broken-rule' THEN CAST(n.history_days AS BIGINT) ELSE 0 END AS baseline_samples
FROM found f
JOIN hosts a ON a.host_no = f.client_no
CROSS JOIN analysis n
ORDER BY actor_no, f.variant, target_no, f.port, f.protocol;
