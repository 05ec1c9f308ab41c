"""The review workflow: sampling, answering, second opinions, calibration, appeals, and what is learnt from them.

Who may do what is decided before (`voc.domain.permission`); every function names the action it is. Here is checked only
what follows from the state of things: whose task and whose draft it is, what may follow what. The caller commits.
"""
