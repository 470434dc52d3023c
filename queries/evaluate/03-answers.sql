-- The deciding rule of each question: of the rules that match, the one with the smallest number; no row where none matches.
CREATE OR REPLACE TEMP TABLE answers AS
WITH scopes AS (
  SELECT DISTINCT owner, direction, block_id FROM questions
),
applicable AS (
  SELECT s.owner, s.direction, s.block_id, r.rule_no, r.protocol, r.port_from, r.port_to, r.code_from, r.code_to
  FROM scopes s
  JOIN block_sets b ON b.block_id = s.block_id
  JOIN rules r ON r.owner = s.owner AND r.direction = s.direction AND r.set_id = b.set_id
)
SELECT q.owner, q.direction, q.protocol, q.port, q.block_id, q.port_or_type, q.code, min(a.rule_no) AS rule_no
FROM questions q
JOIN applicable a ON a.owner = q.owner AND a.direction = q.direction AND a.block_id = q.block_id
WHERE (a.protocol = -1 OR a.protocol = q.protocol)
  AND q.port_or_type BETWEEN a.port_from AND a.port_to
  AND q.code BETWEEN a.code_from AND a.code_to
GROUP BY q.owner, q.direction, q.protocol, q.port, q.block_id, q.port_or_type, q.code;
