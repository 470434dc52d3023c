-- Settings of the store while lanes write into it: each has a thread of its own, and further ones would only look for work.
SET threads = 1;
