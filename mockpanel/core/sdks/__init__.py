"""A recorded request as the call of a library that sends it again: one file for each service's libraries, one table."""
