# An error that nobody asked for reaches the exception handler when the loop is done with
# row: 2.2 unretrieved exception

from harness import Boom, trace


def main(loop):
    loop.set_exception_handler(lambda owner, context: trace('handler', context['message'], '/', context['exception']))
    quiet = loop.create_future()
    quiet.set_exception(Boom('asked for'))
    quiet.exception()
    loud = [loop.create_future()]
    loud[0].set_exception(Boom('never asked for'))
    loop.call_soon(loop.stop)
    loop.run_forever()
    trace('closing')
    loop.close()
    loud.clear()
    trace('closed')
