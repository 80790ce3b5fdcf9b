# asyncio_coroutine_chain: one coroutine awaits two others in turn
# row: 1.97 asyncio_coroutine_chain, 1.67

from harness import trace


async def first():
    trace('first step')
    return 'one'


async def second(given):
    trace('second step, given', given)
    return 'two, after ' + given


async def both():
    trace('starting')
    one = await first()
    two = await second(one)
    return (one, two)


def main(loop):
    trace('came back:', loop.run_until_complete(both()))
