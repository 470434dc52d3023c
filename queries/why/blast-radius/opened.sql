-- What the changes open, of the groups that they open: flows and records of each change, and how many senders, those named that have most records.
-- Parameters: groups VARCHAR (JSON list of numbers), named INTEGER
WITH opened AS (
  SELECT unnest(from_json(CAST($groups AS JSON), '["INTEGER"]')) AS group_no
),
senders AS (
  SELECT change, src_hi, src_lo, count(*) AS flows, sum(records) AS records
  FROM blast_grouped_flows
  JOIN opened USING (group_no)
  GROUP BY change, src_hi, src_lo
)
SELECT
  change, src_hi, src_lo, CAST(sum(flows) OVER of_change AS BIGINT) AS flows, CAST(sum(records) OVER of_change AS BIGINT) AS records,
  count(*) OVER of_change AS senders
FROM senders
WINDOW of_change AS (PARTITION BY change)
QUALIFY row_number() OVER (PARTITION BY change ORDER BY senders.records DESC, src_hi, src_lo) <= $named
ORDER BY change, senders.records DESC, src_hi, src_lo;
