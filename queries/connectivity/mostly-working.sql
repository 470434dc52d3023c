-- Pairs inside that broke now and then, and were answered more often than not.
SELECT
  count(*) AS pairs, CAST(coalesce(sum(connections), 0) AS BIGINT) AS connections, CAST(coalesce(sum(answered), 0) AS BIGINT) AS answered
FROM connectivity_broken_pairs
WHERE client_inside AND mostly_works;
