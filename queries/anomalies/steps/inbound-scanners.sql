-- Who scans from outside, by TRW (Jung et al. 2004): of each first contact in the order of time, a failure is four times as likely of a
-- scanner (0.8 against 0.2), a success of anybody else. A scanner is who is 99 times as likely one before it is 99 times as likely none,
-- which takes four failures more than successes. Of one second, successes come first.
CREATE OR REPLACE TEMP TABLE inbound_scanners AS
WITH failing AS (
  SELECT client_no
  FROM first_contacts
  WHERE NOT client_inside AND server_inside
  GROUP BY client_no
  HAVING count(*) FILTER (NOT ok) >= 4
),
walks AS (
  SELECT
    client_no, f.ok, f.first_s, row_number() OVER walk AS step,
    ln(4) * CAST(sum(CASE WHEN f.ok THEN -1 ELSE 1 END) OVER walk AS BIGINT) AS likelihood
  FROM first_contacts f
  JOIN failing USING (client_no)
  WHERE f.server_inside
  WINDOW walk AS (PARTITION BY client_no ORDER BY f.first_s, f.ok DESC, f.server_no, f.server_port, f.protocol ROWS UNBOUNDED PRECEDING)
)
SELECT client_no, count(*) AS contacts, count(*) FILTER (NOT ok) AS failures
FROM walks
GROUP BY client_no
HAVING min(step) FILTER (likelihood >= ln(99)) < coalesce(min(step) FILTER (likelihood <= -ln(99)), 9223372036854775807);
