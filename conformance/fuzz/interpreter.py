# Runs a program of the random language on asyncio; interpreter.ts does the same on acoro, step for step.

import asyncio
import contextlib
import contextvars
import json

from harness import Boom, trace

variable = contextvars.ContextVar('variable', default='unset')


class Manager:
    def __init__(self, run, label, step, manager):
        self.run = run
        self.label = label
        self.step = step
        self.manager = manager

    async def __aenter__(self):
        await self.run.steps(self.label, self.manager['enter'])
        trace(self.label, self.step['id'], 'entered')

    async def __aexit__(self, kind, error, traceback):
        trace(self.label, self.step['id'], 'leaves', error)
        await self.run.steps(self.label, self.manager['exit'])
        return self.manager['swallow'] and isinstance(error, Boom)


class Run:
    def __init__(self, program):
        loop = asyncio.get_running_loop()
        self.bodies = program['tasks']
        self.futures = [loop.create_future() for _ in range(program['futures'])]
        self.locks = [asyncio.Lock() for _ in range(program['locks'])]
        self.semaphores = [asyncio.Semaphore(value) for value in program['semaphores']]
        self.events = [asyncio.Event() for _ in range(program['events'])]
        self.conditions = [asyncio.Condition() for _ in range(program['conditions'])]
        self.barriers = [asyncio.Barrier(parties) for parties in program['barriers']]
        self.queues = [asyncio.Queue(size) for size in program['queues']]
        self.named = {}

    def task(self, index, eager=None):
        label = f't{index}'
        if label not in self.named:
            options = {'eager_start': True} if eager else {}
            # Known by its label before an eager one takes its first step.
            self.named[label] = None
            self.named[label] = asyncio.create_task(self.steps(label, self.bodies[index]), name=label, **options)
        return self.named[label] or asyncio.get_running_loop().create_future()

    def ref(self, ref):
        if 'task' in ref:
            return self.task(ref['task'])
        if 'future' in ref:
            return self.futures[ref['future']]
        if 'sleep' in ref:
            return asyncio.sleep(ref['sleep'], ref['sleep'])
        return self.steps(ref['label'], ref['body'])

    async def steps(self, label, body):
        for step in body:
            await self.step(label, step)
        return label

    async def step(self, label, step):
        method = getattr(self, 'do_' + step['op'], None)
        if method is None:
            self.act(label, step)
            return
        try:
            value = await method(label, step)
        except BaseException as error:
            trace(label, step['id'], step['op'], 'raised', error)
            raise
        trace(label, step['id'], step['op'], value)

    def act(self, label, step):
        try:
            trace(label, step['id'], step['op'], getattr(self, 'act_' + step['op'])(step))
        except Exception as error:
            trace(label, step['id'], step['op'], 'raised', error)

    def act_set(self, step):
        self.futures[step['future']].set_result(step['id'])

    def act_fail(self, step):
        self.futures[step['future']].set_exception(Boom(f'future {step["id"]}'))

    def act_cancelFuture(self, step):
        return self.futures[step['future']].cancel()

    def act_cancel(self, step):
        if step['soon']:
            asyncio.get_running_loop().call_soon(self.act, 'soon', {**step, 'soon': False})
            return 'soon'
        task = self.named.get(step['target'])
        return 'absent' if task is None else task.cancel()

    def act_spawn(self, step):
        self.task(step['task'], step['eager'])

    def act_eventSet(self, step):
        self.events[step['event']].set()

    def act_eventClear(self, step):
        self.events[step['event']].clear()

    def act_releaseSemaphore(self, step):
        self.semaphores[step['semaphore']].release()

    def act_putNowait(self, step):
        self.queues[step['queue']].put_nowait(step['id'])

    def act_getNowait(self, step):
        return self.queues[step['queue']].get_nowait()

    def act_shutdown(self, step):
        self.queues[step['queue']].shutdown(step['immediate'])

    def act_taskDone(self, step):
        self.queues[step['queue']].task_done()

    def act_setVariable(self, step):
        variable.set(step['id'])

    def act_getVariable(self, step):
        return variable.get()

    async def do_await(self, label, step):
        return await self.ref(step['ref'])

    async def do_shield(self, label, step):
        return await asyncio.shield(self.ref(step['ref']))

    async def do_waitFor(self, label, step):
        return await asyncio.wait_for(self.ref(step['ref']), step['ms'])

    async def do_gather(self, label, step):
        return await asyncio.gather(*map(self.ref, step['refs']), return_exceptions=step['keep'])

    async def do_wait(self, label, step):
        done, pending = await asyncio.wait([*map(self.ref, step['refs'])], timeout=step['ms'], return_when=step['when'])
        return (done, pending)

    async def do_asCompleted(self, label, step):
        for next_one in asyncio.as_completed([*map(self.ref, step['refs'])], timeout=step['ms']):
            try:
                trace(label, step['id'], 'next', await next_one)
            except Exception as error:
                trace(label, step['id'], 'next raised', error)

    async def do_timeout(self, label, step):
        async with asyncio.timeout(step['ms']):
            await self.steps(label, step['body'])

    async def do_group(self, label, step):
        async with asyncio.TaskGroup() as group:
            for child in step['children']:
                name = child['label']
                self.named[name] = group.create_task(self.steps(name, child['body']), name=name)
            await self.steps(label, step['body'])

    async def do_try(self, label, step):
        try:
            await self.steps(label, step['body'])
        except (Exception, asyncio.CancelledError) as error:
            if not step['swallow']:
                raise
            trace(label, step['id'], 'swallowed', error)
        finally:
            await self.steps(label, step['last'])

    async def do_later(self, label, step):
        asyncio.get_running_loop().call_later(step['ms'], self.act, 'timer', step['action'])

    async def do_raise(self, label, step):
        raise Boom(f'step {step["id"]}')

    async def do_uncancel(self, label, step):
        task = asyncio.current_task()
        return (task.cancelling(), task.uncancel())

    async def do_lock(self, label, step):
        async with self.locks[step['lock']]:
            trace(label, step['id'], 'has the lock')
            await self.steps(label, step['body'])

    async def do_semaphore(self, label, step):
        async with self.semaphores[step['semaphore']]:
            trace(label, step['id'], 'has a permit')
            await self.steps(label, step['body'])

    async def do_eventWait(self, label, step):
        await self.events[step['event']].wait()

    async def do_conditionWait(self, label, step):
        async with self.conditions[step['condition']] as condition:
            await self.conditions[step['condition']].wait()

    async def do_notify(self, label, step):
        async with self.conditions[step['condition']]:
            self.conditions[step['condition']].notify(step['count'])

    async def do_barrier(self, label, step):
        await self.barriers[step['barrier']].wait()

    async def do_put(self, label, step):
        await self.queues[step['queue']].put(step['id'])

    async def do_get(self, label, step):
        return await self.queues[step['queue']].get()

    async def do_join(self, label, step):
        await self.queues[step['queue']].join()

    async def do_with(self, label, step):
        managers = [Manager(self, label, step, manager) for manager in step['managers']]
        if len(managers) == 1:
            async with managers[0]:
                await self.steps(label, step['body'])
            return
        async with contextlib.AsyncExitStack() as stack:
            for manager in managers:
                await stack.enter_async_context(manager)
            await self.steps(label, step['body'])

    async def do_generator(self, label, step):
        async with contextlib.aclosing(self.items(label, step)) as items:
            async for item in items:
                trace(label, step['id'], 'item', item)
                await self.steps(label, step['body'])

    async def items(self, label, step):
        try:
            for number, item in enumerate(step['items']):
                await self.steps(label, item['body'])
                yield number
        finally:
            await self.steps(label, step['last'])


async def main():
    run = Run(json.loads(PROGRAM))
    run.named['t0'] = asyncio.current_task()
    try:
        await run.steps('t0', run.bodies[0])
    except (Exception, asyncio.CancelledError) as error:
        trace('t0 raised', error)
    others = [task for task in run.named.values() if task not in (None, run.named['t0'])]
    while True:
        pending = [task for task in others if not task.done()]
        if not pending:
            break
        try:
            done, pending = await asyncio.wait(pending, timeout=100)
            if pending:
                break
        except asyncio.CancelledError:
            trace('t0 cancelled at its end')
    for task in others:
        if not task.done():
            state = 'pending'
        elif task.cancelled():
            state = 'cancelled'
        else:
            state = task.exception() or task.result()
        trace(task, state, task.cancelling())
