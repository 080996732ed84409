## capture: where packets come from. Knows libpcap alone.
capture = include/capture/frame.h include/capture/capture.h
