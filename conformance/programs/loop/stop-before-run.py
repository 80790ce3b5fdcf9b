# stop() before runForever() runs exactly one iteration
# row: 2.1 stop

from harness import trace


def main(loop):
    loop.call_soon(lambda: (trace('one'), loop.call_soon(trace, 'two')) and None)
    loop.call_later(10, trace, 'timer')
    loop.stop()
    loop.run_forever()
    trace('after one iteration')
    loop.stop()
    loop.run_forever()
    trace('after another')
