"""The journal: the append-only log that every change passes, and the tables that are its fold.

`rows` is a row and its chain; `effects` what one row means; `fold` brings the meaning into the tables; `turns` is undo and redo;
`device` says who writes; `chronicle` puts them together. Tables can always be made anew from rows and contents (`verify`).
"""
