# Whoever gathers, waits for, shields or groups a task awaits it
# row: 2.2 capture_call_graph, 2.2 future_add_to_awaited_by, 2.2 gather, 2.2 wait, 2.2 shield

import asyncio

from harness import trace


async def leaf():
    await asyncio.sleep(100)


async def gathering(task):
    await asyncio.gather(task, asyncio.sleep(100))


async def waiting(task):
    await asyncio.wait([task])


async def shielding(task):
    await asyncio.shield(task)


async def limiting(task):
    await asyncio.wait_for(task, 1000)


async def grouping(kept):
    async with asyncio.TaskGroup() as group:
        kept.append(group.create_task(leaf(), name='child'))


def tree(graph):
    return [graph.future, *sorted(map(tree, graph.awaited_by), key=str)]


async def main():
    asyncio.current_task().set_name('main')
    task = asyncio.create_task(leaf(), name='leaf')
    tasks = [asyncio.create_task(body(task), name=body.__name__) for body in (gathering, waiting, shielding, limiting)]
    kept = []
    tasks.append(asyncio.create_task(grouping(kept), name='grouping'))
    await asyncio.sleep(1)
    names = sorted(str(each.future.get_name()) for each in asyncio.capture_call_graph(task).awaited_by)
    trace(names)
    trace(tree(asyncio.capture_call_graph(kept[0])))
    await asyncio.wait(tasks)
