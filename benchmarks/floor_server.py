"""The floor's server: the same two processes of four threads as ours."""

wsgi_app = "benchmarks.floor:app"
workers = 2
worker_class = "gthread"
threads = 4
preload_app = True
keepalive = 15
