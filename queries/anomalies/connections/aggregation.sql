-- What the steps need to know of the records before they cut them.
SELECT aggregation_s FROM analysis;
