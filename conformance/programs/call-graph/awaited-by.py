# The graph of a task lists who awaits it, and who awaits those
# row: 2.2 capture_call_graph, 2.2 future_add_to_awaited_by

import asyncio

from harness import trace


async def leaf():
    await asyncio.sleep(100)


async def middle(task):
    await task


def tree(graph):
    return [graph.future, *sorted(map(tree, graph.awaited_by), key=str)]


async def main():
    asyncio.current_task().set_name('main')
    task = asyncio.create_task(leaf(), name='leaf')
    first = asyncio.create_task(middle(task), name='first')
    second = asyncio.create_task(middle(task), name='second')
    above = asyncio.create_task(middle(second), name='above')
    await asyncio.sleep(1)
    trace(tree(asyncio.capture_call_graph(task)))
    trace(tree(asyncio.capture_call_graph(second)))
    trace(tree(asyncio.capture_call_graph(above)))
    trace(tree(asyncio.capture_call_graph()))
    task.cancel()
    await asyncio.wait([first, above])
