"""How far coders agree: from their spans, or any table of values, to coefficients.

One way through: spans are laid on units (`units`), swept into a table of patterns that says on how much material exactly which
coders coded (`sweep`), and every coefficient is a sum over those patterns (`coefficients`); `compare` puts the question for each
code, for all codes and for each pair of coders, and `result` is the answer, with a reason
where there is no number.
"""
