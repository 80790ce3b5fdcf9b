# A join made of done callbacks tells the call graph whom it waits for
# row: 2.2 future_add_to_awaited_by
# differs: in CPython such a join reports its edges; acoro reads the graph off what tasks wait for, so that a join stands in it when it is made of gather, wait, shield or a group

import asyncio

from harness import trace


async def work():
    await asyncio.sleep(10)


def join(*tasks):
    joined = asyncio.get_running_loop().create_future()
    left = set(tasks)

    def done(task):
        asyncio.future_discard_from_awaited_by(task, joined)
        left.discard(task)
        if not left:
            joined.set_result('joined')

    for task in tasks:
        asyncio.future_add_to_awaited_by(task, joined)
        task.add_done_callback(done)
    return joined


async def wait_for(joined):
    return await joined


def awaiting(task):
    graph = asyncio.capture_call_graph(task)
    return [len(graph.awaited_by), *(len(edge.awaited_by) for edge in graph.awaited_by)]


async def main():
    tasks = [asyncio.create_task(work(), name=name) for name in 'ab']
    waiter = asyncio.create_task(wait_for(join(*tasks)), name='waiter')
    await asyncio.sleep(1)
    trace('by callbacks', *map(awaiting, tasks))
    trace(await waiter)
