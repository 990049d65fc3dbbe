"""The benchmark: every speed this program promises, measured on the machine where it runs.

`python -m tests.bench [GROUP…] [--sizes 40,400] [--json FILE] [--against FILE] [--quick]`, from the repository's root. A speed in
seconds says little on a machine that others use too, so wherever there is something to compare with (a bare interpreter, two bare
inserts, the same job on a tenth of the interviews) both are run in turn and the ratio is the figure. No test asserts a speed.
Everything is written to a folder under `TMPDIR` and removed at the end; where that is no real disk, durable writing costs nothing
and its figure tells nothing.
"""
