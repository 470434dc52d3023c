-- Of each sighting: how clear it is who opened its connections (a vote of 10 is a port below 1024 on one side only, of 3 an
-- ephemeral one; refusals and TCP flags give 100), the AWS service of the target, and the day on which the same was first seen.
WITH clarity AS (
  SELECT
    sighting, count(*) AS connections, count(*) FILTER (orientation >= 10) AS clear, count(*) FILTER (orientation >= 3) AS likely,
    max(aws_service) AS aws_service
  FROM sighted_connections
  GROUP BY sighting
),
acquaintance AS (
  SELECT s.sighting, min(e.day) AS first_day
  FROM sightings s
  JOIN hosts a ON a.host_no = s.actor_no
  JOIN hosts t ON t.host_no = s.target_no
  JOIN daily_edges e ON e.client_hi = a.hi AND e.client_lo = a.lo AND e.server_hi = t.hi AND e.server_lo = t.lo
  WHERE s.port IS NULL OR e.server_port = s.port
  GROUP BY s.sighting
)
SELECT sighting, c.connections, c.clear, c.likely, c.aws_service, q.first_day
FROM sightings s
LEFT JOIN clarity c USING (sighting)
LEFT JOIN acquaintance q USING (sighting)
ORDER BY sighting;
