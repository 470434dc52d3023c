-- Settings of every connection: integer division as on Trino, results in a fixed order where ORDER BY gives one.
SET integer_division = true;
