-- All contexts, to be numbered on from.
SELECT * FROM contexts ORDER BY context_id;
