-- The deciding rule of each question: of the rules that match, the one with the smallest number; no row where none matches.
CREATE OR REPLACE TEMP TABLE answers AS
WITH applicable AS (
  SELECT
    s.list, s.block_id, s.protocol, r.rule_no, s.protocol * 65536 + r.port_from AS traffic_from, s.protocol * 65536 + r.port_to AS traffic_to,
    r.code_from, r.code_to
  FROM (SELECT DISTINCT list, block_id, traffic / 65536 AS protocol FROM questions) s
  JOIN block_sets b ON b.block_id = s.block_id
  JOIN rules r ON r.set_id = b.set_id AND 2 * r.owner + CAST(r.egress AS INTEGER) = s.list
  WHERE r.protocol = -1 OR r.protocol = s.protocol
),
answered AS (
  SELECT q.list, q.block_id, q.traffic, q.code, min(a.rule_no) AS rule_no
  FROM questions q
  JOIN applicable a ON a.list = q.list AND a.block_id = q.block_id AND a.protocol = q.traffic / 65536
  WHERE q.traffic BETWEEN a.traffic_from AND a.traffic_to AND q.code BETWEEN a.code_from AND a.code_to
  GROUP BY q.list, q.block_id, q.traffic, q.code
)
SELECT
  a.list, a.block_id, a.traffic, a.code, a.rule_no,
  CASE WHEN r.doubt IS NOT NULL THEN NULL ELSE r.action = 'deny' END AS refuses
FROM answered a JOIN rules r USING (rule_no);
