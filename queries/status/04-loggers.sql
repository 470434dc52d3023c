-- Each interface in its scope: an account in a region. What a record does not say, other records of its interface may, or the
-- name of its object.
CREATE OR REPLACE TEMP TABLE status_loggers AS
WITH named AS (
  SELECT
    s.logger_no, s.place_no, c.interface_id,
    coalesce(c.account_id, CASE WHEN c.interface_id IS NOT NULL THEN max(c.account_id) OVER same_interface END, o.account_id) AS account_id,
    coalesce(c.region, CASE WHEN c.interface_id IS NOT NULL THEN max(c.region) OVER same_interface END, o.region) AS region
  FROM (SELECT DISTINCT logger_no, place_no FROM status_spans) s
  JOIN (SELECT DISTINCT logger_no, account_id, region, interface_id FROM status_contexts) c USING (logger_no)
  JOIN (SELECT DISTINCT place_no, account_id, region FROM status_objects) o USING (place_no)
  WINDOW same_interface AS (PARTITION BY c.interface_id)
)
SELECT
  logger_no, place_no, account_id, region, interface_id,
  CAST(dense_rank() OVER (ORDER BY account_id, region) AS INTEGER) AS scope_no,
  CAST(dense_rank() OVER (ORDER BY account_id, region, interface_id) AS INTEGER) AS interface_no
FROM named;
