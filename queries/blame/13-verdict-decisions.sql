-- The distinct decisions: what a great many flows share, in words' stead the rules by number.
DROP TABLE evaluator_keys;
DROP TABLE key_stages;
DROP TABLE walks;
CREATE OR REPLACE TABLE verdict_decisions AS
SELECT CAST(row_number() OVER () AS INTEGER) AS decision_id, d.*
FROM (
  SELECT DISTINCT
    verdict, leg, egress, acl_owner, group_owner, refusal, next_refusal, sure_acl_refusal, sure_group_refusal,
    acl_doubt, group_doubt, confidence, evidence
  FROM judged_keys
) d;
