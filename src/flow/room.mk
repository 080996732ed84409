## flow: whose conversation it is.
flow = include/flow/flow.h
