-- Gives the memory of the steps back.
DROP TABLE IF EXISTS report_hours;
DROP TABLE IF EXISTS report_interfaces;
DROP TABLE IF EXISTS report_edges;
DROP TABLE IF EXISTS report_nat_traffic;
DROP TABLE IF EXISTS report_hosts;
DROP TABLE IF EXISTS report_exposed;
DROP TABLE IF EXISTS report_let_in;
DROP TABLE IF EXISTS report_spends;
DROP TABLE IF EXISTS addresses;
DROP TABLE IF EXISTS address_blocks;
DROP TABLE IF EXISTS evaluator_keys;
DROP TABLE IF EXISTS key_stages;
DROP TABLE IF EXISTS questions;
DROP TABLE IF EXISTS answers;
