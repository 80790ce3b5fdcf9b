# A future of a closed loop cannot be settled where somebody waits for it
# row: 2.1 close, 2.2 set_result/set_exception

import asyncio

from harness import attempt, new_loop, trace


def main(loop):
    closed = new_loop()
    watched = closed.create_future()
    watched.add_done_callback(lambda future: trace('never'))
    unwatched = closed.create_future()
    closed.close()
    attempt('watched', lambda: watched.set_result(1))
    attempt('unwatched', lambda: unwatched.set_result(1))
    trace(unwatched.result())
