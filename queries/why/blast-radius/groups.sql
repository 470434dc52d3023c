-- A question to the rules for each group of flows, in the order of their numbers from 0. The remote address is the first of many.
SELECT
  change, interface_id, subnet_id, CASE WHEN dstport >= 0 THEN dstport END AS dstport,
  min((remote_hi, remote_lo))[1] AS remote_hi, min((remote_hi, remote_lo))[2] AS remote_lo
FROM blast_grouped_flows
GROUP BY group_no, change, interface_id, subnet_id, blast_grouped_flows.dstport
ORDER BY group_no;
