## http: a client of ClickHouse's interface. Knows libcurl.
http = include/http/http.h
if HAVE_CURL
http += src/http/curl_calls.h src/http/curl_calls.c src/http/http.c
else
http += src/http/http_none.c
endif
