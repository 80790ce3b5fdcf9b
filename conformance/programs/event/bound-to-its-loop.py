# Every primitive belongs to the loop in which somebody first waited
# row: 2.3 loop binding, 2.3 Event

import asyncio

from harness import new_loop, outcome


async def bind(event, queue, semaphore):
    waiters = [asyncio.create_task(event.wait()), asyncio.create_task(queue.get()), asyncio.create_task(semaphore.acquire())]
    await asyncio.sleep(1)
    event.set()
    queue.put_nowait('item')
    semaphore.release()
    await asyncio.wait(waiters)
    event.clear()


async def foreign(event, queue, semaphore):
    await outcome('event', event.wait())
    await outcome('queue', queue.get())
    await outcome('semaphore', semaphore.acquire())


def main(loop):
    things = (asyncio.Event(), asyncio.Queue(), asyncio.Semaphore(0))
    loop.run_until_complete(bind(*things))
    other = new_loop()
    other.run_until_complete(foreign(*things))
