"""The agreement as a page that the teams read and sign, from the rows of a published warehouse."""
