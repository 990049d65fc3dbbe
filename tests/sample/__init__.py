"""What the sample study is meant to show, as targets: `python -m tests.sample` prints how far each of them is."""
