-- What did not answer to the Internet, by interface. target_no: the lowest address of the interface that logged it.
CREATE OR REPLACE TEMP TABLE inbound_failures AS
WITH ends AS (
  SELECT
    host_no,
    CASE
      WHEN interface_id IS NULL THEN host_no
      ELSE first_value(host_no) OVER (PARTITION BY interface_id ORDER BY hi, lo)
    END AS target_no
  FROM hosts
  WHERE inside
)
SELECT e.target_no, f.*
FROM first_contacts f
JOIN ends e ON e.host_no = f.server_no
WHERE NOT f.client_inside AND NOT f.ok;
