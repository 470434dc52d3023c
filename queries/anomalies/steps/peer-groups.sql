-- Own hosts that should behave alike: those with the same security groups; where groups are not known, those of one /24 or /64.
CREATE OR REPLACE TEMP TABLE peer_groups AS
WITH keyed AS (
  SELECT
    host_no, security_groups,
    CASE WHEN len(security_groups) = 0 THEN hi END AS block_hi,
    CASE WHEN len(security_groups) = 0 AND address_family(hi, lo) = 4 THEN lo >> 8 END AS block_lo
  FROM hosts
  WHERE inside AND speaks
)
SELECT host_no, group_no, count(*) OVER (PARTITION BY group_no) AS members
FROM (SELECT host_no, dense_rank() OVER (ORDER BY security_groups, block_hi, block_lo) AS group_no FROM keyed);
