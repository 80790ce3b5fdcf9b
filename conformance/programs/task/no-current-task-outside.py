# currentTask and allTasks need a running loop
# row: 2.2 current_task/all_tasks

import asyncio

from harness import attempt


def main(loop):
    attempt('currentTask', lambda: asyncio.current_task())
    attempt('allTasks', lambda: asyncio.all_tasks())
    attempt('currentTask of a loop', lambda: asyncio.current_task(loop))
    attempt('allTasks of a loop', lambda: asyncio.all_tasks(loop))
