"""The study file: the only room with SQL, and the journal by which every change passes."""

from coder.study.study import Study

__all__ = ["Study"]
