-- Who sent to or received from Amazon S3 or DynamoDB through a NAT gateway, by subnet and address. Where the logs name no services, all
-- addresses are given, for prefix lists to tell.
-- Parameters: services_logged BOOLEAN
SELECT
  h.subnet_id, h.host_no, t.aws_service, address_text(t.remote_hi, t.remote_lo) AS remote, CAST(sum(t.bytes) AS BIGINT) AS bytes
FROM report_nat_traffic t
JOIN report_hosts h ON h.hi = t.host_hi AND h.lo = t.host_lo
WHERE h.subnet_id IS NOT NULL
  AND (t.aws_service IN ('S3', 'DYNAMODB') OR (NOT $services_logged AND t.aws_service IS NULL AND t.remote_hi IS NOT NULL))
GROUP BY ALL
ORDER BY h.subnet_id, h.host_no, t.aws_service, remote;
