# A policy makes the loops of a program, and says which is current
# row: 2.5 policies, 1.13

import asyncio

from harness import attempt, new_loop, trace


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        trace('the policy makes a loop')
        return new_loop()


def main(loop):
    policy = Policy()
    asyncio.set_event_loop_policy(policy)
    trace(asyncio.get_event_loop_policy() is policy)
    made = asyncio.new_event_loop()
    asyncio.set_event_loop(made)
    trace(asyncio.get_event_loop() is made)
    made.close()
    attempt('no policy', lambda: asyncio.set_event_loop_policy(5))
    asyncio.set_event_loop(None)
    asyncio.set_event_loop_policy(None)
    trace(asyncio.get_event_loop_policy() is policy)
