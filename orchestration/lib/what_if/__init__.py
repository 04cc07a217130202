"""What if: a candidate version of the agreement, replayed over a past period.

The dbt models judge the candidate exactly as they judge the agreement in force. This package only
writes the candidate among the versions of a scratch copy of the project (`candidate`), builds that
copy twice (`replay`), reads what came out (`read`), compares (`compare`) and tells (`report`).
"""
