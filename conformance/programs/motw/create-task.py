# asyncio_create_task: a task runs beside its maker, who then awaits it
# row: 1.97 asyncio_create_task, 1.48, 1.49

from harness import trace


async def task_body():
    trace('in the task')
    return 'the result'


async def job(loop):
    trace('creating')
    task = loop.create_task(task_body())
    trace('done yet:', task.done())
    value = await task
    trace('done now:', task.done(), value)


def main(loop):
    loop.run_until_complete(job(loop))
