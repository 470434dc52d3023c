-- title: Protocols
-- answers: Which IANA protocols and address families were seen, accepted and refused?
SELECT
  protocol, address_family(srcaddr_hi, srcaddr_lo) AS family,
  count(*) FILTER (action = 'ACCEPT') AS accepted, count(*) FILTER (action = 'REJECT') AS rejected, sum(bytes) AS bytes
FROM records JOIN contexts USING (context_id)
WHERE action IS NOT NULL
GROUP BY protocol, family
ORDER BY accepted DESC, rejected DESC, protocol, family;
