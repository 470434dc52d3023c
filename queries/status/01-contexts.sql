-- Who logged: account, region and interface of each context in one number, and whether its records are NODATA or SKIPDATA.
CREATE OR REPLACE TEMP TABLE status_contexts AS
SELECT
  context_id, CAST(dense_rank() OVER (ORDER BY account_id, region, interface_id) AS INTEGER) AS logger_no,
  account_id, region, interface_id,
  coalesce(log_status = 'NODATA', FALSE) AS nodata, coalesce(log_status = 'SKIPDATA', FALSE) AS skipdata
FROM contexts;
