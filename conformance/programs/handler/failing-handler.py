# A handler that fails is reported to the default one, and nothing is lost of the loop
# row: 2.1 call_exception_handler, 2.1 default_exception_handler

from harness import Boom, new_loop, trace


class Loud(type(new_loop())):
    def default_exception_handler(self, context):
        trace('default', context['message'], context['exception'])


def main(loop):
    loud = Loud()

    def handler(loop, context):
        raise Boom('in the handler')

    loud.set_exception_handler(handler)

    def fail():
        raise Boom('in a callback')

    loud.call_soon(fail)
    loud.call_soon(trace, 'next callback')
    loud.call_soon(loud.stop)
    loud.run_forever()
