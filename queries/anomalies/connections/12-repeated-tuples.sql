-- The tuples that stand in several windows, be it at several vantages or over time; the others need no sums.
CREATE OR REPLACE TEMP TABLE repeated_tuples AS
SELECT ends, traffic FROM windows GROUP BY ends, traffic HAVING count(*) > 1;
