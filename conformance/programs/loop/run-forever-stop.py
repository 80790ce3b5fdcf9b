# stop lets the iteration finish and keeps the rest for the next run
# row: 2.1 run_forever, 2.1 stop, 1.18, 1.19

from harness import trace


def main(loop):
    def halt():
        trace('stop')
        loop.stop()
        loop.call_soon(trace, 'next run')

    loop.call_later(10, halt)
    loop.call_later(10, trace, 'same iteration')
    loop.call_later(11, trace, 'timer for the next run')
    loop.run_forever()
    trace('stopped', loop.is_running(), loop.is_closed())
    loop.call_later(5, loop.stop)
    loop.run_forever()
    trace('stopped again')
