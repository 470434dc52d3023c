-- Who logged: the interface of each capture, and its scope, which is an account in a region. What a record does not say, other
-- records of its interface may, or the name of its object.
CREATE OR REPLACE TEMP TABLE status_loggers AS
WITH named AS (
  SELECT
    s.capture_no, c.interface_id, c.log_status,
    coalesce(c.account_id, CASE WHEN c.interface_id IS NOT NULL THEN max(c.account_id) OVER same_interface END, o.account_id) AS account_id,
    coalesce(c.region, CASE WHEN c.interface_id IS NOT NULL THEN max(c.region) OVER same_interface END, o.region) AS region
  FROM status_captures s
  JOIN contexts c USING (context_id)
  JOIN (SELECT DISTINCT capture_offset, account_id, region FROM status_objects) o USING (capture_offset)
  WINDOW same_interface AS (PARTITION BY c.interface_id)
)
SELECT
  capture_no, account_id, region, interface_id,
  coalesce(log_status = 'NODATA', FALSE) AS nodata, coalesce(log_status = 'SKIPDATA', FALSE) AS skipdata,
  CAST(dense_rank() OVER (ORDER BY account_id, region) AS INTEGER) AS scope_no,
  CAST(dense_rank() OVER (ORDER BY account_id, region, interface_id) AS INTEGER) AS interface_no
FROM named;
