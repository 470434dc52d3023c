-- Who is the client of each tuple, and which vantage is best then. A draw goes to the lower address, so that it always goes the same way.
CREATE OR REPLACE TEMP VIEW oriented_tuples AS
SELECT
  t.* EXCLUDE (votes), t.votes + coalesce(f.votes, 0) AS votes, t.votes + coalesce(f.votes, 0) >= 0 AS a_is_client,
  CASE WHEN t.votes + coalesce(f.votes, 0) >= 0 THEN t.key_a ELSE t.key_b END AS vantage_key
FROM tuples t
LEFT JOIN fan_votes f USING (ends, traffic);
