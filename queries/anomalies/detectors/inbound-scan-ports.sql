-- title: Ports that the Internet scans
-- answers: Which ports of each interface are tried in vain by the most sources from outside?
-- $ports BIGINT = 5: ports to name of each interface
SELECT target_no, server_port AS port, protocol, sources, connections
FROM (
  SELECT
    target_no, server_port, protocol, count(DISTINCT client_no) AS sources, CAST(sum(connections) AS BIGINT) AS connections,
    row_number() OVER (
      PARTITION BY target_no ORDER BY count(DISTINCT client_no) DESC, sum(connections) DESC, server_port, protocol
    ) AS place
  FROM inbound_failures
  GROUP BY target_no, server_port, protocol
)
WHERE place <= CAST($ports AS BIGINT)
ORDER BY target_no, place;
